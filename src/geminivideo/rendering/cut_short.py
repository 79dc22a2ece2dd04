"""Texts that hold more words than their place shows. They are cut, and the report says which and where."""

from collections.abc import Iterator

from geminivideo.rendering import cards, end_card, titles
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.text.escape import clean


def cut_short(plan: EditPlan) -> list[str]:
    """A sentence for each such text; none when every word is shown."""
    return [
        f"the {name} at frame {start} has {words} words: the first {most} are shown"
        for name, start, words, most in _texts(plan)
        if words > most
    ]


def _texts(plan: EditPlan) -> Iterator[tuple[str, int, int, int]]:
    """Name, frame, words and most words of every text that is set as a whole."""
    for title in plan.titles:
        yield "title", title.start, _count(title.text), titles.MAX_WORDS
    for clip in plan.clips:
        if isinstance(clip, CardClip):
            yield "headline", clip.start, len(clip.headline), cards.MAX_WORDS
        elif isinstance(clip, EndCardClip):
            shown = {"product name": clip.product_name, "offer": clip.offer, "button": clip.call_to_action}
            for name, text in shown.items():
                yield name, clip.start, _count(text), end_card.MAX_WORDS


def _count(text: str) -> int:
    return len(clean(text).split())
