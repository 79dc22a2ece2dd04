"""A campaign of 50 blueprints with live models that take two seconds for every answer, and one with all providers down.

Three local servers speak the wire formats and hold every request to its vendor's specification; they play the
director, three seats of the council and the rewriter. The fourth seat is local.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import SecretStr
from tests.creative.briefs import brief
from tests.creative_live.answering import BETTER, Score, playing
from tests.language_models.speaking import Speaking
from tests.language_models.specs import request_schema
from tests.rendering_voice.servers import KEY, Reply, Service, served

from bench.markdown import markdown_table
from geminivideo.app.container import Container
from geminivideo.core.checks import go_on
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.core.settings import Settings
from geminivideo.creative.generation import create_blueprints
from geminivideo.creative.model import Brief, CreativeOutcome
from geminivideo.creative.team import Knowledge

CONTRACTS = Path(__file__).parents[2] / "shared" / "contracts"
WIRES = ("gemini", "anthropic", "openai")
SECONDS = 2.0
_SEED = 7
_BRIEF = brief("fitness", num_variations=50)

_NEVER: Score = lambda _: 60.0  # noqa: E731
_HALF: Score = lambda ad: 95.0 if ad["title"] == BETTER or int(ad["blueprint_id"][3:]) % 2 else 60.0  # noqa: E731


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        valkey = EmbeddedValkey(Path(folder))
        valkey.start()
        try:
            return {"seconds_per_answer": SECONDS, "runs": list(_runs(Path(folder), valkey))}
        finally:
            valkey.stop()


def _runs(home: Path, valkey: EmbeddedValkey) -> Iterator[dict[str, Any]]:
    yield _timed("half approved at once, half after one rewrite", home, valkey, _HALF)
    yield _timed("none ever approved: three turns of reflexion for all 50", home, valkey, _NEVER)
    yield _timed("all three answer 500", home, valkey, _NEVER, status=500)
    yield _timed("nobody listens at any address", home, valkey, _NEVER, url="http://127.0.0.1:1")


def _timed(
    what: str, home: Path, valkey: EmbeddedValkey, worth: Score, *, status: int = 200, url: str | None = None
) -> dict[str, Any]:
    with _services(worth, status) as services:
        container = Container(_settings(home, valkey, {wire: url or each.url for wire, each in services.items()}))
        container.redis.flushall()
        container.encoder.encode(["warm up"])
        begun = time.perf_counter()
        outcome, spent = _created(container, _BRIEF)
        seconds = time.perf_counter() - begun
        names = ("llm-gemini", "llm-anthropic", "llm-openai")
        breakers = {name: CircuitBreaker(name, container.redis, container.clock).state().value for name in names}
        container.language_models.close()
        return {
            "what": what,
            "wall_seconds": seconds,
            "requests": spent,
            "most_at_once": {wire: each.most_at_once for wire, each in services.items()},
            "approved": outcome.statistics.approved,
            "turns": sum(len(one.turns) for one in outcome.evaluated),
            "breakers": breakers,
            "sources": outcome.sources.model_dump(mode="json"),
        }


def _created(container: Container, asked: Brief) -> tuple[CreativeOutcome, dict[str, int]]:
    budget = container.campaign_budget({})
    team = container.creative_team(budget, go_on, Knowledge)
    outcome = create_blueprints(
        asked,
        director=team.director,
        council=team.council,
        rewriter=team.rewriter,
        encoder=container.encoder,
        rng=np.random.default_rng(_SEED),
        report=lambda _percent, _message: None,
        on_evaluated=lambda _evaluated: None,
    )
    reasons = {**team.record.reasons, **outcome.sources.reasons}
    sources = outcome.sources.model_copy(update={"reasons": reasons})
    requests = {role: spending.requests for role, spending in budget.used.items()}
    return outcome.model_copy(update={"sources": sources}), requests


@contextmanager
def _services(worth: Score, status: int) -> Iterator[dict[str, Service]]:
    with ExitStack() as stack:
        yield {wire: stack.enter_context(served(_service(wire, worth, status))) for wire in WIRES}


def _service(wire: str, worth: Score, status: int) -> Service:
    schema = request_schema(CONTRACTS, wire)
    if status != 200:
        return Service(schema, lambda _service, _request: Reply(status))

    return Service(schema, Speaking(wire, SECONDS, text=playing(wire, worth)))


def _settings(home: Path, valkey: EmbeddedValkey, urls: Mapping[str, str]) -> Settings:
    addresses: dict[str, Any] = {f"{wire}_base_url": url for wire, url in urls.items()}
    keys: dict[str, Any] = {f"{wire}_api_key": SecretStr(KEY) for wire in WIRES}
    return Settings(_env_file=None, home=home, redis_url=SecretStr(valkey.url), **addresses, **keys)


def table(figures: Mapping[str, Any]) -> str:
    names = ("the three providers", "wall time", "requests", "director", "judges", "rewriter", "approved", "breakers")
    return markdown_table(names, figures["runs"], _cells)


def _cells(run: Mapping[str, Any]) -> Sequence[str]:
    sources = run["sources"]
    live = sum(source == "live" for source in sources["judges"].values())
    states = sorted(set(run["breakers"].values()))
    return (
        run["what"],
        f"{run['wall_seconds']:.1f} s",
        str(sum(run["requests"].values())),
        sources["director"],
        f"{live} live, {len(sources['judges']) - live} local",
        sources["rewriter"],
        f"{run['approved']} of 50",
        " and ".join(states),
    )
