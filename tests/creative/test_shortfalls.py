"""A campaign that is mostly rejected says why, and what to add to the brief."""

from geminivideo.app.cli.generate import few_approved
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.model import CampaignStatistics
from tests.creative.briefs import brief
from tests.creative.conftest import Generate, create

SHORT = {"pain_points": ["no time"], "desires": ["energy"], "num_variations": 10}


def _answer(statistics: CampaignStatistics) -> dict[str, object]:
    return {
        "approved": statistics.approved,
        "total_generated": statistics.total,
        "statistics": statistics.model_dump(mode="json"),
    }


def test_a_short_brief_is_told_which_field_to_extend(encoder: TextEncoder) -> None:
    statistics = create(brief("fitness", **SHORT), encoder, 7).statistics
    assert statistics.approved < 0.25 * statistics.total
    first = statistics.shortfalls[0]
    assert first.brief_field in {"pain_points", "desires"}
    assert "“no time”" in first.advice or "“energy”" in first.advice
    assert 0 < first.drafts <= statistics.rejected
    assert first.mean_points > 0
    assert any(first.advice in line for line in few_approved(_answer(statistics)))


def test_a_forbidden_brief_is_told_the_words(generate: Generate) -> None:
    first = generate("guns", count=20).statistics.shortfalls[0]
    assert (first.criterion, first.drafts) == ("ad_policy", 20)
    assert first.brief_field in {"product_name", "offer", "desires"}


def test_gibberish_is_told_which_words(generate: Generate) -> None:
    advice = [one.advice for one in generate("gibberish", count=20).statistics.shortfalls]
    assert any("words that people know" in one for one in advice)


def test_a_clear_brief_is_not_blamed(generate: Generate) -> None:
    statistics = generate("fitness").statistics
    assert all(one.brief_field is None for one in statistics.shortfalls)
    assert few_approved(_answer(statistics)) == []
