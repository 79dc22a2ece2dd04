"""How much is asked at once, in all and for how long; and how it ends when it is to end."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import CancelledError, GeminivideoError, UnavailableError
from geminivideo.core.language_models.budget import Budget, Spending
from geminivideo.core.language_models.faults import BudgetSpentError, OutOfReachError
from geminivideo.core.language_models.model import Reply as ModelReply
from geminivideo.core.language_models.model import Usage
from geminivideo.core.resilience import BreakerState, CircuitBreaker
from tests.language_models.conftest import WIRES, Live
from tests.rendering_voice.servers import KEY, Reply


def test_a_budget_of_tokens(live: Live) -> None:
    """A question here may need some 4,300 tokens and uses 1,050."""
    budget, models = Budget(tokens=6_000), live.models(role={"max_output_tokens": 4_000})
    for _ in range(2):
        models.ask(live.question(), budget)
    with pytest.raises(BudgetSpentError, match="2,100 of 6,000 tokens are used") as error:
        models.ask(live.question(), budget)
    assert "GEMINIVIDEO_LLM_CAMPAIGN_TOKENS" in str(error.value)
    assert len(live.service.seen) == 2
    assert budget.spent.usage.total == 2_100


def test_a_budget_of_money(live: Live) -> None:
    budget = Budget(cost=100_000, spent={"": Spending(Usage(1, 1), 99_000, 1)})
    with pytest.raises(BudgetSpentError, match=r"0\.10 USD of 0\.10 USD"):
        live.models().ask(live.question(), budget)
    assert live.service.seen == []


def test_a_budget_holds_for_all_that_are_asked_at_once(live: Live) -> None:
    budget = Budget(tokens=30_000)
    outcomes = live.models().ask_all([live.question() for _ in range(60)], budget)
    assert any(isinstance(each, BudgetSpentError) for each in outcomes)
    assert 0 < budget.spent.usage.total == 1_050 * len(live.service.seen) <= 30_000


def test_a_model_without_a_price_costs_nobody_knows_what(live: Live) -> None:
    budget = Budget(cost=1)
    reply = live.models(role={"model": "home-made"}).ask(live.question(), budget)
    assert reply.cost is None
    assert budget.spent.unpriced_requests == 1
    assert budget.spent.cost == 0


def test_a_provider_that_is_down_is_left_alone_after_five_failures(
    live: Live, budget: Budget, redis: "Redis", clock: ManualClock
) -> None:
    breakers: dict[str, CircuitBreaker] = {}

    def breaker(name: str) -> CircuitBreaker:
        return breakers.setdefault(name, CircuitBreaker(name, redis, clock))

    models = live.models(breaker=breaker, role={"concurrency": 1})
    live.service.plan = [Reply(500)] * 6
    outcomes = models.ask_all([live.question() for _ in range(30)], budget)
    assert all(isinstance(each, UnavailableError) for each in outcomes)
    assert len(live.service.seen) == 5
    assert breakers[f"llm-{live.wire}"].state() is BreakerState.OPEN
    clock.advance(31)
    assert breakers[f"llm-{live.wire}"].state() is BreakerState.HALF_OPEN
    with pytest.raises(UnavailableError, match="status 500"):  # what the probe met, not that it may not try again
        models.ask(live.question(), budget)
    assert len(live.service.seen) == 6, "one probe"
    with pytest.raises(UnavailableError, match="left alone"):
        models.ask(live.question(), budget)
    clock.advance(31)
    assert isinstance(models.ask(live.question(), budget), ModelReply)
    assert breakers[f"llm-{live.wire}"].state() is BreakerState.CLOSED


def test_a_wrong_key_is_not_shown_a_hundred_times_and_a_full_provider_is_not_broken(
    live: Live, budget: Budget, redis: "Redis", clock: ManualClock
) -> None:
    def breaker(name: str) -> CircuitBreaker:
        return CircuitBreaker(name, redis, clock)

    live.service.plan = [Reply(429)] * 12
    models = live.models(breaker=breaker, tries=1, role={"concurrency": 1})
    outcomes = models.ask_all([live.question() for _ in range(12)], budget)
    assert all(isinstance(each, OutOfReachError) for each in outcomes)
    assert len(live.service.seen) == 12
    wrong: dict[str, Any] = {f"{live.wire}_api_key": f"{KEY}x"}
    bad = live.models(breaker=breaker, role={"concurrency": 1}, **wrong)
    bad.ask_all([live.question() for _ in range(20)], budget)
    assert len(live.service.seen) == 17


def test_so_many_at_once_whichever_thread_asks(serve: Callable[..., Live], budget: Budget) -> None:
    live = serve("openai", seconds=0.2)
    models = live.models(llm_concurrency=4)
    asked = [live.question() for _ in range(6)]
    threads = [threading.Thread(target=models.ask_all, args=(asked, budget)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(live.service.seen) == 18
    assert live.service.most_at_once == 4


def test_a_role_may_have_less(serve: Callable[..., Live], budget: Budget) -> None:
    live = serve("openai", seconds=0.1)
    live.models(role={"concurrency": 2}).ask_all([live.question() for _ in range(8)], budget)
    assert live.service.most_at_once == 2


def test_two_hundred_questions_to_three_providers(serve: Callable[..., Live], budget: Budget) -> None:
    """One after the other they would take 140 seconds; so long that all are under way at once, load or not."""
    lives = [serve(wire, seconds=0.7) for wire in WIRES]
    urls: dict[str, Any] = {f"{live.wire}_base_url": live.service.url for live in lives}
    roles = {live.role: {"concurrency": 32} for live in lives}
    models = lives[0].models(llm_concurrency=32, llm_roles=roles, **urls)
    questions = [lives[number % 3].question(blueprint=number) for number in range(200)]
    began = time.monotonic()
    outcomes = models.ask_all(questions, budget)
    assert time.monotonic() - began < 20
    assert not [each for each in outcomes if isinstance(each, GeminivideoError)]
    assert [live.service.most_at_once for live in lives] == [32, 32, 32]
    assert budget.spent.requests == 200


def test_one_that_fails_does_not_end_the_others(live: Live, budget: Budget) -> None:
    live.service.plan = [Reply(400)]
    outcomes = live.models(role={"concurrency": 1}).ask_all([live.question() for _ in range(3)], budget)
    assert [isinstance(each, GeminivideoError) for each in outcomes] == [True, False, False]


def test_a_cancel_ends_all_within_a_second(live: Live, budget: Budget) -> None:
    live.service.plan = [Reply(fate="silent")] * 40

    def check() -> None:
        if live.service.asked.is_set() or live.service.at_once:
            raise CancelledError("The job was cancelled.", next_step="nothing")

    models = live.models()
    began = time.monotonic()
    with pytest.raises(CancelledError):
        models.ask_all([live.question() for _ in range(40)], budget, check)
    assert time.monotonic() - began < 10, "a second, of which a busy machine makes several"
    live.service.plan = []
    assert models.ask(live.question(), budget).answer.score == 88, "and the next is asked as ever"
    assert len(live.service.seen) <= budget.spent.requests <= 17, "each may have to be paid for"


def test_a_forked_worker_asks_with_a_thread_of_its_own(serve: Callable[..., Live], budget: Budget) -> None:
    """As Celery forks its workers."""
    live = serve("openai")
    models = live.models()
    models.ask(live.question(), budget)
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    child = fork.Process(target=lambda: theirs.send(models.ask(live.question(), budget).answer.score))
    child.start()
    assert ours.poll(10)
    assert ours.recv() == 88
    child.join(10)
    assert models.ask(live.question(), budget).attempts == 1


def test_it_closes_and_opens_again(live: Live, budget: Budget) -> None:
    models = live.models()
    for _ in range(2):
        assert models.ask(live.question(), budget).attempts == 1
        models.close()
    assert [t.name for t in threading.enumerate() if t.name == "language-models"] == []
