"""One scene as a person has it: what is seen, written and said in it, and the features that follow from that."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from geminivideo.core.footage_scene import Box, SceneContent, SceneFeatures, SeenObject, SeenText
from geminivideo.footage.model import MeasuredScene
from geminivideo.footage.scene_objects import share_of_kinds
from geminivideo.footage.sidecar.fields import BY_A_PERSON, SceneFields, fields_of
from geminivideo.footage.sidecar.transcript import timed_words

_SOMEWHERE = Box(x=0, y=0, width=1, height=1)  # a person says that it is there, not where
_SURE, _ALIKE = 1.0, 0.5
_USUAL_WORDS_A_SECOND = 2.5
_LEAST_SPOKEN_SECONDS = 1.0  # in less of it a rate says little
_BACKENDS = {"objects": "objects", "on_screen_text": "text", "transcript": "speech"}
_PERSON = "person"


def corrected(scene: MeasuredScene, said: SceneFields) -> MeasuredScene:
    """What a person said of the scene instead of what was measured; nothing is marked that is the same anyway."""
    measured = fields_of(scene.content).said
    new = {name: value for name, value in said.said.items() if measured.get(name) != value}
    if not new:
        return scene
    content = _content(scene, new)
    return scene.model_copy(
        update={
            "content": content,
            "features": _features(scene, content, new),
            "subjects": _subjects(scene, new),
            "problems": _problems(scene, new),
        }
    )


def _content(scene: MeasuredScene, new: dict[str, Any]) -> SceneContent:
    content = scene.content
    update: dict[str, Any] = {
        name: new[name] for name in ("use", "description", "language", "shot_scale") if name in new
    }
    if "objects" in new:
        update["objects"] = _things(scene, new["objects"])
    if "on_screen_text" in new:
        update["text"] = _lines(scene, new["on_screen_text"])
    if "transcript" in new:
        update["words"] = timed_words(new["transcript"], content.words or (), scene.start_seconds, scene.end_seconds)
    by_hand = {backend: BY_A_PERSON for name, backend in _BACKENDS.items() if name in new}
    return content.model_copy(
        update={**update, "backends": {**content.backends, **by_hand}, "corrected": tuple(sorted(new))}
    )


def _things(scene: MeasuredScene, labels: Sequence[str]) -> tuple[SeenObject, ...]:
    """Those that were found keep their places; others are somewhere in the picture, all through the scene."""
    found = scene.content.objects or ()
    wanted = {label.casefold(): label for label in labels}
    kept = [thing for thing in found if thing.label.casefold() in wanted]
    there = {thing.label.casefold() for thing in kept}
    moments = sorted({thing.at_seconds for thing in found}) or [_middle(scene)]
    added = [
        SeenObject(at_seconds=at, label=label, box=_SOMEWHERE, confidence=_SURE)
        for plain, label in wanted.items()
        if plain not in there
        for at in moments
    ]
    return tuple(sorted((*kept, *added), key=lambda thing: thing.at_seconds))


def _lines(scene: MeasuredScene, texts: Sequence[str]) -> tuple[SeenText, ...]:
    """A line that was read stays where it was; one that was put right takes the place of the one most like it."""
    left = list(scene.content.text or ())
    lines: dict[str, SeenText] = {}
    for text in sorted(
        texts, key=lambda text: all(line.text != text for line in left)
    ):  # readings that are right first
        place = max(range(len(left)), key=lambda place: _likeness(left[place].text, text), default=None)
        if place is not None and _likeness(left[place].text, text) >= _ALIKE:
            lines[text] = left.pop(place).model_copy(update={"text": text, "confidence": _SURE})
        else:
            lines[text] = SeenText(at_seconds=_middle(scene), text=text, box=_SOMEWHERE, confidence=_SURE)
    return tuple(lines[text] for text in texts)


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0


def _features(scene: MeasuredScene, content: SceneContent, new: dict[str, Any]) -> SceneFeatures:
    features, update = scene.features, dict[str, float | None]()
    if "objects" in new:
        update["objects"] = share_of_kinds(content.objects or ())
    if "on_screen_text" in new:  # for how long, a person does not say: as measured, else all the time
        written = bool(new["on_screen_text"])
        update["text"] = (features.text or 1.0) if written else 0.0
        update["text_area"] = features.text_area if written else 0.0
    if "transcript" in new:
        update |= _spoken(scene, len(content.words or ()))
    return features.model_copy(update=update)


def _spoken(scene: MeasuredScene, words: int) -> dict[str, float | None]:
    """How long somebody speaks is as measured; where nobody was heard, as long as so many words usually take."""
    if not words:
        return {"speech": 0.0, "speech_rate": None}
    length = scene.end_seconds - scene.start_seconds
    share = scene.features.speech or round(min(1.0, words / _USUAL_WORDS_A_SECOND / length), 4)
    seconds = share * length
    return {
        "speech": share,
        "speech_rate": round(60 * words / seconds, 1) if seconds >= _LEAST_SPOKEN_SECONDS else None,
    }


def _subjects(scene: MeasuredScene, new: dict[str, Any]) -> tuple[Any, ...]:
    """Where a person sees nobody, the crop follows nobody."""
    if _PERSON in map(str.casefold, new.get("objects", [_PERSON])):
        return scene.subjects
    return tuple(subject for subject in scene.subjects if subject.kind != _PERSON)


def _problems(scene: MeasuredScene, new: dict[str, Any]) -> tuple[str, ...]:
    """A warning of the recogniser does not hold for a person's words."""
    if "transcript" not in new:
        return scene.problems
    return tuple(problem for problem in scene.problems if not problem.startswith("words: "))


def _middle(scene: MeasuredScene) -> float:
    return round((scene.start_seconds + scene.end_seconds) / 2, 6)
