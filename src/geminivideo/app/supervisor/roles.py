"""The process roles of one machine, as the supervisor starts them."""

import sys
from dataclasses import dataclass

from geminivideo.core.settings import Settings
from geminivideo.core.tasks import HEAVY_QUEUES, IMPORT_QUEUES, LIGHT_QUEUES


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    arguments: tuple[str, ...]
    health_url: str | None = None

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "geminivideo", *self.arguments]


def roles(settings: Settings, gateway_url: str, ml_url: str | None) -> list[Role]:
    """Rendering, generation and imports have workers of their own, so that a new campaign never waits for an encoder,
    and neither of them for a download.

    `ml_url` is None when the ML service runs elsewhere.
    """
    ml = [Role("ml", ("serve", "ml"), f"{ml_url}/healthz")] if ml_url else []
    return [
        *ml,
        Role("gateway", ("serve", "gateway"), f"{gateway_url}/healthz"),
        Role("worker", _worker(HEAVY_QUEUES, settings.render_concurrency)),
        Role("worker-light", _worker(LIGHT_QUEUES, settings.generation_concurrency)),
        Role("worker-import", _worker(IMPORT_QUEUES, settings.import_concurrency)),
        Role("scheduler", ("beat",)),
        Role("executor", ("executor",)),
    ]


def _worker(queues: tuple[str, ...], concurrency: int) -> tuple[str, ...]:
    return ("worker", "--queues", ",".join(queues), "--concurrency", str(concurrency))
