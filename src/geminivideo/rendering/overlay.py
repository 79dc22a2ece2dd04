"""Everything that is written over the picture, as one subtitle file made from the plan alone."""

from collections.abc import Iterator
from dataclasses import replace

from geminivideo.rendering.area import Area
from geminivideo.rendering.brand.own_font import own_font
from geminivideo.rendering.captions.drawing import arrange, draw
from geminivideo.rendering.captions.grouping import Caption
from geminivideo.rendering.captions.inside import outside
from geminivideo.rendering.captions.looks import Look
from geminivideo.rendering.captions.placing import place_captions
from geminivideo.rendering.captions.reading_speed import too_fast
from geminivideo.rendering.cards import draw_card
from geminivideo.rendering.cut_short import cut_short
from geminivideo.rendering.graphics.countdown import draw_countdown
from geminivideo.rendering.graphics.lower_third import draw_lower_third
from geminivideo.rendering.graphics.progress_bar import draw_progress_bar
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan_layout import layout_during, layout_of
from geminivideo.rendering.safe_area import Layout, layout_for
from geminivideo.rendering.text import ass, fonts
from geminivideo.rendering.text.ass import Event
from geminivideo.rendering.text.fitting import Placed
from geminivideo.rendering.titles import draw_title


def subtitles(plan: EditPlan) -> str:
    return ass.document(events(plan), layout_for(plan.platform).frame)


def events(plan: EditPlan) -> Iterator[Event]:
    layout = layout_of(plan)
    for clip in plan.clips:
        if isinstance(clip, CardClip | EndCardClip):
            yield from draw_card(clip, layout_during(plan, clip), plan.palette, plan.language)
    for title in plan.titles:
        yield from draw_title(title, layout_during(plan, title), plan.palette)
    yield from graphics(plan, layout)
    for caption, look, words in _arranged(plan, layout):
        yield from draw(caption, look, words, plan.palette)


def _arranged(plan: EditPlan, layout: Layout) -> Iterator[tuple[Caption, Look, list[Placed]]]:
    for caption, designed, area in captions(plan, layout):
        look = replace(designed, font=layout.face(designed.font))
        yield caption, look, arrange(caption, look, layout, area, plan.language)


def faults(plan: EditPlan) -> list[str]:
    """Texts that would be covered by the platform's own buttons and names."""
    layout = layout_of(plan)
    arranged = ((caption, words) for caption, _look, words in _arranged(plan, layout))
    return list(outside(arranged, layout.safe))


def graphics(plan: EditPlan, layout: Layout) -> Iterator[Event]:
    palette, language = plan.palette, plan.language
    for mark in plan.lower_thirds:
        yield from draw_lower_third(mark, layout, palette, language)
    if plan.countdown is not None:
        yield from draw_countdown(plan.countdown, layout, palette, plan.logo, language)
    if plan.progress_bar is not None:
        whole = layout_for(plan.platform)
        yield from draw_progress_bar(plan.progress_bar, whole, palette, plan.frames, language)


def captions(plan: EditPlan, layout: Layout) -> Iterator[tuple[Caption, Look, Area]]:
    """The captions that are drawn, with their look and place.

    On a card without a headline the narration is the picture: there it is set large, whatever the caption style.
    """
    for placed in place_captions(plan, layout):
        if placed.drawn:
            yield placed.caption, placed.look, placed.area


def notes(plan: EditPlan) -> tuple[str, ...]:
    """What a report should say of the texts: nothing when all is well."""
    said = [*plan.notes, *cut_short(plan)]
    missing = uncovered_characters(plan)
    if missing:
        said.append(
            f"no bundled font has {missing[:40]!r}: captions take it from this machine's fonts, the end card cannot"
        )
    fast = too_fast([caption for caption, _look, _area in captions(plan, layout_of(plan))])
    return (*said, fast) if fast else tuple(said)


def uncovered_characters(plan: EditPlan) -> str:
    """What no bundled font can show; it is left to the machine's own fonts, and said in the report."""
    texts = [word.text for word in plan.words] + [title.text for title in plan.titles]
    texts += [word.text for line in plan.heard for word in line.words]
    texts += [word.text for cue in plan.captions or () for word in cue.words]
    texts += [text for mark in plan.lower_thirds for text in (mark.name, mark.line)]
    for clip in plan.clips:
        if isinstance(clip, CardClip):
            texts += [word.text for word in clip.headline]
        elif isinstance(clip, EndCardClip):
            texts += [clip.product_name, clip.offer, clip.call_to_action]
    return fonts.uncovered(texts, own_font(plan))
