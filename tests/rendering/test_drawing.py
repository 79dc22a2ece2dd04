"""What libass really draws: our measures are its measures, and no text is obeyed."""

import re
from pathlib import Path

import pytest

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize
from geminivideo.rendering.text import ass, fonts
from geminivideo.rendering.text.ass import Event, Ink
from geminivideo.rendering.text.escape import clean
from geminivideo.rendering.text.fitting import Placed
from geminivideo.rendering.text.fonts import Font
from tests.rendering.pictures import Picture, frame_at, ink

FRAME = FrameSize(1600, 200)
WHITE = (255, 255, 255)


def drawn(ffmpeg: Ffmpeg, folder: Path, events: list[Event], number: int = 1, frames: int = 4) -> Picture:
    (folder / "fonts.conf").write_text(fonts.fontconfig(folder / "cache", with_system_fonts=False))
    (folder / "text.ass").write_text(ass.document(events, FRAME), "utf-8")
    ffmpeg.run(
        [
            *("-v", "error", "-y", "-f", "lavfi", "-i", f"color=c=black:s={FRAME.width}x{FRAME.height}:r=30"),
            *("-vf", "setparams=colorspace=bt709:range=tv,format=yuv444p,ass=f=text.ass", "-frames:v", str(frames)),
            *("-c:v", "ffv1", "out.mkv"),
        ],
        cwd=folder,
        environment={"FONTCONFIG_FILE": str(folder / "fonts.conf")},
    )
    return frame_at(folder / "out.mkv", number)


def word(text: str, font: Font = Font.BLACK, em: float = 60.0) -> Placed:
    return Placed(0, text, FRAME.width / 2, 120.0, fonts.width(text, font) * em, em)


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Hamburgefonstiv", Font.BLACK),
        ("50%OFF", Font.CONDENSED),
        ("Quietly", Font.SEMIBOLD),
        ("عرض", Font.BLACK),
        ("ok🔥عرض", Font.BLACK),
    ],
)
def test_text_is_as_wide_and_as_high_as_measured(ffmpeg: Ffmpeg, tmp_path: Path, text: str, font: Font) -> None:
    placed = word(text, font)
    box = ink(drawn(ffmpeg, tmp_path, [Event(0, 9, 0, ass.word(placed, Ink(font, "#FFFFFF")))]), WHITE, 150)
    assert box is not None
    left, _top, right, bottom = box
    assert right - left == pytest.approx(placed.width, rel=0.05)
    assert (left + right) / 2 == pytest.approx(placed.centre_x, abs=0.03 * placed.width)
    if font is Font.SEMIBOLD:
        return
    assert bottom >= placed.baseline - 3


def test_capitals_stand_on_the_baseline(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    placed = word("HEX")
    box = ink(drawn(ffmpeg, tmp_path, [Event(0, 9, 0, ass.word(placed, Ink(Font.BLACK, "#FFFFFF")))]), WHITE, 120)
    assert box is not None
    cap = fonts.face(Font.BLACK).cap_height * placed.em
    assert box[3] == pytest.approx(placed.baseline, abs=2)
    assert box[3] - box[1] == pytest.approx(cap, abs=2.5)


def caption_texts(shared_data: Path) -> list[str]:
    raw = (shared_data / "hostile" / "made_caption_injection.srt").read_text("utf-8", errors="surrogateescape")
    return [line for line in raw.splitlines() if line and not re.fullmatch(r"\d+|.*-->.*", line)]


def test_hostile_captions_are_shown_to_the_letter(ffmpeg: Ffmpeg, tmp_path: Path, shared_data: Path) -> None:
    """Were a tag obeyed or a letter swallowed, the line would be narrower than the sum of its visible letters."""
    texts = caption_texts(shared_data)
    assert len(texts) == 2
    for text in [*texts, "{\\an8}", "\\N\\h\\n", "{", "}", "a\\{b}c\\", "{{\\\\pos(0,0)}}"]:
        placed = word(clean(text), em=30.0)
        box = ink(drawn(ffmpeg, tmp_path, [Event(0, 9, 0, ass.word(placed, Ink(Font.BLACK, "#FFFFFF")))]), WHITE, 170)
        assert box is not None, text
        # Signs like a lone brace fill less than their advance; a missing tag would be far narrower.
        assert placed.width - 0.6 * placed.em <= box[2] - box[0] <= 1.02 * placed.width + 4, text
        assert abs((box[1] + box[3]) / 2 - placed.baseline) < 1.0 * placed.em, text


def test_an_event_is_visible_in_exactly_its_frames(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    events = [Event(7, 10, 0, ass.word(word("HEX"), Ink(Font.BLACK, "#FFFFFF")))]
    shown = [
        ink(drawn(ffmpeg, tmp_path, events, number, frames=12), WHITE, 120) is not None for number in (6, 7, 9, 10)
    ]
    assert shown == [False, True, True, False]


def test_brand_colours_come_out_as_they_are(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    box = ass.shape(ass.rounded_box(0, 0, 400, 150, 10), "#FFD60A", tags="\\pos(600,20)")
    picture = drawn(ffmpeg, tmp_path, [Event(0, 9, 0, box)])
    assert picture[100, 800].tolist() == pytest.approx([255, 214, 10], abs=3)
    found = ink(picture, (255, 214, 10), 10)
    assert found == pytest.approx((600, 20, 1000, 170), abs=1)


def test_a_box_stands_around_its_word(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    placed = word("BOXED")
    events = [
        Event(0, 9, 0, ass.word_box(placed, Font.BLACK, "#FF0000")),
        Event(0, 9, 1, ass.word(placed, Ink(Font.BLACK, "#FFFFFF"))),
    ]
    picture = drawn(ffmpeg, tmp_path, events)
    inner, outer = ink(picture, WHITE, 60), ink(picture, (255, 0, 0), 40)
    assert inner is not None
    assert outer is not None
    margins = (inner[0] - outer[0], outer[2] - inner[2], inner[1] - outer[1], outer[3] - inner[3])
    assert min(margins) > 4
    assert abs(margins[0] - margins[1]) < 6
    assert abs(margins[2] - margins[3]) < 6
