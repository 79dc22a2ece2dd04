"""Fonts, directions and fitting: what is measured is what will be drawn."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.direction import reads_right_to_left, visual_order
from geminivideo.rendering.text.fitting import Placed, Setting, fit, place
from geminivideo.rendering.text.fonts import Font, Run

TOKENS = st.lists(st.text("abcdefgWMl1.,!?'éßж", min_size=1, max_size=16), min_size=1, max_size=14)


def setting(**changed: object) -> Setting:
    values: dict[str, object] = {
        "font": Font.BLACK,
        "largest": 100.0,
        "smallest": 40.0,
        "max_width": 800.0,
        "max_height": 400.0,
        "max_lines": 3,
    }
    return Setting(**(values | changed))  # type: ignore[arg-type]


def test_each_script_gets_a_font_that_has_its_letters() -> None:
    assert fonts.runs("Café", Font.BLACK) == (Run("Café", Font.BLACK),)
    assert fonts.runs("عرض", Font.BLACK) == (Run("عرض", Font.ARABIC),)
    assert fonts.runs("ok🔥", Font.CONDENSED) == (Run("ok", Font.CONDENSED), Run("🔥", Font.EMOJI))
    assert fonts.runs("Привет", Font.CONDENSED) == (Run("Привет", Font.BLACK),)


def test_arabic_words_with_marks_and_punctuation_are_one_run() -> None:
    assert fonts.runs("«مَرحَبًا!»", Font.BLACK) == (Run("«مَرحَبًا!»", Font.ARABIC),)


def test_joined_emoji_are_not_torn_apart() -> None:
    assert fonts.runs("a👩‍💻", Font.BLACK)[1] == Run("👩‍💻", Font.EMOJI)
    assert fonts.runs("👍🏽", Font.BLACK) == (Run("👍🏽", Font.EMOJI),)


def test_characters_without_a_bundled_font_are_named_once() -> None:
    assert fonts.uncovered(["Hello 世界", "世 ok 🔥 عرض"]) == "世界"


def test_fontconfig_names_the_machine_only_when_asked() -> None:
    alone = fonts.fontconfig(fonts.font_folder(), with_system_fonts=False)
    assert str(fonts.font_folder()) in alone
    assert "/usr/share" not in alone
    assert "/usr/share/fonts" in fonts.fontconfig(fonts.font_folder(), with_system_fonts=True)


def test_the_first_strong_character_decides_the_direction() -> None:
    assert reads_right_to_left(["50%", "خصم", "today"])
    assert not reads_right_to_left(["today", "خصم"])
    assert not reads_right_to_left(["50%"])


def test_words_of_the_other_direction_keep_their_own_order() -> None:
    words = ["هاتف", "iPhone", "15", "Pro", "جديد"]
    shown = [words[i] for i in visual_order(words, right_to_left=True)]
    assert shown[0] == "جديد"
    assert shown[-1] == "هاتف"
    assert shown[1:4] == ["iPhone", "15", "Pro"]
    assert visual_order(["a", "b", "c"], right_to_left=False) == [0, 1, 2]


@given(TOKENS)
@settings(max_examples=60, deadline=None)
def test_a_fitted_text_is_inside_its_box_and_complete(words: list[str]) -> None:
    box = setting()
    fitted = fit(words, box)
    assert fitted.width <= box.max_width + 0.01
    assert fitted.height <= box.max_height + 0.01
    assert "".join(piece.text for line in fitted.lines for piece in line) == "".join(words)


@given(TOKENS, st.floats(0, 1000), st.floats(0, 1000))
@settings(max_examples=60, deadline=None)
def test_placed_words_do_not_overlap(words: list[str], x: float, y: float) -> None:
    placed = place(fit(words, setting()), x, y)
    for line in {word.baseline for word in placed}:
        row = sorted((word for word in placed if word.baseline == line), key=lambda word: word.centre_x)
        assert all(edge(before, 1) < edge(after, -1) for before, after in pairwise(row))


def edge(word: Placed, side: int) -> float:
    return word.centre_x + side * word.width / 2


def test_a_word_of_300_letters_is_broken_but_whole() -> None:
    fitted = fit(["x" * 300], setting())
    assert len(fitted.lines) > 3
    assert fitted.width <= 800
    assert fitted.height <= 400
    assert "".join(piece.text for line in fitted.lines for piece in line) == "x" * 300


def test_lines_are_balanced() -> None:
    fitted = fit(["aaa"] * 5, setting(largest=90.0, max_width=700.0))
    assert [len(line) for line in fitted.lines] in ([3, 2], [2, 3])


def test_fewer_lines_are_preferred_when_asked() -> None:
    words = "20% off your first order".split()
    broken = fit(words, setting(largest=134.0, max_width=790.0, max_height=600.0, max_lines=4))
    calm = fit(words, setting(largest=134.0, max_width=790.0, max_height=600.0, max_lines=4, fewer_lines=True))
    assert len(calm.lines) < len(broken.lines)
    assert calm.em >= 0.8 * broken.em


def test_right_to_left_lines_start_on_the_right() -> None:
    placed = place(fit(["أول", "ثاني"], setting()), 500, 500)
    by_word = {word.word: word for word in placed}
    assert by_word[0].centre_x > by_word[1].centre_x


@pytest.mark.parametrize("font", list(Font))
def test_every_font_is_bundled_with_its_measures(font: Font) -> None:
    face = fonts.face(font)
    assert 0.5 < face.cap_height < 1.2
    assert face.line > 1
    assert face.family
