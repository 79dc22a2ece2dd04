"""One picture that shows what an analysis found: every scene with its rank and score, and what is seen, written and
said in it.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PIL import Image

from geminivideo.core.visible_text import clean
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.contact_marks import COLOURS, draw_marks, telling_moment
from geminivideo.footage.lettering import Ink, LatinLettering, Lettering
from geminivideo.footage.model import RankedScene
from geminivideo.footage.settings import PassLimits
from geminivideo.footage.stills import stills

_TILE_LONG_EDGE = 420
_LINE = 17
_GAP = 10
_COLUMNS = 4
_MOST_SCENES = 48
_LONGEST_TEXT = 400  # letters: more never fits, and fitting takes its time
_BACKGROUND, _TEXT, _FAINT, _WARNING = (24, 24, 28), (240, 240, 240), (165, 165, 175), (255, 120, 110)
_LATIN = LatinLettering()


def draw_contact_sheet(
    path: Path,
    scenes: Sequence[RankedScene],
    target: Path,
    *,
    max_pixels: int,
    lettering: Lettering = _LATIN,
    limits: PassLimits = PassLimits(),  # noqa: B008 - frozen
    check: Callable[[], None] = lambda: None,
) -> None:
    """Write a PNG with the scenes in order of time; of very many, the best ones.

    Boxes by colour, all as of the moment that is shown: green faces, violet people and things with their names, blue
    lines of writing with what was read, amber what moves, grey what stands out. What cannot be shown is black.
    """
    chosen = sorted(scenes, key=lambda ranked: ranked.rank)[:_MOST_SCENES]
    chosen.sort(key=lambda ranked: ranked.scene.index)
    moments = [telling_moment(ranked.scene) for ranked in chosen]
    shown = stills(path, moments, long_edge=_TILE_LONG_EDGE, max_pixels=max_pixels, limits=limits, check=check)
    tiles = [_tile(ranked, at, shown.get(at), lettering) for ranked, at in zip(chosen, moments, strict=True)]
    _assemble(tiles).save(target, "PNG")


def _tile(ranked: RankedScene, at: float, bgr: Pixels | None, lettering: Lettering) -> Image.Image:
    shot = Image.new("RGB", (_TILE_LONG_EDGE, _TILE_LONG_EDGE * 9 // 16))
    if bgr is not None:
        shot = Image.fromarray(bgr[..., ::-1].copy())
    draw_marks(shot, ranked.scene, at, lettering)
    lines = [
        (line, pixels, ink)
        for text, pixels, ink, most in _caption(ranked, at)
        for line in lettering.lines(text, pixels, _TILE_LONG_EDGE - 8, most)
    ]
    tile = Image.new("RGB", (_TILE_LONG_EDGE, shot.height + len(lines) * _LINE + 8), _BACKGROUND)
    tile.paste(shot, ((_TILE_LONG_EDGE - shot.width) // 2, 0))
    for row, (line, pixels, ink) in enumerate(lines, start=1):
        lettering.write(tile, 4, shot.height + row * _LINE, line, pixels, ink)
    return tile


def _caption(ranked: RankedScene, at: float) -> Iterator[tuple[str, int, Ink, int]]:
    """Text, size, colour, and how many lines it may take: seven together."""
    scene, content = ranked.scene, ranked.scene.content
    ctr = "" if scene.predicted_ctr is None else f"   CTR {scene.predicted_ctr:.1%}"
    yield f"#{ranked.rank}   {scene.score:.0f}/100{ctr}   scene {scene.index}", 14, _TEXT, 1
    yield f"{scene.start_seconds:.2f} - {scene.end_seconds:.2f} s, shown {at:.2f} s", 12, _FAINT, 1
    if content.corrected:
        marked = f"by a person: {', '.join(content.corrected)}"
        yield marked if content.use else f"NOT IN ADS   {marked}", 12, _TEXT if content.use else _WARNING, 1
    if content.words:
        yield f"“{clean(content.transcript[:_LONGEST_TEXT])}”", 12, _TEXT, 2
    if content.text:
        yield clean(" / ".join(line.text for line in content.text)[:_LONGEST_TEXT]), 12, COLOURS["text"], 1
    yield clean(", ".join(ranked.reasons)[:_LONGEST_TEXT]), 12, _FAINT, 1 if content.corrected or content.words else 2


def _assemble(tiles: Sequence[Image.Image]) -> Image.Image:
    columns = min(_COLUMNS, max(1, len(tiles)))
    rows = [tiles[first : first + columns] for first in range(0, len(tiles), columns)]
    heights = [max(tile.height for tile in row) for row in rows]
    width = columns * (_TILE_LONG_EDGE + _GAP) + _GAP
    sheet = Image.new("RGB", (width, sum(heights) + _GAP * (len(rows) + 1)), _BACKGROUND)
    top = _GAP
    for row, height in zip(rows, heights, strict=True):
        for column, tile in enumerate(row):
            sheet.paste(tile, (_GAP + column * (_TILE_LONG_EDGE + _GAP), top))
        top += height + _GAP
    return sheet
