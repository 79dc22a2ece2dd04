"""Whether captions stand where no button of the platform covers them, by the same measures they are drawn by."""

from collections.abc import Iterable, Iterator

from geminivideo.rendering.area import Area
from geminivideo.rendering.captions.grouping import Caption
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.text.fitting import Placed

_CAPITAL = 0.7  # of the em, above the baseline
_ROUNDING = 1.0  # pixels


def outside(arranged: Iterable[tuple[Caption, list[Placed]]], safe: Area) -> Iterator[str]:
    """A fault for each caption with a word that leaves the safe area."""
    for caption, words in arranged:
        out = [word.text for word in words if not _is_inside(word, safe)]
        if out:
            yield f"the caption at {caption.start / FPS:.1f} s leaves the safe area with {out[0][:40]!r}"


def _is_inside(word: Placed, safe: Area) -> bool:
    left, right = word.centre_x - word.width / 2, word.centre_x + word.width / 2
    across = safe.left - _ROUNDING <= left and right <= safe.right + _ROUNDING
    return across and safe.top - _ROUNDING <= word.baseline - _CAPITAL * word.em and word.baseline <= safe.bottom
