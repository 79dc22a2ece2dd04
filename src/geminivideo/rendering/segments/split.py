"""Where an ad is split into segments: at its clips, so that a change to one clip costs that clip."""

from collections.abc import Iterator
from itertools import pairwise

from geminivideo.rendering.plan.clips import Clip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.segments.model import Piece, Segment

# x264 begins two frames before zero only when it sees at least three; with fewer the times of joined parts overlap.
SHORTEST = 12
LONGEST = 150  # longer clips are cut, so that all cores have work to the end


def split(plan: EditPlan) -> tuple[Segment, ...]:
    """Every frame once, in order. Clips too short to be encoded alone go together with their neighbour."""
    segments: list[Segment] = []
    start = 0
    for group in _groups(plan):
        for pieces in _parts(plan, group):
            segments.append(Segment(start, pieces))
            start = segments[-1].end
    return tuple(segments)


def _groups(plan: EditPlan) -> list[list[int]]:
    """Clip indices, together until they are long enough."""
    groups: list[list[int]] = []
    frames = SHORTEST
    for index, clip in enumerate(plan.clips):
        if frames >= SHORTEST:
            groups.append([])
            frames = 0
        groups[-1].append(index)
        frames += clip.frames
    if frames < SHORTEST and len(groups) > 1:
        last = groups.pop()
        groups[-1] += last
    return groups


def _parts(plan: EditPlan, group: list[int]) -> Iterator[tuple[Piece, ...]]:
    if len(group) > 1:
        yield tuple(Piece(index, 0, plan.clips[index].frames) for index in group)
        return
    clip = plan.clips[group[0]]
    count = _count(clip)
    edges = [clip.frames * number // count for number in range(count + 1)]
    for first, end in pairwise(edges):
        yield (Piece(group[0], first, end - first),)


def _count(clip: Clip) -> int:
    """An end card moves by its own clock and stays whole, as does a clip whose transition fills most of it."""
    count = -(-clip.frames // LONGEST)
    fits = clip.transition_frames + SHORTEST <= clip.frames // count
    return count if fits and not isinstance(clip, EndCardClip) else 1
