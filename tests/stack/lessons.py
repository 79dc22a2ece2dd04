"""An account whose ads were made here, enough of them to train engines on, and the job that learns from them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil
import psycopg

from geminivideo.app.container import Container
from geminivideo.app.services import with_services
from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import HookType, Pacing
from geminivideo.creative import store as campaigns
from geminivideo.creative.model import Brief
from geminivideo.creative.store import BlueprintRecord
from geminivideo.oracle.model import EngineName
from tests.app.builders import BRIEF, SOURCES, record, statistics
from tests.attribution.exports import csv_text
from tests.oracle.examples import example_blueprint, roas_items
from tests.stack.conftest import Stack, wait_until

TRAINING = "oracle.training_process"  # in the command line of the child that trains only
_HEADER = ("Ad name", "Day", "Amount spent (USD)", "Impressions", "Link clicks", "Purchases conversion value")
_CAMPAIGNS, _BLUEPRINTS = 50, 5
_SPENT = 100


@dataclass(frozen=True)
class Learner:
    """The account, and what can be seen of its learning."""

    stack: Stack
    account_id: str

    @contextmanager
    def container(self) -> Iterator[Container]:
        """What another process of the product on this machine would have."""
        container = Container(with_services(Settings(home=self.stack.home)))
        yield container
        container.database.dispose()

    def advertised(self) -> str:
        """Its campaigns, made here, and what Ads Manager exports of their ads: some nine times what was spent."""
        rng = np.random.default_rng(5)
        names = [f"campaign_{self.account_id}{number:02}" for number in range(_CAMPAIGNS)]
        with self.container() as container, container.database.transaction() as session:
            for name in names:
                now = container.clock.now()
                made, counted = [_blueprint(n, rng) for n in range(_BLUEPRINTS)], statistics(_BLUEPRINTS, _BLUEPRINTS)
                campaigns.create_campaign(session, name, self.account_id, Brief(**BRIEF), [], now)
                campaigns.complete_campaign(
                    session, name, made, statistics=counted, sources=SOURCES, seconds=1.0, at=now
                )
        ads = [f"{name} bp_{number:03}" for name in names for number in range(_BLUEPRINTS)]
        return csv_text([_HEADER, *(_result(ad, number, rng) for number, ad in enumerate(ads))])

    def imported(self, export: str) -> str:
        """The id of the job that the import asks for."""
        answer = self.stack.http.post(
            "/api/insights/import", content=export.encode(), params={"account_id": self.account_id}
        )
        assert answer.json()["linked_ads"] == _CAMPAIGNS * _BLUEPRINTS, answer.text
        return str(self.learning()["job"]["job_id"])

    def learning(self) -> dict[str, Any]:
        told: dict[str, Any] = self.stack.http.get(f"/api/ml/accounts/{self.account_id}/learning").json()
        return told

    def training(self, attempt: int) -> psutil.Process:
        """The child of this attempt, once it is at work."""

        def works() -> object:
            job = self.learning()["job"]
            assert job["status"] in {"queued", "running"}, f"it ended before its training was seen: {job}"
            engine = job["stage"].removeprefix("roas: training ")
            return self.counts()[0] == attempt and engine in set(EngineName) and self._children()

        wait_until(works, seconds=150)
        (child,) = self._children()
        return child

    def predicted(self) -> str:
        """Which model answers for the account."""
        items = [{"id": item.id, "features": item.features} for item in roas_items(2)]
        asked = {"items": items, "account_id": self.account_id}
        answer = httpx.post(f"{self.stack.services.ml_url}/api/ml/predict/roas", json=asked)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["model_version"])

    def counts(self) -> tuple[int, int]:
        """The job's attempts and crashes."""
        query = "SELECT attempt, crashes FROM jobs WHERE subject_id = %s AND kind = 'learn'"
        with psycopg.connect(self.stack.services.database_url) as connection:
            rows = connection.execute(query, (self.account_id,)).fetchall()
        ((attempts, crashes),) = rows
        return attempts, crashes

    def folders(self) -> set[Path]:
        """Of lessons, this account's or another's."""
        return set((self.stack.home / "scratch" / "learning").glob("*/"))

    def _children(self) -> list[psutil.Process]:
        return self.stack.children(TRAINING)


def age(folder: Path, by: timedelta) -> None:
    """As if nobody had touched it for so long."""
    then = (datetime.now(UTC) - by).timestamp()
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (then, then))


def _blueprint(number: int, rng: np.random.Generator) -> BlueprintRecord:
    blueprint = example_blueprint(id=f"bp_{number:03}")
    hook = blueprint.hook.model_copy(update={"type": HookType(rng.choice(list(HookType)))})
    energy, pacing = round(float(rng.uniform(1, 9)), 1), Pacing(rng.choice(list(Pacing)))
    told = {"hook": hook, "energy": energy, "pacing": pacing}
    return replace(record(blueprint.id, True, number + 1), blueprint=blueprint.model_copy(update=told))


def _result(ad: str, number: int, rng: np.random.Generator) -> tuple[str, ...]:
    day = datetime.now(UTC).date() - timedelta(days=20 + number)
    revenue = round(9 * _SPENT * float(rng.uniform(0.7, 1.3)), 2)
    return (ad, day.isoformat(), str(_SPENT), "20000", "300", str(revenue))
