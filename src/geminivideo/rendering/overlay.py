"""Everything that is written over the picture, as one subtitle file made from the plan alone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from geminivideo.core.vocabulary import CaptionStyle
from geminivideo.rendering.area import Area
from geminivideo.rendering.brand.own_font import own_font
from geminivideo.rendering.captions.drawing import arrange, draw
from geminivideo.rendering.captions.grouping import Caption, group
from geminivideo.rendering.captions.looks import KINETIC, LOOKS, Look
from geminivideo.rendering.cards import draw_card
from geminivideo.rendering.plan import CardClip, EditPlan, EndCardClip, FootageClip, TimedWord
from geminivideo.rendering.plan_layout import layout_of
from geminivideo.rendering.safe_area import Layout, layout_for
from geminivideo.rendering.text import ass, fonts
from geminivideo.rendering.text.ass import Event
from geminivideo.rendering.titles import draw_title


def subtitles(plan: EditPlan) -> str:
    return ass.document(events(plan), layout_for(plan.platform).frame)


def events(plan: EditPlan) -> Iterator[Event]:
    layout = layout_of(plan)
    for clip in plan.clips:
        if not isinstance(clip, FootageClip):
            yield from draw_card(clip, layout, plan.palette, plan.language)
    for title in plan.titles:
        yield from draw_title(title, layout, plan.palette)
    for caption, designed, area in captions(plan, layout):
        look = replace(designed, font=layout.face(designed.font))
        yield from draw(caption, look, arrange(caption, look, layout, area, plan.language), plan.palette)


def captions(plan: EditPlan, layout: Layout) -> Iterator[tuple[Caption, Look, Area]]:
    """All captions with their look and place: every word of the narration exactly once, unless captions are off.

    On a card without a headline the narration is the picture: there it is set large, whatever the caption style.
    """
    words = plan.words
    lines = [line.scene for line in plan.narration for _word in line.words]
    cards = [clip for clip in plan.clips if isinstance(clip, CardClip) and clip.shows_narration]
    places = [(line, _card_at(cards, word)) for line, word in zip(lines, words, strict=True)]
    for (_line, card), indices in groupby(range(len(words)), lambda index: places[index]):
        span = list(indices)
        some, first, following = words[span[0] : span[-1] + 1], span[0], span[-1] + 1
        if card is not None:
            found = group(some, KINETIC.measure, first=first, limit=card.end, hold=True)
            yield from ((caption, KINETIC, layout.kinetic) for caption in found)
        elif plan.caption_style is not CaptionStyle.NONE:
            look = LOOKS[plan.caption_style]
            after = words[following].start if following < len(words) else plan.frames
            # Not into the next scene: with a change there, this scene's pictures would have to be made again.
            limit = max(some[-1].end, min(after, _scene_end(plan, lines[span[0]])))
            found = group(some, look.measure, first=first, limit=limit)
            yield from ((caption, look, layout.captions) for caption in found)


def _scene_end(plan: EditPlan, scene: int) -> int:
    return max((clip.end for clip in plan.clips if clip.scene == scene), default=plan.frames)


def _card_at(cards: list[CardClip], word: TimedWord) -> CardClip | None:
    return next((card for card in cards if card.start <= word.start < card.end), None)


def uncovered_characters(plan: EditPlan) -> str:
    """What no bundled font can show; it is left to the machine's own fonts, and said in the report."""
    texts = [word.text for word in plan.words] + [title.text for title in plan.titles]
    for clip in plan.clips:
        if isinstance(clip, CardClip):
            texts += [word.text for word in clip.headline]
        elif isinstance(clip, EndCardClip):
            texts += [clip.product_name, clip.offer, clip.call_to_action]
    return fonts.uncovered(texts, own_font(plan))
