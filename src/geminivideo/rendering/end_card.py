"""The end card: product, offer and a button, drawn as two layers so that the button can move by itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geminivideo.rendering.area import Area
from geminivideo.rendering.headline import bare
from geminivideo.rendering.palette import Palette, ink_on, rgb
from geminivideo.rendering.plan.clips import EndCardClip
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text.direction import reads_right_to_left
from geminivideo.rendering.text.drawing import draw_words, soft_shadow
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.text.fitting import Fitted, Placed, Setting, fit, place
from geminivideo.rendering.text.fonts import AnyFont, Font

_NAME, _OFFER, _BUTTON = 60.0, 134.0, 58.0
_SUPERSAMPLE = 2  # round corners and the arrow are drawn twice as large, then reduced
MAX_WORDS = 24
_PLACE = "place"  # text of the panel's file


@dataclass(frozen=True, slots=True)
class Box:
    """The button's place in the frame; whole pixels, even."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class EndCardLayout:
    name: list[Placed]
    offer: list[Placed]
    label: list[Placed]
    rule: Area
    button: Box


def arrange(card: EndCardClip, layout: Layout, *, captioned: bool = True) -> EndCardLayout:
    """Stack name, offer and button in the middle of the safe area, or of what captions leave free of it."""
    unit = layout.unit
    bottom = layout.captions.top if captioned else layout.safe.bottom
    area = layout.below_logo(Area(layout.safe.left, layout.safe.top, layout.safe.right, bottom))
    label = _fit(
        card.call_to_action,
        layout.face(Font.BLACK),
        _BUTTON * unit,
        area.width - 190 * unit,
        area.height * 0.25,
        lines=2,
    )
    button_height = label.height + 56 * unit
    small, large = _texts(card)
    name = _fit(small, layout.face(Font.SEMIBOLD), _NAME * unit, area.width, area.height * 0.2, lines=2)
    gap, rule = 40 * unit, 10 * unit
    left_over = area.height - button_height - name.height - rule - 2.6 * gap
    offer = _fit(large, layout.face(Font.BLACK), _OFFER * unit, area.width, left_over, lines=4)
    top = area.centre_y - (area.height - left_over + offer.height) / 2
    name_y = top + name.height / 2
    rule_top = top + name.height + 0.4 * gap
    offer_y = rule_top + rule + 0.9 * gap + offer.height / 2
    button_y = offer_y + offer.height / 2 + 1.3 * gap + button_height / 2
    return EndCardLayout(
        name=place(name, area.centre_x, name_y),
        offer=place(offer, area.centre_x, offer_y),
        label=place(label, area.centre_x, button_y),
        rule=Area(area.centre_x - 60 * unit, rule_top, area.centre_x + 60 * unit, rule_top + rule),
        button=_button_box(label, area.centre_x, button_y, button_height, unit),
    )


def _texts(card: EndCardClip) -> tuple[str, str]:
    """The small text and the large one: an offer that the button repeats gives its place to the product."""
    twice = _bare_words(card.offer) == _bare_words(card.call_to_action)
    return ("", card.product_name) if twice and clean(card.product_name) else (card.product_name, card.offer)


def _bare_words(text: str) -> list[str]:
    return [bare(word) for word in text.split() if bare(word)]


def _fit(text: str, font: AnyFont, largest: float, width: float, height: float, *, lines: int) -> Fitted:
    setting = Setting(
        font=font,
        largest=largest,
        smallest=largest * 0.42,
        max_width=width,
        max_height=max(height, largest * 0.3),
        max_lines=lines,
        line_height=1.16,
        fewer_lines=True,
    )
    return fit(clean(text).split()[:MAX_WORDS], setting)


def _button_box(label: Fitted, centre_x: float, centre_y: float, height: float, unit: float) -> Box:
    width = label.width + 190 * unit  # room for the arrow, and as much on the other side
    columns, rows = int(width) // 2 * 2, int(height) // 2 * 2
    return Box(int(centre_x - columns / 2) // 2 * 2, int(centre_y - rows / 2) // 2 * 2, columns, rows)


def draw_panel(path: Path, placed: EndCardLayout, layout: Layout, palette: Palette) -> None:
    """Everything but the button, cut to what is not transparent: see `panel_place`."""
    from PIL import Image, ImageDraw, PngImagePlugin

    panel = Image.new("RGBA", (layout.frame.width, layout.frame.height), (0, 0, 0, 0))
    draw_words(panel, placed.name, layout.face(Font.SEMIBOLD), rgb(palette.text))
    draw_words(panel, placed.offer, layout.face(Font.BLACK), rgb(palette.text))
    rule = placed.rule
    ImageDraw.Draw(panel).rounded_rectangle(
        (rule.left, rule.top, rule.right, rule.bottom), radius=rule.height / 2, fill=(*rgb(palette.accent), 255)
    )
    shadowed = soft_shadow(panel, radius=14 * layout.unit, opacity=0.45, drop=6 * layout.unit)
    left, top, right, bottom = shadowed.getbbox() or (0, 0, 2, 2)
    place = PngImagePlugin.PngInfo()
    place.add_text(_PLACE, f"{left // 2 * 2} {top // 2 * 2}")
    drawn = shadowed.crop((left // 2 * 2, top // 2 * 2, -(-right // 2) * 2, -(-bottom // 2) * 2))
    drawn.save(path, format="PNG", compress_level=3, pnginfo=place)


def panel_place(path: Path) -> tuple[int, int]:
    """Where the left upper corner of a drawn panel stands in the frame; even, so that colour planes fit."""
    from PIL import Image

    with Image.open(path) as panel:
        x, y = str(panel.info[_PLACE]).split()
    return int(x), int(y)


def draw_button(path: Path, placed: EndCardLayout, layout: Layout, palette: Palette) -> None:
    """The button alone, with a margin for its shadow: see `button_margin`."""
    margin, box = button_margin(layout), placed.button
    size = (box.width + 2 * margin, box.height + 2 * margin)
    shape = _pill(size, margin, palette, layout.unit, arrow_left=_arrow_is_left(placed))
    picture = soft_shadow(shape, radius=margin / 2.6, opacity=0.6, drop=margin / 4)
    shift = 20 * layout.unit * (1 if _arrow_is_left(placed) else -1)  # the label and its arrow are centred together
    words = [_moved(word, margin - box.x + shift, margin - box.y) for word in placed.label]
    draw_words(picture, words, layout.face(Font.BLACK), rgb(ink_on(palette.accent)))
    picture.save(path, format="PNG", compress_level=3)


def button_margin(layout: Layout) -> int:
    return int(44 * layout.unit) // 2 * 2


def _arrow_is_left(placed: EndCardLayout) -> bool:
    return reads_right_to_left(word.text for word in placed.label)


def _moved(word: Placed, dx: float, dy: float) -> Placed:
    return Placed(word.word, word.text, word.centre_x + dx, word.baseline + dy, word.width, word.em)


def _pill(size: tuple[int, int], margin: int, palette: Palette, unit: float, *, arrow_left: bool) -> Any:
    from PIL import Image, ImageDraw

    k = _SUPERSAMPLE
    picture = Image.new("RGBA", (size[0] * k, size[1] * k), (0, 0, 0, 0))
    canvas = ImageDraw.Draw(picture)
    box = (margin * k, margin * k, (size[0] - margin) * k - 1, (size[1] - margin) * k - 1)
    height = box[3] - box[1]
    canvas.rounded_rectangle(box, radius=height / 2, fill=(*rgb(palette.accent), 255))
    usual = min(height, 140 * unit * k)  # of a label of one line: beside two, the arrow must not come nearer
    reach, inset = 0.13 * usual, 0.42 * usual
    tip = box[0] + inset if arrow_left else box[2] - inset
    back = tip + reach if arrow_left else tip - reach
    middle = (box[1] + box[3]) / 2
    points = [(back, middle - reach), (tip, middle), (back, middle + reach)]
    canvas.line(points, fill=(*rgb(ink_on(palette.accent)), 255), width=round(0.55 * reach), joint="curve")
    return picture.resize(size, Image.Resampling.LANCZOS)
