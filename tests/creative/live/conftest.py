from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geminivideo.core.checks import go_on
from geminivideo.core.clock import ManualClock
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.campaign_models import CampaignModels
from geminivideo.creative.director.base import CellWriter, Drafts
from geminivideo.creative.director.live.director import LiveDirector
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.model import Brief
from tests.creative.live.writing import Writing
from tests.language_models.conftest import WIRES, Live
from tests.language_models.specs import request_schema
from tests.rendering_voice.servers import Service, served

MODELS = {"gemini": "gemini-3.8-flash", "anthropic": "claude-sonnet-5", "openai": "gpt-5.4"}


@dataclass
class Studio(Live):
    """A service that plays the director, and all that a live director needs besides."""

    writing: Writing | None = None
    encoder: TextEncoder | None = None
    local: CellWriter | None = None

    @property
    def role(self) -> str:
        return "director"

    @property
    def model(self) -> Writing:
        assert self.writing
        return self.writing

    def director(
        self, *, role: dict[str, Any] | None = None, budget: Budget | None = None, tries: int = 4, **more: Any
    ) -> LiveDirector:
        assert self.encoder
        changes = {"provider": self.wire, "model": MODELS[self.wire], "max_output_tokens": 2_000, **(role or {})}
        models = self.models(role=changes, tries=tries, breaker=more.pop("breaker", None))
        live = CampaignModels(models, budget or Budget(), more.pop("check", go_on))
        arguments = {"fallback": self.local, **more}
        return LiveDirector(live, encoder=self.encoder, **arguments)

    def draft(self, brief: Brief, seed: int = 7, **more: Any) -> Drafts:
        return drafted(self.director(**more), brief, seed)


def drafted(director: LiveDirector, brief: Brief, seed: int = 7) -> Drafts:
    return director.draft(brief, np.random.default_rng(seed), lambda _percent, _message: None)


@pytest.fixture
def open_studio(
    clock: ManualClock, tmp_path: Path, shared_contracts: Path, encoder: TextEncoder, copywriter: LocalCopywriter
) -> Iterator[Callable[[str], Studio]]:
    with ExitStack() as stack:

        def one(wire: str) -> Studio:
            writing = Writing(wire)
            service = Service(request_schema(shared_contracts, wire), writing)
            stack.enter_context(served(service))
            studio = Studio(wire, service, clock, tmp_path, writing=writing, encoder=encoder, local=copywriter)
            stack.callback(studio.close)
            return studio

        yield one


@pytest.fixture(params=WIRES)
def studio(request: pytest.FixtureRequest, open_studio: Callable[[str], Studio]) -> Studio:
    return open_studio(request.param)


@pytest.fixture
def gemini(open_studio: Callable[[str], Studio]) -> Studio:
    """Where all wire formats are alike to the director."""
    return open_studio("gemini")
