"""Boxes with names on the picture of a scene: what was found at the moment that is shown."""

from collections import Counter
from collections.abc import Iterator

from PIL import Image, ImageDraw

from geminivideo.core.footage_scene import Box, FootageScene
from geminivideo.core.visible_text import clean
from geminivideo.footage.lettering import Ink, Lettering

COLOURS: dict[str, Ink] = {
    "face": (80, 220, 120),
    "person": (200, 140, 255),
    "object": (200, 140, 255),
    "text": (90, 200, 255),
    "motion": (255, 190, 60),
    "saliency": (170, 180, 190),
}
_GROUND: Ink = (24, 24, 28)
_PIXELS, _LONGEST_LABEL = 12, 60
_SOMEWHERE = 0.999  # of the picture: a person said that it is there, not where

Mark = tuple[str, str, Box]


def telling_moment(scene: FootageScene) -> float:
    """The one at which the most kinds of things are known; of these the nearest to the middle."""
    middle = (scene.start_seconds + scene.end_seconds) / 2
    kinds = Counter(at for _kind, at in {(kind, at) for at, (kind, _label, _box) in _found(scene)})
    return min(kinds, key=lambda at: (-kinds[at], abs(at - middle)), default=middle)


def draw_marks(shot: Image.Image, scene: FootageScene, at: float, lettering: Lettering) -> None:
    """Faces last, so that nothing covers them."""
    marks = [mark for moment, mark in _found(scene) if moment == at]
    for mark in sorted(marks, key=lambda mark: list(COLOURS).index(mark[0]), reverse=True):
        _outline(shot, mark, lettering)


def _found(scene: FootageScene) -> Iterator[tuple[float, Mark]]:
    """A person who is a thing seen is not drawn again as a subject."""
    content = scene.content
    for subject in scene.subjects:
        if subject.kind != "person" or content.objects is None:
            yield subject.at_seconds, (subject.kind, f"{subject.kind} {subject.confidence:.2f}", subject.box)
    for thing in content.objects or ():
        if thing.box.area < _SOMEWHERE:
            yield thing.at_seconds, ("object", f"{thing.label} {thing.confidence:.2f}", thing.box)
    for line in content.text or ():
        if line.box.area < _SOMEWHERE:
            yield line.at_seconds, ("text", line.text, line.box)


def _outline(shot: Image.Image, mark: Mark, lettering: Lettering) -> None:
    kind, label, box = mark
    left, top = box.x * shot.width, box.y * shot.height
    corners = (left, top, left + box.width * shot.width, top + box.height * shot.height)
    pencil = ImageDraw.Draw(shot)
    pencil.rectangle(corners, outline=COLOURS[kind], width=1 if kind == "text" else 2)
    _label(shot, label, left, top, COLOURS[kind], lettering)


def _label(shot: Image.Image, label: str, left: float, top: float, ink: Ink, lettering: Lettering) -> None:
    """Above its box, or just inside where the picture ends; dark behind it, so that it can be read on anything."""
    room = max(40.0, shot.width - left - 4)
    shown = "".join(lettering.lines(clean(label[:_LONGEST_LABEL]), _PIXELS, room, 1))
    band = _PIXELS + 4
    above = top - band if top >= band else top
    strip = Image.new("RGB", (shot.width, band), _GROUND)
    lettering.write(strip, 3, _PIXELS, shown, _PIXELS, ink)
    width = (strip.convert("L").point(lambda value: 255 if value > max(_GROUND) + 8 else 0).getbbox() or (0, 0, 3, 0))[
        2
    ]
    shot.paste(strip.crop((0, 0, width + 3, band)), (round(left), round(above)))
