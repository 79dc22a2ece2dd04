"""A blueprint's story for people: why it stands where it stands, what it says, and what was said about it.

Texts of briefs and models are data: each ends a line of its own, so that right-to-left writing moves nothing else.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from geminivideo.app.cli.blueprint_results import outcomes, prediction, renders
from geminivideo.app.cli.blueprint_verdict import council, policy, reflexion
from geminivideo.app.cli.console import Output
from geminivideo.core.visible_text import clean

Story = Mapping[str, Any]
Lines = Iterator[str]


def tell_blueprint(output: Output, story: Story) -> None:
    state = f"approved, rank {story['rank']}" if story["approved"] else "rejected"
    output.say(f"{story['campaign_id']}/{story['id']}: {state}", style="bold")
    output.say(clean(story["title"]))
    for title, section in _sections().items():
        if lines := list(section(story)):
            output.say(f"\n{title}", style="bold")
            for line in lines:
                output.say_under(clean(line), 2 + len(line) - len(line.lstrip(" ")))


def _sections() -> Mapping[str, Callable[[Story], Lines]]:
    return {
        "Why": lambda story: iter([_sentence(reason) for reason in story["decision"]]),
        "Campaign": _campaign,
        "Place in the variation grid": _grid,
        "Written by": _authors,
        "Script": _script,
        "Council of Titans": council,
        "Ad policy": policy,
        "Reflexion": reflexion,
        "Prediction": prediction,
        "Rendered ads": renders,
        "Outcomes": outcomes,
    }


def _campaign(story: Story) -> Lines:
    brief = story["brief"]
    yield f"ordered {str(story['created_at'])[:16].replace('T', ' ')} UTC for the account {story['account_id']}"
    yield f"product: {brief['product_name']}"
    yield f"offer: {brief['offer']}"
    yield f"for: {brief['target_avatar']}"
    yield from (f"pain: {pain}" for pain in brief["pain_points"])
    yield from (f"desire: {desire}" for desire in brief["desires"])
    yield f"platforms: {', '.join(brief['platforms'])}; language: {brief['language']}"
    approved = f"{story['approved_in_campaign']} of {story['total_in_campaign']} blueprints"
    yield f"approved from a score of {brief['approval_threshold']:g} on: {approved}"
    yield f"footage: {', '.join(story['footage_ids']) or 'all ready footage of the account'}"


def _grid(story: Story) -> Lines:
    others = story["total_in_campaign"] - 1
    for place in story["grid"]:
        yield f"{place['dimension']} (shared with {place['shared_with']} of {others} others): {place['value']}"


def _authors(story: Story) -> Lines:
    reasons = story["sources"].get("reasons", {})
    yield _author("director", "the local copywriter", story["written_by"], reasons)
    if story["reflexion"]:
        yield _author("rewriter", "the local rewriter", story["sources"]["rewriter"], reasons)
    for pattern in story["blueprint"]["winning_patterns"]:
        yield f"after a winner, {pattern['id']}: {pattern['summary']}"


def _author(role: str, local: str, source: str, reasons: Mapping[str, str]) -> str:
    who = f"{role}: {'a live model' if source == 'live' else local}"
    return f"{who}; {reasons[role]}" if role in reasons else who


def _script(story: Story) -> Lines:
    blueprint, begin = story["blueprint"], 0.0
    yield f"hook, {_plain(blueprint['hook']['type'])}: {blueprint['hook']['text']}"
    for number, scene in enumerate(blueprint["scenes"], start=1):
        end = begin + scene["seconds"]
        yield f"scene {number}, {begin:g} - {end:g} s, {_plain(scene['shot_type'])}, {_plain(scene['transition'])}"
        yield f"  feeling: {scene['emotion']}"
        yield from (f"  {label}: {scene[name]}" for name, label in _SCENE.items() if scene[name])
        begin = end
    yield f"button, {_plain(blueprint['cta']['type'])}: {blueprint['cta']['text']}"
    yield f"pacing {blueprint['pacing']}, energy {blueprint['energy']:g} of 10"


_SCENE = {"voice_over": "says", "on_screen_text": "on screen", "visual_direction": "shows", "footage_query": "footage"}


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
