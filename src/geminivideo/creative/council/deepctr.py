"""The DeepCTR seat: what the eye meets. A feature counts only when the ad really shows it."""

import re
from collections.abc import Sequence

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.vocabulary import HookType, Pacing, ShotType, Source
from geminivideo.creative.council.rubric import RUBRICS
from geminivideo.creative.languages.registry import language_for
from geminivideo.creative.model import Brief, Member, MemberJudgement
from geminivideo.creative.signs import Sign
from geminivideo.creative.words import spoken_words

_BASE = 50.0
_POINTS = RUBRICS[Member.DEEPCTR]
_SCENES = ((5, _POINTS["scenes"]), (3, 4.0))
_HOOK_POINTS = {
    HookType.PATTERN_INTERRUPT: _POINTS["hook_type"],
    HookType.CURIOSITY_GAP: 15.0,
    HookType.QUESTION: 12.0,
    HookType.STORY: 8.0,
}
_OTHER_HOOK = 5.0
_QUESTION = re.compile("[?؟]")
_FACE_SEEN = re.compile(r"\b(?:faces?|eyes|to camera|smiles?|looks up)\b", re.IGNORECASE)
_CONTRAST_SEEN = re.compile(
    r"\b(?:split screen|side by side|contrast|(?:dark|dim)\b.{0,60}\b(?:bright|light|sun)|"
    r"(?:bright|light)\b.{0,60}\b(?:dark|dim))",
    re.IGNORECASE,
)
_READABLE_WORDS = 8


class DeepCtrHeuristics:
    member = Member.DEEPCTR
    source = Source.LOCAL

    def judge(self, blueprints: Sequence[Blueprint], brief: Brief) -> list[MemberJudgement]:  # noqa: ARG002 - a seat looks at the picture, whatever the brief
        return [self._judge_one(blueprint) for blueprint in blueprints]

    def _judge_one(self, blueprint: Blueprint) -> MemberJudgement:
        points = features(blueprint)
        return MemberJudgement(
            member=self.member,
            source=self.source,
            score=round(min(100.0, _BASE + sum(points.values())), 2),
            sub_scores={name: round(100 * value / _POINTS[name], 2) for name, value in points.items()},
            critique=_critique(points),
            weight=self.member.weight,
        )


def features(blueprint: Blueprint) -> dict[str, float]:
    """Points over the base of 50."""
    scenes = blueprint.scenes
    opening = scenes[0]
    seen = any(
        _FACE_SEEN.search(scene.visual_direction) and scene.shot_type is not ShotType.TEXT_CARD for scene in scenes
    )
    first = seen and _FACE_SEEN.search(opening.visual_direction) is not None
    readable = all(0 < spoken_words(scene.on_screen_text) <= _READABLE_WORDS for scene in scenes)
    return {
        "face": _POINTS["face"] * (1.0 if first else 0.5 if seen else 0.0),
        "hook_type": _hook_points(blueprint),
        "contrast": _POINTS["contrast"]
        if any(_CONTRAST_SEEN.search(scene.visual_direction) for scene in scenes)
        else 0.0,
        "pacing": _POINTS["pacing"] if blueprint.pacing is Pacing.FAST else 0.0,
        "on_screen_text": _POINTS["on_screen_text"] if readable else 0.0,
        "scenes": next((points for count, points in _SCENES if len(scenes) >= count), 0.0),
    }


_ADVICE = {
    "face": "show a face in the first shot",
    "hook_type": "open with an interruption or an open question",
    "contrast": "set dark against bright in one shot",
    "pacing": "cut faster: shorter scenes",
    "on_screen_text": "keep a few readable words on every scene",
    "scenes": "use at least five scenes",
}


def _hook_points(blueprint: Blueprint) -> float:
    kind = blueprint.hook.type
    signs = language_for(blueprint.language).signs
    shown_by: dict[HookType, Sign] = {
        HookType.PATTERN_INTERRUPT: signs.interrupt,
        HookType.CURIOSITY_GAP: signs.triggers["curiosity"],
        HookType.QUESTION: _QUESTION,
        HookType.STORY: signs.story,
    }
    shown = kind in shown_by and shown_by[kind].search(blueprint.hook.text)
    return _HOOK_POINTS[kind] if shown else _OTHER_HOOK


def _critique(points: dict[str, float]) -> str:
    missing = sorted(
        (name for name in points if points[name] < _POINTS[name]), key=lambda name: points[name] - _POINTS[name]
    )
    advice = [_ADVICE[name] for name in missing[:2]]
    return f"To be seen: {'; '.join(advice)}." if advice else "Nothing that I would change."
