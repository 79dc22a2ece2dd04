"""Designed pictures: backgrounds, titles, headlines and end cards keep inside their places and use their colours."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geminivideo.core.vocabulary import FrameSize, Platform
from geminivideo.rendering import background, cards, end_card, titles
from geminivideo.rendering.area import Area
from geminivideo.rendering.headline import headline_words, key_word
from geminivideo.rendering.palette import PALETTES, ink_on, palette_for, rgb
from geminivideo.rendering.plan.clips import EndCardClip
from geminivideo.rendering.plan.words import Title, TitlePlace, TitleRole
from geminivideo.rendering.safe_area import Layout, layout_for
from geminivideo.rendering.text.fitting import Placed

PLATFORMS = st.sampled_from(list(Platform))
COPY = st.sampled_from(["20% off", "Morning Ritual", "اطلب الآن", "x" * 120, "☕", "{\\b1}", "A " * 30, "世界", ""])


def inside(placed: list[Placed], area: Area) -> bool:
    return all(
        area.left - 1 <= word.centre_x - word.width / 2
        and word.centre_x + word.width / 2 <= area.right + 1
        and area.top <= word.baseline - 0.6 * word.em
        and word.baseline <= area.bottom
        for word in placed
    )


def card(name: str = "Morning Ritual", offer: str = "20% off", button: str = "Buy now") -> EndCardClip:
    return EndCardClip(scene=0, start=0, frames=90, product_name=name, offer=offer, call_to_action=button)


@given(PLATFORMS, COPY, COPY, COPY)
@settings(max_examples=60, deadline=None)
def test_an_end_card_keeps_its_parts_apart_and_above_the_captions(
    platform: Platform, name: str, offer: str, button: str
) -> None:
    layout = layout_for(platform)
    placed = end_card.arrange(card(name, offer, button), layout)
    box = placed.button
    assert layout.safe.top - 2 <= min([word.baseline - word.em for word in placed.name] or [layout.safe.top])
    assert box.y + box.height <= layout.captions.top + 2
    assert layout.safe.left - 2 <= box.x
    assert box.x + box.width <= layout.safe.right + 2
    assert all(word.baseline < placed.rule.top for word in placed.name)
    assert all(placed.rule.bottom < word.baseline < box.y for word in placed.offer)


@given(PLATFORMS, st.sampled_from(list(TitleRole)), st.sampled_from(list(TitlePlace)), COPY)
@settings(max_examples=60, deadline=None)
def test_titles_are_inside_the_safe_area_and_off_the_captions(
    platform: Platform, role: TitleRole, place: TitlePlace, text: str
) -> None:
    layout = layout_for(platform)
    _fitted, words = titles.arrange(Title(start=0, frames=60, text=text, role=role, place=place), layout)
    assert inside(words, Area(layout.safe.left, layout.safe.top, layout.safe.right, layout.captions.top))


@given(PLATFORMS, COPY)
@settings(max_examples=40, deadline=None)
def test_headlines_are_inside_the_safe_area(platform: Platform, text: str) -> None:
    layout = layout_for(platform)
    placed = cards.arrange(headline_words(text, None, 0, 60), layout, "en")
    assert inside(placed, layout.safe)


def test_headline_words_all_stand_before_the_card_is_over() -> None:
    words = headline_words("w " * 40, None, 100, 60)
    assert len(words) == 40
    assert all(100 < word.start < word.end == 160 for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert words[-1].start <= 136


def test_the_marked_word_is_the_number_or_the_longest() -> None:
    assert key_word("Sleep 8 hours tonight".split()) == 1
    assert key_word("You feel exhausted, again".split()) == 2
    assert key_word(["Only", "this"]) is None


@pytest.fixture
def layout() -> Layout:
    return layout_for(Platform.SQUARE)


def test_the_end_card_is_drawn_in_the_palettes_colours(tmp_path: Path, layout: Layout) -> None:
    palette = PALETTES[2]
    placed = end_card.arrange(card(), layout)
    end_card.draw_panel(tmp_path / "panel.png", placed, layout, palette)
    end_card.draw_button(tmp_path / "button.png", placed, layout, palette)
    panel, button = Image.open(tmp_path / "panel.png"), Image.open(tmp_path / "button.png")
    left, top = end_card.panel_place(tmp_path / "panel.png")
    assert 0 < left < left + panel.width < 1080  # no more than is drawn
    assert 0 < top < top + panel.height < 1080
    assert min(word.centre_x - word.width / 2 for word in placed.name + placed.offer) > left
    assert placed.rule.bottom < top + panel.height
    assert (*rgb(palette.text), 255) in {colour for _count, colour in panel.getcolors(maxcolors=1 << 20) or []}
    margin = end_card.button_margin(layout)
    middle = button.getpixel((margin + placed.button.height // 2, margin + 12))
    assert middle == (*rgb(palette.accent), 255)


def test_arabic_buttons_point_the_other_way(tmp_path: Path, layout: Layout) -> None:
    pictures = []
    for label in ("Buy now", "اطلب الآن"):
        placed = end_card.arrange(card(button=label), layout)
        end_card.draw_button(tmp_path / "button.png", placed, layout, PALETTES[0])
        pictures.append(np.asarray(Image.open(tmp_path / "button.png").convert("L")).astype(int))
    ink_left = [_dark_share(picture[:, : picture.shape[1] // 5]) for picture in pictures]
    assert ink_left[1] > ink_left[0]


def test_an_offer_that_the_button_repeats_gives_its_place_to_the_product(layout: Layout) -> None:
    placed = end_card.arrange(card("Morning Ritual", "Buy now!", "buy NOW"), layout)
    assert [word.text for word in placed.offer] == ["Morning", "Ritual"]
    assert not placed.name
    assert [word.text for word in placed.label] == ["buy", "NOW"]


@pytest.mark.parametrize("size", [FrameSize(1080, 1920), FrameSize(360, 640)])
def test_the_arrow_keeps_off_a_label_of_two_lines_at_every_size(tmp_path: Path, size: FrameSize) -> None:
    layout = layout_for(Platform.TIKTOK).drawn_at(size)
    placed = end_card.arrange(card(button="Book your free consultation"), layout)
    assert len({word.baseline for word in placed.label}) == 2
    end_card.draw_button(tmp_path / "button.png", placed, layout, PALETTES[0])
    margin, box = end_card.button_margin(layout), placed.button
    picture = np.asarray(Image.open(tmp_path / "button.png").convert("L"))[margin : margin + box.height]
    label_end = max(word.centre_x + word.width / 2 for word in placed.label) - 20 * layout.unit - box.x + margin
    middle = slice(box.height // 4, -box.height // 4)
    gap = picture[middle, round(label_end + 8 * layout.unit) : round(label_end + 26 * layout.unit)]
    assert gap.min() > 150, "nothing dark between the words and the arrow"


def _dark_share(part: "np.ndarray[tuple[int, int], np.dtype[np.int_]]") -> float:
    rows = part[part.shape[0] // 3 : -part.shape[0] // 3]
    return float((rows < 60).mean())


def test_backgrounds_are_smooth_moving_and_reproducible(tmp_path: Path) -> None:
    frame = Platform.SQUARE.frame
    small = background.size(frame)
    for name in ("one", "two"):
        background.write_background(tmp_path / name, PALETTES[0], frame, 31, [7, 1])
    raw = np.fromfile(tmp_path / "one", "<u2")
    assert raw.tobytes() == (tmp_path / "two").read_bytes()
    film = raw.reshape(31, 3, small.height, small.width) / 256
    luma = film[:, 0]
    assert 16 <= luma.min() <= luma.max() <= 235
    assert np.abs(np.diff(luma, axis=2)).max() < 12
    assert np.abs(luma[30] - luma[0]).mean() > 1
    assert np.abs(luma[1] - luma[0]).max() < 3


def test_the_palette_follows_the_product_and_its_ink_is_readable() -> None:
    assert palette_for("Morning Ritual") == palette_for("morning ritual")
    assert len({palette_for(f"product {n}").base for n in range(60)}) == len(PALETTES)
    assert ink_on("#FFD60A") == "#0A0A0A"
    assert ink_on("#1A1A60") == "#FFFFFF"


@pytest.mark.parametrize("platform", list(Platform))
def test_an_end_card_that_is_not_captioned_stands_in_the_middle(platform: Platform) -> None:
    layout = layout_for(platform)
    placed = end_card.arrange(card(), layout, captioned=False)
    above = min(word.baseline - word.em for word in placed.name) - layout.safe.top
    below = layout.safe.bottom - placed.button.y - placed.button.height
    assert below > 0
    assert abs(above - below) < 0.06 * layout.frame.height
