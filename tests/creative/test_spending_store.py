"""What each attempt at a campaign used of language models adds up, and none overwrites another's."""

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.language_models.budget import Budget, Spending, together
from geminivideo.core.language_models.model import Usage
from geminivideo.creative import store
from geminivideo.creative.spending_store import save_spending, spending_of
from tests.creative.briefs import brief

FIRST = {"director": Spending(Usage(5_000, 2_000, 400, 100), 40_000, 3, 1), "judge.gpt": Spending(Usage(10, 1), 2, 1)}
MORE = {**FIRST, "judge.gpt": Spending(Usage(20, 2), 4, 2), "rewriter": Spending(Usage(7, 3), 9_000_000_000, 1)}


def start(database: Database, clock: ManualClock, *campaigns: str) -> None:
    with database.transaction() as session:
        for name in campaigns:
            store.create_campaign(session, name, "account_1", brief("fitness"), [], clock.now())


def test_an_attempts_sums_grow_and_those_of_attempts_add_up(database: Database, clock: ManualClock) -> None:
    start(database, clock, "campaign_1", "campaign_2")
    for attempt, used in ((1, FIRST), (1, MORE), (2, FIRST), (2, {})):
        with database.transaction() as session:
            save_spending(session, "campaign_1", attempt, used)
    with database.transaction() as session:
        found, other = spending_of(session, "campaign_1"), spending_of(session, "campaign_2")
    assert found == {role: together([spending, FIRST.get(role, Spending())]) for role, spending in MORE.items()}
    assert other == {}


def test_a_budget_goes_on_with_what_is_stored(database: Database, clock: ManualClock) -> None:
    start(database, clock, "campaign_1")
    first = Budget(tokens=100)
    with first.room(60, 5, "judge.gpt") as room:
        room.settle(Usage(40, 10), 3)
    with database.transaction() as session:
        save_spending(session, "campaign_1", 1, first.used)
    with database.transaction() as session:
        second = Budget(tokens=100, spent=spending_of(session, "campaign_1"))
    with second.room(50, 5, "judge.gpt") as room:
        room.settle(Usage(5, 5), None)
    assert second.used == {"judge.gpt": Spending(Usage(5, 5), 0, 1, 1)}
    assert second.spent == Spending(Usage(45, 15), 3, 2, 1)
