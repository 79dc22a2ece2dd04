"""Making an ad fit its platform: shorter pauses, a faster voice, shorter silent scenes, in this order; else a refusal.

Each step takes only as much as is too much.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from geminivideo.core.blueprint import Blueprint, BlueprintScene
from geminivideo.core.vocabulary import AdStructure, Platform
from geminivideo.rendering.length.limits import LIMITS
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.timeline import Timeline, lay_out, scene_lengths
from geminivideo.rendering.voice.fit import FASTEST_WORDS_PER_MINUTE

Speak = Callable[[Sequence[BlueprintScene]], list[Speech | None]]

_SHORTEST_SILENT = 1.5  # seconds: less of a picture is not understood
_NO_TIME = 0.01  # seconds of a scene that lasts as long as it takes to say its line


@dataclass(frozen=True, slots=True)
class FittedAd:
    """`notes` say what was changed to fit, for the report."""

    timeline: Timeline
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    blueprint: Blueprint
    speeches: list[Speech | None]
    limit: int  # frames

    @property
    def lengths(self) -> list[int]:
        return scene_lengths(self.blueprint, self.speeches)

    @property
    def over(self) -> int:
        return sum(self.lengths) - self.limit

    def lasting(self, seconds: Sequence[float]) -> "_Draft":
        """With other lengths of its scenes."""
        scenes = zip(self.blueprint.scenes, seconds, strict=True)
        changed = tuple(scene.model_copy(update={"seconds": length}) for scene, length in scenes)
        return replace(self, blueprint=self.blueprint.model_copy(update={"scenes": changed}))


def lay_out_for(platform: Platform, blueprint: Blueprint, speak: Speak, template: AdStructure | None) -> FittedAd:
    """The timeline of an ad, no longer than its platform takes. `speak` is asked again where a faster voice is needed.

    Raises:
        InvalidInputError: when the ad is still too long after all that.
    """
    limit = LIMITS[platform]
    draft = _Draft(blueprint, speak(blueprint.scenes), limit.longest * FPS)
    asked, done = sum(draft.lengths), []
    for name, step in (("pauses are shorter", _tighter), (_FASTER, _faster), ("silent scenes are shorter", _quieter)):
        if draft.over <= 0:
            break
        changed = step(draft, speak)
        if sum(changed.lengths) < sum(draft.lengths):
            done.append(name)
            draft = changed
    timeline = lay_out(draft.blueprint, draft.speeches, template, platform)
    if done:
        return FittedAd(timeline, (_said(asked, f"{platform} takes {limit.longest} s: {', '.join(done)}"),))
    long = round(timeline.frames / FPS) > limit.recommended  # words end between frames: 30.03 s is 30 s
    advice = _said(timeline.frames, f"on {platform} at most {limit.recommended} s are recommended")
    return FittedAd(timeline, (advice,) if long else ())


_FASTER = f"the voice speaks faster (at most {FASTEST_WORDS_PER_MINUTE} words a minute)"


def _said(frames: int, what: str) -> str:
    return f"the ad as written lasts {frames / FPS:.1f} s, {what}"


def _tighter(draft: _Draft, _speak: Speak) -> _Draft:
    """Scenes that last longer than their line gives time from what is left after it."""
    least = draft.lasting([_NO_TIME if speech else scene.seconds for scene, speech in _parts(draft)])
    return _shortened(draft, least.lengths)


def _faster(draft: _Draft, speak: Speak) -> _Draft:
    """As much faster as is needed; the second time, as what is read faster is seldom as much shorter, all that goes."""
    said = sum(length for length, speech in zip(draft.lengths, draft.speeches, strict=True) if speech)
    for share in (1 - (draft.over + len(draft.speeches)) / max(1, said), 0.0):
        seconds = [
            length / FPS * max(0.0, share) + _NO_TIME if speech else scene.seconds
            for length, (scene, speech) in zip(draft.lengths, _parts(draft), strict=True)
        ]
        asked = draft.lasting(seconds)
        draft = replace(asked, speeches=speak(asked.blueprint.scenes))
        if draft.over <= 0:
            break
    return draft


def _quieter(draft: _Draft, _speak: Speak) -> _Draft:
    least = draft.lasting(
        [scene.seconds if speech else min(scene.seconds, _SHORTEST_SILENT) for scene, speech in _parts(draft)]
    )
    return _shortened(draft, least.lengths)


def _shortened(draft: _Draft, least: Sequence[int]) -> _Draft:
    """Each scene gives the same share of what it can spare, rounded up."""
    spare = [length - shortest for length, shortest in zip(draft.lengths, least, strict=True)]
    share = min(1.0, draft.over / max(1, sum(spare)))
    lengths = zip(draft.lengths, spare, strict=True)
    return draft.lasting([(length - math.ceil(spared * share)) / FPS for length, spared in lengths])


def _parts(draft: _Draft) -> list[tuple[BlueprintScene, Speech | None]]:
    return list(zip(draft.blueprint.scenes, draft.speeches, strict=True))
