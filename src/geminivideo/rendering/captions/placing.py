"""Which words stand where and when: captions over footage, large ones on cards, none where a card says it itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.rendering.area import Area
from geminivideo.rendering.captions.card_speech import is_said_by_its_card
from geminivideo.rendering.captions.grouping import Caption, Measure, fits, group
from geminivideo.rendering.captions.heard_speech import beside_the_voice
from geminivideo.rendering.captions.looks import KINETIC, LOOKS, Look
from geminivideo.rendering.captions.reading_speed import STRETCH, ease
from geminivideo.rendering.plan.clips import CardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import TimedWord
from geminivideo.rendering.plan_layout import under_countdown
from geminivideo.rendering.safe_area import Layout

# What sidecar files hold when no captions are to be drawn: whole phrases.
_UNDRAWN = CaptionStyle.MINIMAL


@dataclass(frozen=True, slots=True)
class PlacedCaption:
    """`drawn` is false for words that are heard but not written over the picture; sidecar files have them too."""

    caption: Caption
    look: Look
    area: Area
    drawn: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A spoken line, or a caption set by hand; nothing of it may stand after frame `limit`."""

    words: tuple[TimedWord, ...]
    limit: int
    by_hand: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """On which card words begin, None over footage; `said` where the card's own text says them."""

    card: CardClip | None
    said: bool


def place_captions(plan: EditPlan, layout: Layout) -> Iterator[PlacedCaption]:
    """Every word of the narration and of the clips' own speech beside it, or of the captions set by hand, exactly once
    and in order.
    """
    first = 0
    for line in _lines(plan):
        places = _places(plan, line.words)
        for place, indices in groupby(range(len(places)), places.__getitem__):
            span = list(indices)
            following = line.words[span[-1] + 1].start if span[-1] + 1 < len(places) else line.limit
            limit = min(following, _latest(plan, place, line.words[span[-1]]))
            part = _Line(line.words[span[0] : span[-1] + 1], limit, line.by_hand)
            yield from _placed(plan, layout, place, part, first + span[0])
        first += len(line.words)


def _placed(plan: EditPlan, layout: Layout, place: _Place, line: _Line, first: int) -> Iterator[PlacedCaption]:
    kinetic = place.card is not None and place.card.shows_narration
    shown = plan.caption_style is not CaptionStyle.NONE
    look = KINETIC if kinetic else LOOKS[plan.caption_style if shown else _UNDRAWN]
    area = under_countdown(layout, plan, place.card).card if place.card and kinetic else layout.captions
    drawn = kinetic or (shown and not place.said)
    for caption in _captions(line, look.measure, first, hold=kinetic):
        yield PlacedCaption(caption, look, area, drawn)


def _captions(line: _Line, measure: Measure, first: int, *, hold: bool) -> list[Caption]:
    if not line.by_hand:
        return ease(group(line.words, measure, limit=line.limit, first=first, hold=hold), measure, limit=line.limit)
    wide = measure.times(STRETCH)
    if fits(line.words, wide):
        return [Caption(first, line.words, line.words[0].start, line.limit)]
    return group(line.words, wide, limit=line.limit, first=first, hold=True)


def _lines(plan: EditPlan) -> Iterator[_Line]:
    if plan.captions is not None:
        yield from (_Line(cue.words, cue.end, by_hand=True) for cue in plan.captions)
        return
    lines = sorted([*_narrated(plan), *_heard(plan)], key=lambda line: line.words[0].start)
    for number, line in enumerate(lines):
        following = lines[number + 1].words[0].start if number + 1 < len(lines) else plan.frames
        yield replace(line, limit=min(following, line.limit))


def _narrated(plan: EditPlan) -> Iterator[_Line]:
    """A line ends with its scene, so that what comes after a scene is no part of the scene's picture."""
    for line in plan.narration:
        if line.words:
            scene_end = max((clip.end for clip in plan.clips if clip.scene == line.scene), default=plan.frames)
            yield _Line(line.words, max(scene_end, line.words[-1].end), by_hand=False)


def _heard(plan: EditPlan) -> Iterator[_Line]:
    return (_Line(words, plan.frames, by_hand=False) for words in beside_the_voice(plan))


def _places(plan: EditPlan, words: Sequence[TimedWord]) -> list[_Place]:
    cards = [_card_at(plan, word) for word in words]
    said = is_said_by_its_card(plan, words)
    return [_Place(card, own) for card, own in zip(cards, said, strict=True)]


def _card_at(plan: EditPlan, word: TimedWord) -> CardClip | None:
    cards = (clip for clip in plan.clips if isinstance(clip, CardClip))
    return next((card for card in cards if card.start <= word.start < card.end), None)


def _latest(plan: EditPlan, place: _Place, last: TimedWord) -> int:
    """Captions over footage are gone when a card with text of its own begins, and a card's own words with the card."""
    if place.card is not None:
        return place.card.end
    return min((c.start for c in plan.clips if isinstance(c, CardClip) and c.start > last.start), default=plan.frames)
