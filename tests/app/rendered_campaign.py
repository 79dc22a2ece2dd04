"""A campaign with one blueprint and one real film, whose render jobs run in this process."""

from pathlib import Path
from typing import Any, TypeVar

from fastapi.testclient import TestClient
from pydantic import SecretStr

from geminivideo.app.api.gateway import create_gateway
from geminivideo.app.container import Container
from geminivideo.core.blueprint import Blueprint
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.settings import Settings
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import Source
from geminivideo.creative import store as campaigns
from geminivideo.creative.model import Brief, CampaignStatistics, CreativeSources, Member, Verdict
from geminivideo.creative.store import BlueprintRecord
from geminivideo.footage import store as footage_store
from geminivideo.footage.model import Analysis, FootageStatus, RankedScene
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.renderer import Renderer
from geminivideo.rendering.voice.base import Voice
from tests.footage import builders
from tests.rendering.examples import blueprint, film, footage, scene

AnyVoice = TypeVar("AnyVoice", bound=Voice)

BASE_URL = "http://127.0.0.1:8080"
CAMPAIGN, BLUEPRINT, FOOTAGE = "campaign_1", "bp_001", "footage_red"
_VERDICT = Verdict(score=91.0, approved=True, judgements=(), disagreement=0, violations=())
_SOURCES = CreativeSources(director=Source.LOCAL, rewriter=Source.LOCAL, judges=dict.fromkeys(Member, Source.LOCAL))
_COUNTS = {**dict.fromkeys(CampaignStatistics.model_fields, 0), "total": 1, "approved": 1, "shortfalls": ()}


class RenderedCampaign:
    def __init__(
        self, home: Path, database: Database, valkey: EmbeddedValkey, ad: Blueprint | None = None, /, **settings: Any
    ) -> None:
        url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self.container = Container(
            Settings(
                home=home,
                database_url=SecretStr(url),
                redis_url=SecretStr(valkey.url),
                public_url=BASE_URL,
                min_free_bytes=0,
                **settings,
            )
        )
        self.http = TestClient(create_gateway(self.container), base_url=BASE_URL)
        self._store_campaign(ad or blueprint(scene(2.0, "Hello big world"), scene(2.5, "Buy it now")))
        self.add_footage(home, FOOTAGE, "default")

    def add_footage(self, folder: Path, footage_id: str, account_id: str) -> None:
        folder.mkdir(exist_ok=True)
        path = folder / f"{footage_id}.mp4"
        film(path, [(200, 30 + n % 60, 30) for n in range(150)])  # the plan says that it moves
        key = f"footage/{footage_id}.mp4"
        self.container.storage.put(key, path, content_type="video/mp4")
        stored = builders.footage(
            footage_id,
            account_id=account_id,
            storage_key=key,
            status=FootageStatus.READY,
            probe=builders.probe(width=320, height=180, frames=150, duration_seconds=5.0, has_audio=False),
        )
        with self.container.database.transaction() as session:
            footage_store.create(session, stored)

    def add_scene(self, footage_id: str, **changed: Any) -> None:
        """The film as one scene, as an analysis would have found it."""
        with self.container.database.transaction() as session:
            source = footage_store.get(session, footage_id).source
            found = RankedScene(scene=footage(source, index=1, **changed), rank=1, reasons=())
            at = self.container.clock.now()
            footage_store.save_analysis(session, footage_id, Analysis(scenes=(found,)), at)

    def speak_with(self, voice: AnyVoice) -> AnyVoice:
        """Render with this voice, two segments at a time."""
        slots = Slots(self.container.settings.run_dir / "encode-slots", 2)
        self.container.renderer = Renderer(self.container.ffmpeg, voice, slots, cache=self.container.render_cache)
        return voice

    def post(self, path: str, **request: Any) -> dict[str, Any]:
        """The answer of a route that queues jobs."""
        answer = self.http.post(f"/pipeline/{path}", json=request)
        assert answer.status_code == 202, answer.text
        document: dict[str, Any] = answer.json()
        return document

    def made_by(self, queued: dict[str, Any]) -> list[dict[str, Any]]:
        """Work off the jobs of an answer; gives the video of each."""
        for job in queued["jobs"]:
            ended = self.run({"jobs": [job]})
            assert ended["status"] == "completed", ended["error"]
        by_job = {video["job_id"]: video for video in self.videos()}
        return [by_job[job["job_id"]] for job in queued["jobs"]]

    def plan(self, video: dict[str, Any]) -> EditPlan:
        answer = self.http.get(f"/pipeline/videos/{video['video_id']}/plan")
        return EditPlan.model_validate_json(answer.content)

    def file(self, url: str, target: Path) -> Path:
        """What a signed link gives, saved."""
        target.write_bytes(self.http.get(url).raise_for_status().content)
        return target

    def kept(self, kind: str) -> set[str]:
        """Of one kind, what renders share."""
        folder = self.container.settings.render_cache_dir / "entries" / kind
        return {path.name for path in folder.glob("*/*")}

    def run(self, queued: dict[str, Any]) -> dict[str, Any]:
        """Work off the one job of an answer; gives its end."""
        (job,) = queued["jobs"]
        self.container.runner.run(job["job_id"], "test")
        ended: dict[str, Any] = self.http.get(f"/pipeline/jobs/{job['job_id']}").json()
        return ended

    def videos(self) -> list[dict[str, Any]]:
        return list(self.http.get(f"/pipeline/campaign/{CAMPAIGN}/videos").json()["videos"])

    def close(self) -> None:
        self.http.close()
        self.container.database.dispose()

    def _store_campaign(self, ad: Blueprint) -> None:
        at = self.container.clock.now()
        record = BlueprintRecord(ad, _VERDICT, (), 1, 3.5, {"interval": [2.0, 5.0]})
        brief = Brief(
            product_name="Morning Ritual",
            offer="20% off",
            target_avatar="office workers",
            pain_points=("tired",),
            desires=("energy",),
        )
        with self.container.database.transaction() as session:
            campaigns.create_campaign(session, CAMPAIGN, "default", brief, [FOOTAGE], at)
            campaigns.complete_campaign(
                session,
                CAMPAIGN,
                [record],
                statistics=CampaignStatistics.model_validate(_COUNTS),
                sources=_SOURCES,
                seconds=1.0,
                at=at,
            )
