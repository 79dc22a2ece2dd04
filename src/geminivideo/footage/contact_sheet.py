"""One picture that shows what an analysis found: every scene with its rank, its score and where its subjects are."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from geminivideo.core.footage_scene import SubjectSample
from geminivideo.footage.decode import Picture, VideoReader
from geminivideo.footage.model import RankedScene

_TILE_LONG_EDGE = 420
_CAPTION_LINES = 3
_LINE = 17
_GAP = 10
_COLUMNS = 4
_MOST_SCENES = 48
_BACKGROUND, _TEXT, _FAINT = (24, 24, 28), (240, 240, 240), (165, 165, 175)
_COLOURS = {
    "face": (80, 220, 120),
    "person": (60, 170, 90),
    "object": (200, 120, 255),
    "motion": (255, 190, 60),
    "saliency": (110, 170, 255),
}


def draw_contact_sheet(path: Path, scenes: Sequence[RankedScene], target: Path, *, max_pixels: int) -> None:
    """Write a PNG with the scenes in order of time; of very many, the best ones.

    Green boxes are faces, dark green ones people without one, amber ones what moves, blue ones what stands out, all as
    of the moment that is shown.
    """
    chosen = sorted(scenes, key=lambda ranked: ranked.rank)[:_MOST_SCENES]
    tiles = []
    with VideoReader(path, max_pixels=max_pixels) as reader:
        for ranked in sorted(chosen, key=lambda ranked: ranked.scene.index):
            at, subjects = _telling_moment(ranked)
            tiles.append(_tile(ranked, at, subjects, reader.picture_at(at)))
    _assemble(tiles).save(target, "PNG")


def _telling_moment(ranked: RankedScene) -> tuple[float, list[SubjectSample]]:
    """The moment nearest the middle of the scene at which subjects are known."""
    middle = (ranked.scene.start_seconds + ranked.scene.end_seconds) / 2
    if not ranked.scene.subjects:
        return middle, []
    at = min((subject.at_seconds for subject in ranked.scene.subjects), key=lambda moment: abs(moment - middle))
    return at, [subject for subject in ranked.scene.subjects if subject.at_seconds == at]


def _tile(ranked: RankedScene, at: float, subjects: Sequence[SubjectSample], picture: Picture | None) -> Image.Image:
    shot = Image.new("RGB", (_TILE_LONG_EDGE, _TILE_LONG_EDGE * 9 // 16))
    if picture is not None:
        shot = Image.fromarray(picture.bgr(_TILE_LONG_EDGE)[..., ::-1].copy())
    pencil = ImageDraw.Draw(shot)
    for subject in subjects:
        _outline(pencil, subject, shot.size)
    tile = Image.new("RGB", (_TILE_LONG_EDGE, shot.height + _CAPTION_LINES * _LINE + 6), _BACKGROUND)
    tile.paste(shot, ((_TILE_LONG_EDGE - shot.width) // 2, 0))
    _caption(ImageDraw.Draw(tile), ranked, at, shot.height + 4)
    return tile


def _outline(pencil: ImageDraw.ImageDraw, subject: SubjectSample, size: tuple[int, int]) -> None:
    box, (width, height) = subject.box, size
    left, top = box.x * width, box.y * height
    corners = (left, top, left + box.width * width, top + box.height * height)
    pencil.rectangle(corners, outline=_COLOURS[subject.kind], width=2)
    pencil.text((left + 3, top + 2), f"{subject.kind} {subject.confidence:.2f}", fill=_COLOURS[subject.kind])


def _caption(pencil: ImageDraw.ImageDraw, ranked: RankedScene, at: float, top: int) -> None:
    scene = ranked.scene
    font, small = ImageFont.load_default(14), ImageFont.load_default(12)
    head = f"#{ranked.rank}   {scene.score:.0f}/100   scene {scene.index}"
    span = f"{scene.start_seconds:.2f} - {scene.end_seconds:.2f} s, shown {at:.2f} s"
    pencil.text((4, top), head, font=font, fill=_TEXT)
    pencil.text((4, top + _LINE), span, font=small, fill=_FAINT)
    pencil.text((4, top + 2 * _LINE), ", ".join(ranked.reasons[:3]), font=small, fill=_FAINT)


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
