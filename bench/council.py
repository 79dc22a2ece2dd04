"""What the local council notices: approved ads beside copies of them with one known flaw, seat by seat.

The flaws were thought of by the same people who wrote the rubrics: this shows that each seat sees what it is there for
and what the four together miss, not how well ads will sell.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from tests.creative.briefs import TRADES, brief
from tests.creative.conftest import create

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.text_embedding import load_bundled_encoder
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.model import Member, Verdict

Flaw = Callable[[Blueprint, Blueprint], Blueprint]
_PER_BRIEF = 12
_COUNCIL = "council"
_PROMISES = "This is simply the best solution there is, guaranteed, and everyone loves it."
_TOO_MUCH_TO_READ = "We have put together a number of things here that you may want to read through carefully"


def measure() -> dict[str, Any]:
    encoder = load_bundled_encoder()
    approved = {name: _approved(create(brief(name), encoder, 7).evaluated) for name in TRADES}
    seen: dict[str, list[Mapping[str, float]]] = defaultdict(list)
    for at, name in enumerate(TRADES):
        stranger = approved[TRADES[(at + 1) % len(TRADES)]][0]
        for flaw, spoil in FLAWS.items():
            pairs = [(one, spoil(one, stranger)) for one in approved[name]]
            seen[flaw] += _noticed([pair for pair in pairs if pair[0] != pair[1]], name)
    every = [each for found in seen.values() for each in found]
    return {"flaws": {flaw: _shares(found) for flaw, found in seen.items()}, "all": _shares(every)}


def _approved(evaluated: Sequence[Any]) -> list[Blueprint]:
    return [one.blueprint for one in evaluated if one.verdict.approved][:_PER_BRIEF]


def _noticed(pairs: Sequence[tuple[Blueprint, Blueprint]], name: str) -> list[Mapping[str, float]]:
    """Per pair and seat: 1 where the sound ad has the higher score, 0.5 where both have the same."""
    council, asked = Council(local_judges()), brief(name)
    sound = council.judge([one for one, _ in pairs], asked)
    flawed = council.judge([other for _, other in pairs], asked)
    return [_compared(one, other) for one, other in zip(sound, flawed, strict=True)]


def _compared(sound: Verdict, flawed: Verdict) -> Mapping[str, float]:
    scores = {j.member.value: (j.score, k.score) for j, k in zip(sound.judgements, flawed.judgements, strict=True)}
    scores[_COUNCIL] = (sound.score, flawed.score)
    noticed = {seat: float((np.sign(one - other) + 1) / 2) for seat, (one, other) in scores.items()}
    return {**noticed, "points": sound.score - flawed.score, "refused": float(not flawed.approved)}


def _shares(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    return {"pairs": len(found), **{key: float(np.mean([each[key] for each in found])) for key in found[0]}}


def _with_scenes(blueprint: Blueprint, scenes: Sequence[BlueprintScene]) -> Blueprint:
    return blueprint.model_copy(update={"scenes": tuple(scenes)})


def _says(blueprint: Blueprint, at: int, line: str) -> Blueprint:
    scenes = list(blueprint.scenes)
    scenes[at] = scenes[at].model_copy(update={"voice_over": line})
    return _with_scenes(blueprint, scenes)


def _opens_on_nothing(blueprint: Blueprint, _: Blueprint) -> Blueprint:
    line = "We would like to introduce our company."
    return _says(blueprint, 0, line).model_copy(update={"hook": blueprint.hook.model_copy(update={"text": line})})


def _opens_for_another_trade(blueprint: Blueprint, stranger: Blueprint) -> Blueprint:
    hook = blueprint.hook.model_copy(update={"text": stranger.hook.text})
    return _says(blueprint, 0, stranger.hook.text).model_copy(update={"hook": hook})


def _backwards(blueprint: Blueprint, _: Blueprint) -> Blueprint:
    first, *body, last = blueprint.scenes
    return _with_scenes(blueprint, [first, *reversed(body), last])


def _body_of_another_trade(blueprint: Blueprint, stranger: Blueprint) -> Blueprint:
    first, *_, last = blueprint.scenes
    return _with_scenes(blueprint, [first, *stranger.scenes[1:-1], last])


def _hurried(blueprint: Blueprint, _: Blueprint) -> Blueprint:
    return _with_scenes(
        blueprint, [scene.model_copy(update={"seconds": scene.seconds / 2}) for scene in blueprint.scenes]
    )


def _unreadable(blueprint: Blueprint, _: Blueprint) -> Blueprint:
    return _with_scenes(
        blueprint, [scene.model_copy(update={"on_screen_text": _TOO_MUCH_TO_READ}) for scene in blueprint.scenes]
    )


def _one_picture(blueprint: Blueprint, _: Blueprint) -> Blueprint:
    """All on one card: the whole script over a single picture."""
    card = blueprint.scenes[0].model_copy(
        update={"voice_over": blueprint.script, "seconds": blueprint.total_seconds, "visual_direction": "a plain card"}
    )
    return _with_scenes(blueprint, [card])


FLAWS: dict[str, Flaw] = {
    "opens on nothing": _opens_on_nothing,
    "opens for another trade": _opens_for_another_trade,
    "scenes backwards": _backwards,
    "body of another trade's ad": _body_of_another_trade,
    "promises everything": lambda one, _: _says(one, len(one.scenes) // 2, _PROMISES),
    "ends without the offer": lambda one, _: _says(one, -1, "Thank you for watching."),
    "lines too long for their seconds": _hurried,
    "more to read than can be read": _unreadable,
    "one picture for the whole ad": _one_picture,
}


def table(figures: Mapping[str, Any]) -> str:
    seats = [*(member.value for member in Member), _COUNCIL]
    names = " | ".join(f"**{seat}**" if seat == _COUNCIL else seat for seat in seats)
    rows = [f"| flaw | {names} | points lost | refused at 85 | pairs |", "|---" * (len(seats) + 4) + "|"]
    for flaw, shares in {**figures["flaws"], "**all**": figures["all"]}.items():
        told = " | ".join(f"{shares[seat]:.0%}" for seat in seats)
        rows.append(f"| {flaw} | {told} | {shares['points']:.1f} | {shares['refused']:.0%} | {shares['pairs']} |")
    return "\n".join(rows)
