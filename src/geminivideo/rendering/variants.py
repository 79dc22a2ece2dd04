"""Variants of an ad: another hook or call to action over the footage that the ad has.

Choosing footage anew for a changed script may choose otherwise for scenes that did not change, because a shot that is
shown twice counts less. A variant keeps the pictures of every scene that is the same, so that only the others are
encoded again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from geminivideo.core.blueprint import Blueprint
from geminivideo.rendering.plan.clips import CardClip, Clip, EndCardClip, FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import Span, TimedWord
from geminivideo.rendering.plan.words import NarrationLine, Title

_Moved = TypeVar("_Moved", bound=Span)


@dataclass(frozen=True, slots=True)
class Original:
    """An ad that was planned before, and what it was planned from."""

    blueprint: Blueprint
    plan: EditPlan


@dataclass(frozen=True, slots=True)
class _Kept:
    """A scene of the variant and the same one of the original, which stands `later` frames elsewhere in the variant."""

    scene: int
    original: int
    later: int


def keeping_pictures(fresh: EditPlan, blueprint: Blueprint, original: Original) -> EditPlan:
    """`fresh`, a plan made from `blueprint`, with the original's pictures in all scenes that are the same in both."""
    before = original.plan
    kept = {each.scene: each for each in _same_scenes(fresh, blueprint, original)}
    clips: list[Clip] = []
    for scene in dict.fromkeys(clip.scene for clip in fresh.clips):
        clips += _clips(fresh, before, scene, kept.get(scene), clips)
    used = {clip.footage_id for clip in clips if isinstance(clip, FootageClip)}
    sources = {source.footage_id: source for source in (*before.sources, *fresh.sources)}
    changed = {
        "clips": tuple(clips),
        "sources": tuple(source for footage_id, source in sources.items() if footage_id in used),
        "titles": _titles(fresh, before, kept),
        "seed": before.seed,
    }
    return EditPlan(**{**dict(fresh), **changed})  # built anew, so that it is checked anew


def _same_scenes(fresh: EditPlan, blueprint: Blueprint, original: Original) -> Iterator[_Kept]:
    """Scenes that are asked for, last and sound alike in both, sought from both ends: what changed is between."""
    if (fresh.platform, fresh.palette) != (original.plan.platform, original.plan.palette):
        return
    if original.plan.template not in (None, fresh.template):  # None: planned before there were templates
        return
    old, new = original.blueprint.scenes, blueprint.scenes
    ends = {len(new) - back: len(old) - back for back in range(1, min(len(old), len(new)) + 1)}
    starts = {index: index for index in range(min(len(old), len(new)))}
    for scene in range(len(new)):
        for other in dict.fromkeys(pairs[scene] for pairs in (starts, ends) if scene in pairs):
            if new[scene] == old[other] and _looks_alike(blueprint, original.blueprint, scene, other):
                there, here = _span(original.plan, other), _span(fresh, scene)
                later = here.start - there.start
                if here.frames == there.frames and _said(fresh, scene, 0) == _said(original.plan, other, later):
                    yield _Kept(scene, other, later)
                    break


def _looks_alike(new: Blueprint, old: Blueprint, scene: int, other: int) -> bool:
    """The first scene shows the hook; pacing and energy are everywhere. What the end card says is not its picture."""
    first, last = (scene == 0, other == 0), (scene == len(new.scenes) - 1, other == len(old.scenes) - 1)
    if first[0] != first[1] or last[0] != last[1] or _everywhere(new) != _everywhere(old):
        return False
    return not first[0] or new.hook.text == old.hook.text


def _everywhere(blueprint: Blueprint) -> tuple[object, ...]:
    return blueprint.pacing, blueprint.energy, blueprint.product_name


def _span(plan: EditPlan, scene: int) -> Span:
    clips = [clip for clip in plan.clips if clip.scene == scene]
    return Span(start=clips[0].start, frames=clips[-1].end - clips[0].start)


def _said(plan: EditPlan, scene: int, later: int) -> list[NarrationLine]:
    lines = [line for line in plan.narration if line.scene == scene]
    return [
        line.model_copy(update={"scene": 0, "start": line.start + later, "words": _words(line.words, later)})
        for line in lines
    ]


def _words(words: Sequence[TimedWord], later: int) -> tuple[TimedWord, ...]:
    return tuple(word.model_copy(update={"start": word.start + later, "end": word.end + later}) for word in words)


def _clips(fresh: EditPlan, before: EditPlan, scene: int, kept: _Kept | None, so_far: Sequence[Clip]) -> list[Clip]:
    mine: list[Clip] = [clip for clip in fresh.clips if clip.scene == scene]
    if kept is None:
        return mine
    theirs = [_moved_clip(clip, kept) for clip in before.clips if clip.scene == kept.original]
    theirs = [_with_its_texts(clip, mine[-1]) for clip in theirs]
    # The scene before may have become too short for the transition that stood here.
    fits = not so_far or theirs[0].transition_frames <= so_far[-1].frames
    return theirs if fits and bool(theirs[0].transition_frames) <= bool(so_far) else mine


def _with_its_texts(clip: Clip, mine: Clip) -> Clip:
    """The end card says what this variant offers."""
    if not isinstance(clip, EndCardClip) or not isinstance(mine, EndCardClip):
        return clip
    said = {name: getattr(mine, name) for name in ("product_name", "offer", "call_to_action")}
    return clip.model_copy(update=said)


def _moved_clip(clip: Clip, kept: _Kept) -> Clip:
    moved = _moved(clip, kept.later).model_copy(update={"scene": kept.scene})
    if isinstance(moved, CardClip):
        return moved.model_copy(update={"headline": _words(moved.headline, kept.later)})
    return moved


def _moved(span: _Moved, later: int) -> _Moved:
    return span.model_copy(update={"start": span.start + later})


def _titles(fresh: EditPlan, before: EditPlan, kept: dict[int, _Kept]) -> tuple[Title, ...]:
    """A kept scene keeps its title where it was: it was placed off the faces of that scene's pictures."""
    titles: list[Title] = []
    for scene in dict.fromkeys(clip.scene for clip in fresh.clips):
        if scene in kept:
            each = kept[scene]
            titles += [_moved(title, each.later) for title in _titles_of(before, each.original)]
        else:
            titles += _titles_of(fresh, scene)
    return tuple(titles)


def _titles_of(plan: EditPlan, scene: int) -> list[Title]:
    span = _span(plan, scene)
    return [title for title in plan.titles if span.start <= title.start < span.end]
