"""What was expected of a blueprint and what became of it, as lines for people."""

from collections.abc import Iterator, Mapping
from typing import Any

from geminivideo.core.money import Money

Story = Mapping[str, Any]
Lines = Iterator[str]

_BASES = {
    "prior": "a documented prior: no result of yours is in {it} yet",
    "account": "this account's own ads",
    "global": "ads of many accounts",
}


def prediction(story: Story) -> Lines:
    oracle = story["oracle"]
    low, high = oracle["interval"]
    yield f"ROAS {oracle['predicted_roas']:.2f}, 95% interval {low:.2f} - {high:.2f}"
    yield _confidence(story)
    yield from _learned_from(oracle)
    yield f"ensemble score {oracle['ensemble_score']:.1f} of 100, by {oracle['model_version']}, from the engines:"
    for engine in oracle["engines"]:
        confidence = f"confidence {engine['confidence']:.2f}"
        yield f"  {engine['name']}: {engine['score']:.1f} x {engine['weight']:.2f}, {confidence}"
    if oracle["missing_engines"]:
        yield f"  without {', '.join(oracle['missing_engines'])}"
    yield "from the features:"
    for name, value in oracle["features"].items():
        yield f"  {name.replace('_', ' ')}: {'not known' if value is None else f'{value:g}'}"


def _learned_from(oracle: Mapping[str, Any]) -> Lines:
    history, basis = oracle["history"], oracle["basis"]
    if not history:
        yield f"learned from {_BASES.get(basis, basis).format(it='it')}"
        return
    made_here = f"{history['made_here']} of them made here"
    yield f"level from {history['ads']} ads of the account, ROAS {history['average']:.2f} on average; {made_here}"
    yield f"engines learned from {_BASES.get(history['engines'], history['engines']).format(it='them')}"


def _confidence(story: Story) -> str:
    shown, own = story["confidence_level"], story["oracle"]["confidence_level"]
    if shown == own:
        return f"{shown} confidence"
    return f"{shown} confidence: {own} by the prediction itself, lowered because the council disagrees"


def renders(story: Story) -> Lines:
    if not story["videos"]:
        yield "none yet"
    for video in story["videos"]:
        kind = " preview" if video["preview"] else ""
        changed = f", changes {video['variant_of']}" if video["variant_of"] else ""
        made = str(video["created_at"])[:16].replace("T", " ")
        yield f"{video['video_id']}: {video['platform']}{kind}, {video['duration_seconds']:.1f} s, {made} UTC{changed}"
        if video["hook_text"] != story["hook_text"]:
            yield f"  with the hook: {video['hook_text']}"


def outcomes(story: Story) -> Lines:
    total = story["outcome_totals"]
    if total is None:
        yield "none recorded; `geminivideo outcomes FILE.csv` takes them in"
        return
    for period in story["outcomes"]:
        days = {period["first_day"]: None, period["last_day"]: None}
        yield f"{' to '.join(days)}: {_counts(period)}"
    yield f"in all: {_counts(total)}"
    yield "  " + ", ".join(_rates(total))


def _counts(counted: Mapping[str, Any]) -> str:
    spend, revenue = (Money(counted[f"{name}_minor"], counted["currency"]) for name in ("spend", "revenue"))
    sold = "" if counted["conversions"] is None else f", {counted['conversions']:,} conversions"
    seen = f"{counted['impressions']:,} impressions, {counted['clicks']:,} clicks{sold}"
    return f"{seen}, spent {spend}, earned {revenue}"


def _rates(total: Mapping[str, Any]) -> Lines:
    if total["click_rate"] is not None:
        yield f"click rate {total['click_rate']:.2%}"
    if total["roas"] is not None:
        yield f"ROAS {total['roas']:.2f}"
