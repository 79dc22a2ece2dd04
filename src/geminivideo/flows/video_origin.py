"""What a finished video was made from: enough to make it again, larger or otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.jobs import store as jobs
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.creative import store as campaigns
from geminivideo.rendering import store as videos
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.store import Video


@dataclass(frozen=True, slots=True)
class Origin:
    """`payload` is what the job that made it was told."""

    video: Video
    plan: EditPlan
    blueprint: Blueprint
    payload: Mapping[str, Any]

    @property
    def edited_by_hand(self) -> bool:
        """Whether its plan may say other things than its blueprint."""
        return "plan" in self.payload and not self.payload.get("as_planned", False)

    @property
    def told(self) -> dict[str, Any]:
        """What a job that makes it again, or a variant of it, is told too."""
        handed_on = {name: value for name, value in self.payload.items() if name not in {"plan", "original"}}
        texts = {"hook_text": self.video.hook_text, "cta_text": self.video.cta_text}
        return {**handed_on, **texts, "as_planned": not self.edited_by_hand}


def origin_of(session: Session, storage: ObjectStorage, video_id: str) -> Origin:
    """Read from where the video's files and rows are.

    Raises:
        NotFoundError: for an unknown video.
    """
    video = videos.get(session, video_id)
    payload = jobs.get(session, video.job_id).payload
    record = campaigns.get_blueprint(session, video.campaign_id, video.blueprint_id)
    return Origin(video, stored_plan(storage, video), blueprint_in(payload, record.blueprint), payload)


def stored_plan(storage: ObjectStorage, video: Video) -> EditPlan:
    with storage.local_copy(video.plan_key) as path:
        return EditPlan.model_validate_json(path.read_bytes())


def blueprint_in(payload: Mapping[str, Any], judged: Blueprint) -> Blueprint:
    """A variant's own blueprint; else the one that the council judged."""
    own = payload.get("blueprint")
    return Blueprint.model_validate(own) if own is not None else judged
