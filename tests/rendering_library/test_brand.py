"""A brand in the ad: colours that can be read, a logo that nothing covers, a font that is set and may be missing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from geminivideo.core.errors import NotFoundError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import CaptionStyle, Platform, Quality, ShotType
from geminivideo.rendering import overlay
from geminivideo.rendering.brand.brand import Brand, Logo
from geminivideo.rendering.brand.colours import contrast, palette_of
from geminivideo.rendering.brand.logo import draw_logo, place_logo
from geminivideo.rendering.brand.model import BrandColours
from geminivideo.rendering.library.judging import font as font_judge
from geminivideo.rendering.library.model import AssetRef, PictureFacts
from geminivideo.rendering.palette import ink_on
from geminivideo.rendering.plan.assets import FontMark
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan_layout import layout_of
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import RenderedVideo, Renderer
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.text import fonts
from geminivideo.rendering.text.fonts import Font
from geminivideo.rendering.titles import arrange
from tests.rendering.doubles import ToneVoice
from tests.rendering.examples import blueprint, film, footage, opener, scene
from tests.rendering.pictures import frame_at, ink
from tests.rendering_library.files import FONT, picture

HEX = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
RED = (200, 30, 30)
DIGEST = "abcdef012345" + "0" * 52


# --- colours ---


@given(HEX, HEX, HEX)
def test_whatever_the_colours_texts_and_buttons_can_be_read(primary: str, accent: str, text: str) -> None:
    palette, notes = palette_of(BrandColours(primary=primary, accent=accent, text=text))
    assert contrast(palette.text, palette.base) >= 4.5
    assert all(contrast(palette.text, glow) >= 3 for glow in palette.glows)
    assert contrast(palette.accent, palette.base) >= 3
    assert contrast(ink_on(palette.accent), palette.accent) >= 4
    assert len(notes) == (palette.base != primary) + (palette.accent != accent)


def test_colours_that_can_be_read_stay_as_they_are() -> None:
    palette, notes = palette_of(BrandColours(primary="#10243e", accent="#ffb703"))
    assert (palette.base, palette.accent, notes) == ("#10243E", "#FFB703", ())


def test_a_light_brand_with_dark_texts_is_not_turned_dark() -> None:
    palette, _notes = palette_of(BrandColours(primary="#F4EFE6", accent="#B3261E", text="#1A1A1A"))
    assert palette.base == "#F4EFE6"


@pytest.mark.parametrize("wrong", ["reddish", "#FFF", "#GGGGGG", "red;", "#1234567", ""])
def test_what_is_no_colour_is_told_how_to_be_written(wrong: str) -> None:
    with pytest.raises(ValidationError, match="write #RRGGBB"):
        BrandColours(primary=wrong, accent="#FFFFFF")


# --- logo ---


@given(st.integers(16, 4000), st.integers(16, 4000), st.sampled_from(Platform), st.sampled_from(["en", "ar"]))
def test_a_logo_stands_in_the_corner_of_the_safe_area(width: int, height: int, platform: Platform, lang: str) -> None:
    layout = layout_for(platform)
    mark = place_logo(AssetRef(asset_id="a", sha256="b"), PictureFacts(width=width, height=height, transparent=True),
                      layout, lang)  # fmt: skip
    assert layout.safe.left - 2 <= mark.x
    assert mark.x + mark.width <= layout.safe.right + 2
    assert abs(mark.y - layout.safe.top) <= 2
    assert mark.height <= 0.12 * layout.safe.height
    assert (mark.x > layout.frame.width / 2) == (lang == "ar")


def test_a_dark_drawing_gets_a_plate_and_a_light_one_does_not(tmp_path: Path) -> None:
    corners = {}
    for name, colour in {"dark": (10, 10, 40, 255), "light": (240, 240, 240, 255)}.items():
        logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
        logo.paste(colour, (60, 30, 140, 70))
        logo.save(tmp_path / f"{name}.png")
        draw_logo(tmp_path / f"{name}.png", (120, 60), tmp_path / f"{name}-drawn.png")
        with Image.open(tmp_path / f"{name}-drawn.png") as drawn:
            assert drawn.size == (120, 60)
            assert drawn.getpixel((60, 30))[:3] == pytest.approx(colour[:3], abs=3)  # type: ignore[index]
            corners[name] = drawn.getpixel((60, 4))
    assert corners["dark"][3] > 200  # type: ignore[index]
    assert corners["light"][3] < 100  # type: ignore[index]


# --- in the plan and the picture ---


def own_font(folder: Path) -> FontMark:
    facts = font_judge.judge(FONT, folder / "own.ttf", digest=DIGEST)
    return FontMark(asset_id="asset_font", sha256="f0", family=facts.family)


def library(files: dict[str, Path]) -> Callable[[AssetRef], AbstractContextManager[Path]]:
    @contextmanager
    def open_asset(ref: AssetRef) -> Iterator[Path]:
        if ref.asset_id not in files:
            raise NotFoundError(f"The asset {ref.asset_id} was removed.", next_step="use another")
        yield files[ref.asset_id]

    return open_asset


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("brand")


@pytest.fixture(scope="module")
def request_(folder: Path) -> RenderRequest:
    brand = Brand(
        palette=palette_of(BrandColours(primary="#123456", accent="#FFD60A")).palette,
        logo=Logo(AssetRef(asset_id="asset_logo", sha256="10"), PictureFacts(width=96, height=96, transparent=False)),
        font=own_font(folder),
        notes=("a note of the brand",),
    )
    of = film(folder / "red.mp4", [RED] * 90)
    ad = blueprint(scene(1.2, on_screen_text="Hello big world"), scene(1.0, shot_type=ShotType.TEXT_CARD), scene(2.5))
    return RenderRequest(
        ad, [footage(of)], Platform.SQUARE, Quality.DRAFT, caption_style=CaptionStyle.NONE, preview=True,
        styling=Styling(brand=brand),
    )  # fmt: skip


def render(request: RenderRequest, folder: Path, work: str, files: dict[str, Path], ffmpeg: Ffmpeg) -> RenderedVideo:
    renderer = Renderer(ffmpeg, ToneVoice(), Slots(folder / "slots", 2))
    sources = opener({"footage_red": folder / "red.mp4"})
    return renderer.render(request, RenderContext(folder / work, sources, library(files)))


@pytest.fixture(scope="module")
def branded(request_: RenderRequest, folder: Path, ffmpeg: Ffmpeg) -> RenderedVideo:
    logo = picture(folder / "logo.png", (96, 96), (20, 220, 60))
    return render(request_, folder, "whole", {"asset_logo": logo, "asset_font": folder / "own.ttf"}, ffmpeg)


def test_the_logo_stands_over_footage_cards_and_end_card(branded: RenderedVideo) -> None:
    mark = branded.plan.logo
    assert mark is not None
    for number in (5, branded.plan.clips[1].start + 5, branded.plan.frames - 2):
        found = ink(frame_at(branded.path, number), (20, 220, 60), 45)
        assert found is not None, number
        left, top, right, bottom = (3 * edge for edge in found)
        assert mark.x - 6 <= left < right <= mark.x + mark.width + 6
        assert mark.y - 6 <= top < bottom <= mark.y + mark.height + 6


def test_texts_keep_clear_of_the_logo(branded: RenderedVideo) -> None:
    plan, mark = branded.plan, branded.plan.logo
    assert mark is not None
    layout = layout_of(plan)
    _fitted, words = arrange(plan.titles[0], layout)
    assert min(word.baseline - word.em for word in words) > mark.y + mark.height
    moved = plan.model_copy(update={"logo": mark.model_copy(update={"y": 800})})
    assert layout_of(moved).title == layout_for(plan.platform).title, "moved away by hand it takes no room there"


def test_the_own_font_is_what_titles_are_set_in(branded: RenderedVideo) -> None:
    events = list(overlay.events(branded.plan))
    texts = "".join(event.text for event in events)
    assert "\\fnAssetabcdef012345" in texts
    assert fonts.face(Font.BLACK).family not in texts
    own = layout_of(branded.plan).own_font
    assert own is not None
    assert fonts.width("Hello", own) == pytest.approx(fonts.width("Hello", Font.CONDENSED), rel=0.01)
    assert [run.font for run in fonts.runs("a🔥", own)] == [own, Font.EMOJI], "what it lacks comes from bundled ones"


def test_libass_draws_the_own_font_and_not_another(branded: RenderedVideo, folder: Path) -> None:
    """The title's letters are as wide as measured; any stand-in would be half as wide again."""
    accent = (255, 214, 10)
    box = ink(frame_at(branded.path, 25), accent, 40)
    _fitted, words = arrange(branded.plan.titles[0], layout_of(branded.plan))
    width = max(w.centre_x + w.width / 2 for w in words) - min(w.centre_x - w.width / 2 for w in words)
    assert box is not None
    assert 3 * (box[2] - box[0]) == pytest.approx(width + 0.6 * words[0].em, rel=0.06)
    dark = np.abs(frame_at(branded.path, 25).astype(int) - (10, 10, 10)).max(axis=2) < 60
    columns = np.flatnonzero(dark[box[1] : box[3], box[0] : box[2]].any(axis=0))
    assert 3 * (columns[-1] - columns[0]) == pytest.approx(width, rel=0.06)


def test_what_was_moved_or_missing_is_in_the_report(branded: RenderedVideo) -> None:
    assert branded.report.notes == ("a note of the brand",)


def test_a_missing_font_is_replaced_and_said_so(
    request_: RenderRequest, folder: Path, branded: RenderedVideo, ffmpeg: Ffmpeg
) -> None:
    video = render(request_, folder, "without", {"asset_logo": folder / "logo.png"}, ffmpeg)
    assert video.plan.font is None
    assert any("asset_font is missing" in note for note in video.report.notes)
    assert fonts.face(Font.BLACK).family in "".join(event.text for event in overlay.events(video.plan))


def test_a_logo_outside_the_frame_is_no_plan(branded: RenderedVideo) -> None:
    mark = branded.plan.logo
    assert mark is not None
    with pytest.raises(ValidationError, match="logo is not inside"):
        EditPlan(**{**dict(branded.plan), "logo": mark.model_copy(update={"x": 1070})})


def test_no_other_name_than_ours_can_be_a_font(branded: RenderedVideo) -> None:
    with pytest.raises(ValidationError):
        FontMark(asset_id="a", sha256="b", family="x}{\\fnArial")
