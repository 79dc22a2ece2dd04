"""What `geminivideo generate` says of live models: a bill, and who fell back; nothing where none is set up."""

from typing import Any

from geminivideo.app.api.answers.campaigns import campaign_usage
from geminivideo.app.cli.model_costs import model_costs
from geminivideo.core.language_models.budget import Spending
from geminivideo.core.language_models.model import Usage


def told(spent: dict[str, Spending], **reasons: str) -> list[str]:
    campaign: dict[str, Any] = {"usage": campaign_usage(spent).model_dump()}
    return model_costs({**campaign, "sources": {"reasons": reasons}})


def test_a_bill_by_role() -> None:
    spent = {
        "judge.gpt": Spending(Usage(900, 100, 400), 20_000, 2),
        "director": Spending(Usage(5_000, 2_000), 400_000, 1),
    }
    assert told(spent) == [
        "Language models: 0.42 USD, 8,000 tokens, 400 of them from a cache (director 0.40 USD, judge.gpt 0.02 USD)"
    ]


def test_what_nobody_knows_the_price_of_is_said() -> None:
    both = told({"director": Spending(Usage(1, 1), 0, 2, 2), "rewriter": Spending(Usage(1, 1), 10_000, 1)})
    assert "0.01 USD and 2 requests of unknown price" in both[0]
    assert "director 2 requests of unknown price" in both[0]


def test_who_fell_back_is_said_and_who_was_never_set_up_is_not() -> None:
    silent = {"director": "no live director is built in", "judge.gpt": "GEMINIVIDEO_OPENAI_API_KEY is not set"}
    assert told({}, **silent) == []
    (line,) = told({}, **silent, rewriter="2 of 9 rewrites: Gemini, asked for x, cannot be reached or failed.")
    assert line.startswith("rewriter was not live for all of its work: 2 of 9 rewrites")
