"""Whole campaigns as the worker makes them: live, with every provider down, and over two attempts with one budget."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from redis import Redis

from geminivideo.app.api.gateway import create_gateway
from geminivideo.app.cli.model_costs import model_costs
from geminivideo.app.container import Container
from geminivideo.core.database import Database
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import JobStatus
from geminivideo.core.language_models.gateway import LanguageModels
from geminivideo.core.resilience import BreakerState, CircuitBreaker
from geminivideo.core.vocabulary import Source
from geminivideo.creative import store
from geminivideo.creative.spending_store import spending_of
from geminivideo.creative.tables import CampaignRow
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.app.builders import BRIEF, add_champions
from tests.app.conftest import BASE_URL, containers
from tests.creative_live.answering import is_rewriting, playing
from tests.creative_live.conftest import WIRES, Titans
from tests.rendering_voice.servers import Reply, Request, Service

JUDGES = ("gemini", "claude", "gpt")


@dataclass
class Installation:
    container: Container
    http: TestClient

    def order(self, **brief: Any) -> tuple[str, str]:
        """The campaign's id, and its job's."""
        started = self.http.post("/pipeline/generate-campaign?wait=false", json={**BRIEF, **brief}).json()
        with self.container.database.transaction() as session:
            (job,) = session.query(jobs.JobRow).filter_by(subject_id=started["campaign_id"])
            return started["campaign_id"], job.job_id

    def made(self, **brief: Any) -> dict[str, Any]:
        campaign, job = self.order(**brief)
        self.container.runner.run(job, "test")
        return self.answer(campaign)

    def answer(self, campaign: str) -> dict[str, Any]:
        found: dict[str, Any] = self.http.get(f"/pipeline/campaign/{campaign}").json()
        return found

    def status(self, job: str) -> JobStatus:
        with self.container.database.transaction() as session:
            return jobs.get(session, job).status


Install = Callable[..., Installation]


@pytest.fixture
def install(
    titans: Titans,
    database: Database,
    redis: "Redis",
    valkey: EmbeddedValkey,
    small_models: dict[ModelName, TrainedModel],
) -> Iterator[Install]:
    """`install(roles, **settings)`: nobody waits between two tries."""
    with containers(titans.home / "home", database, valkey) as make:

        def one(roles: dict[str, dict[str, Any]] | None = None, **settings: Any) -> Installation:
            live = titans.settings(roles, **settings)
            container = make(**{name: getattr(live, name) for name in live.model_fields_set - {"home"}})
            container.language_models = _impatient(titans, container)
            add_champions(container, small_models)
            return Installation(container, TestClient(create_gateway(container), base_url=BASE_URL))

        yield one


def _impatient(titans: Titans, container: Container) -> LanguageModels:
    breaker: Callable[[str], CircuitBreaker] = lambda name: CircuitBreaker(name, container.redis, container.clock)  # noqa: E731
    return titans.models(container.settings, breaker)


def test_a_live_campaign_tells_who_did_what_and_what_it_cost(titans: Titans, install: Install) -> None:
    installed = install()
    campaign = installed.made(num_variations=6)
    assert campaign["approved"] == 6
    sources = campaign["sources"]
    assert sources["judges"] == {"gemini": "live", "claude": "live", "gpt": "live", "deepctr": "local"}
    assert (sources["rewriter"], sources["director"], sources["reasons"]) == ("live", "live", {})
    roles = campaign["usage"]["roles"]
    drafting = roles["director"]["requests"]
    assert {name: role["requests"] for name, role in roles.items()} == {
        "director": drafting, "judge.claude": 4, "judge.gemini": 4, "judge.gpt": 4, "rewriter": 6
    }  # fmt: skip
    assert (
        sum(len(service.seen) for service in titans.services.values()) == campaign["usage"]["requests"] == 18 + drafting
    )
    assert campaign["usage"]["cached_tokens"] == (18 + drafting) * 700
    assert roles["judge.claude"]["cost_micros"] == 4 * 1_290
    assert campaign["usage"]["cost_micros"] == sum(role["cost_micros"] for role in roles.values())
    (bill,) = model_costs(campaign)
    assert bill.startswith("Language models: 0.0")
    assert f"{(18 + drafting) * 1_050:,} tokens" in bill
    story = installed.http.get(f"/pipeline/campaign/{campaign['campaign_id']}/blueprints/bp_001").json()
    assert [turn["written_by"] for turn in story["reflexion"]] == ["live"]
    assert [vote["source"] for vote in story["council"]["judgements"]] == ["live"] * 3 + ["local"]
    with installed.container.database.transaction() as session:
        assert store.get_blueprint(session, campaign["campaign_id"], "bp_001").written_by is Source.LIVE


def test_without_keys_nothing_is_asked_and_every_role_says_why(titans: Titans, install: Install) -> None:
    installed = install(gemini_api_key=None, anthropic_api_key=None, openai_api_key=None)
    campaign = installed.made()
    assert set(campaign["sources"]["judges"].values()) == {"local"}
    assert campaign["sources"]["reasons"]["judge.claude"] == "GEMINIVIDEO_ANTHROPIC_API_KEY is not set"
    assert campaign["sources"]["reasons"]["rewriter"] == "GEMINIVIDEO_GEMINI_API_KEY is not set"
    assert campaign["usage"]["requests"] == 0
    assert model_costs(campaign) == []
    _forget_reasons(installed, campaign["campaign_id"])
    old = installed.answer(campaign["campaign_id"])
    assert {**old, "sources": {}} == {**campaign, "sources": {}}
    assert old["sources"]["reasons"] == {}


def _forget_reasons(installed: Installation, campaign: str) -> None:
    """As it was stored before there were any."""
    with installed.container.database.transaction() as session:
        row = session.get(CampaignRow, campaign)
        assert row
        assert row.sources
        row.sources = {name: value for name, value in row.sources.items() if name != "reasons"}


def _failing(titans: Titans) -> dict[str, Any]:
    for service in titans.services.values():
        service.plan = [Reply(500) for _ in range(200)]
    return {}


def _nobody_there(_titans: Titans) -> dict[str, Any]:
    return {f"{wire}_base_url": "http://127.0.0.1:1" for wire in WIRES}


@pytest.mark.parametrize(("down", "why"), [(_failing, "status 500"), (_nobody_there, "ConnectError")])
def test_with_every_provider_down_a_campaign_is_made_here(
    titans: Titans, install: Install, down: Callable[[Titans], dict[str, Any]], why: str
) -> None:
    installed = install(**down(titans))
    campaign = installed.made(num_variations=12)
    assert campaign["total_generated"] == 12
    assert campaign["approved"] > 0
    sources = campaign["sources"]
    assert set(sources["judges"].values()) == {"local"}
    assert sources["rewriter"] == "local"
    for name in JUDGES:
        reason = sources["reasons"][f"judge.{name}"]
        assert why in reason or (name == "gemini" and "left alone" in reason), "the director was there first"
    assert why in sources["reasons"]["director"]
    assert "left alone" in sources["reasons"]["rewriter"]
    for name in ("llm-gemini", "llm-anthropic", "llm-openai"):
        breaker = CircuitBreaker(name, installed.container.redis, installed.container.clock)
        assert breaker.state() is BreakerState.OPEN
    told = model_costs(campaign)
    assert {line.split()[0] for line in told if "not live" in line} == set(sources["reasons"])
    assert max(len(service.seen) for service in titans.services.values()) < 40, "open breakers let nobody through"


def _hang_when_rewriting(service: Service, reached: threading.Event) -> None:
    answer = playing("gemini")

    def text(request: Request) -> str:
        if is_rewriting("gemini", request):
            reached.set()
            service.over.wait(20)
        return answer(request)

    service.answer.text = text  # type: ignore[attr-defined]


def test_what_a_stopped_attempt_used_is_gone_for_the_next(titans: Titans, install: Install) -> None:
    """The worker is told to stop while rewrites are waited for; what was judged before has been paid for."""
    installed = install()
    campaign, job = installed.order(num_variations=4, approval_threshold=70)
    reached = threading.Event()
    _hang_when_rewriting(titans.services["gemini"], reached)
    installed.container.runner.run(job, "first", reached.is_set)
    assert installed.status(job) is JobStatus.QUEUED
    with installed.container.database.transaction() as session:
        first = spending_of(session, campaign)
    assert {name: first[f"judge.{name}"].usage.total for name in JUDGES} == dict.fromkeys(JUDGES, 1_050)
    titans.services["gemini"].answer.text = playing("gemini")  # type: ignore[attr-defined]
    roles_now = installed.container.settings.llm_roles
    roles_now["judge.gpt"] = roles_now["judge.gpt"].model_copy(update={"campaign_tokens": 1_060})
    installed.container.runner.run(job, "second")
    answer = installed.answer(campaign)
    roles = answer["usage"]["roles"]
    assert [roles[f"judge.{name}"]["requests"] for name in JUDGES] == [3, 3, 1]
    assert 1 <= first["rewriter"].requests <= 4, "what was sent and never answered may have to be paid for"
    assert roles["rewriter"]["requests"] == 4 + first["rewriter"].requests
    assert "1,050 of 1,060 tokens are used" in answer["sources"]["reasons"]["judge.gpt"]


def test_a_spent_budget_is_no_reason_to_fail(titans: Titans, install: Install) -> None:
    installed = install({"judge.claude": {"campaign_tokens": 100}}, llm_campaign_tokens=30_000)
    campaign = installed.made(num_variations=8)
    assert campaign["total_generated"] == 8
    reasons = campaign["sources"]["reasons"]
    assert "budget for the role judge.claude has no room" in reasons["judge.claude"]
    assert titans.services["anthropic"].seen == []
    assert "rewriter" in reasons
    used = campaign["usage"]["input_tokens"] + campaign["usage"]["output_tokens"]
    assert 0 < used <= 30_000
