"""Colour: looks that are told apart, tables that shift nothing else, clips that come nearer to each other."""

import re
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.core.vocabulary import CaptionStyle, FrameSize, LookName, Platform, Quality
from geminivideo.rendering import filters, source_facts
from geminivideo.rendering.colour.appearance import Appearance, measure
from geminivideo.rendering.colour.filters import grade
from geminivideo.rendering.colour.looks import LOOKS, with_look
from geminivideo.rendering.colour.matching import match
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.library.judging import lut as lut_judge
from geminivideo.rendering.palette import PALETTES
from geminivideo.rendering.plan.assets import LutMark
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.framing import CropWindow, Grade
from geminivideo.rendering.render_context import RenderContext
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.renderer import RenderedVideo, Renderer
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.styling import Styling
from geminivideo.rendering.timeline import lay_out
from tests.rendering.doubles import ToneVoice
from tests.rendering.examples import blueprint, film, footage, opener, scene, source, speeches
from tests.rendering.pictures import frame_at
from tests.rendering_library.files import cube
from tests.rendering_library.test_brand import library

PLAIN = SourceFacts(demuxer="mov", matrix="bt709", full_range=False, hdr=False)
COLOURS = [(230, 210, 20), (200, 30, 30), (30, 60, 200), (128, 128, 128)]


def graded(ffmpeg: Ffmpeg, wanted: Grade, colour: tuple[int, int, int], folder: Path) -> list[float]:
    of = film(folder / "plain.mp4", [colour] * 2, width=64, height=64)
    target = folder / "graded.mp4"
    encode = ["-c:v", "libx264", "-crf", "2", "-colorspace", "bt709", "-color_range", "tv", str(target)]
    ffmpeg.run(["-v", "error", "-y", "-i", str(folder / f"{of.label}.mp4"), "-vf", grade(wanted), *encode])
    return [float(value) for value in frame_at(target, 0)[8:56, 8:56].mean(axis=(0, 1))]


# --- looks ---


def test_there_are_the_ten_looks_and_no_two_are_the_same() -> None:
    assert set(LOOKS) == set(LookName)
    assert len(LookName) == 10
    assert len({with_look(Grade(), name) for name in LookName} | {Grade()}) == 11


@given(
    st.builds(
        Grade, contrast=st.floats(0.5, 2), saturation=st.floats(0, 3), gamma=st.floats(0.5, 2), warmth=st.just(3)
    ),
    st.sampled_from(LookName),
)  # fmt: skip
def test_a_look_over_any_grade_is_a_grade(wanted: Grade, name: LookName) -> None:
    text = grade(with_look(wanted, name))
    assert re.fullmatch(r"lutyuv=y='[-+*/().,\w]+':u='[-+*/().,\w]+':v='[-+*/().,\w]+'", text)


def test_warm_is_warm_and_a_fade_lifts_black(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    grey = {
        name: graded(ffmpeg, with_look(Grade(), name), (128, 128, 128), tmp_path)
        for name in (LookName.WARM, LookName.COLD)
    }
    assert grey[LookName.WARM][0] - grey[LookName.WARM][2] > 15
    assert grey[LookName.COLD][2] - grey[LookName.COLD][0] > 15
    black = graded(ffmpeg, with_look(Grade(), LookName.INSTAGRAM_FADE), (0, 0, 0), tmp_path)
    assert min(black) > 15


def test_tint_goes_from_green_to_magenta(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    red, green, blue = graded(ffmpeg, Grade(tint=10), (128, 128, 128), tmp_path)
    assert green < red - 10
    assert green < blue - 10
    assert graded(ffmpeg, Grade(), (128, 128, 128), tmp_path) == pytest.approx([128] * 3, abs=2)


def test_the_look_is_in_the_grades_of_the_plan() -> None:
    ad = blueprint(scene(4), scene(4), scene(2.5))
    settings = EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0, styling=Styling(look=LookName.COLD))
    plan = make_plan(ad, lay_out(ad, speeches(ad)), [footage(seconds) for seconds in (source(seconds=40),)], settings)
    clips = [clip for clip in plan.clips if isinstance(clip, FootageClip)]
    assert clips
    assert all(clip.grade.warmth < 0 and clip.grade_reason == "look cold" for clip in clips)


# --- tables ---


def test_a_table_stands_before_the_enlargement_with_its_matrices_declared() -> None:
    small = FootageClip(
        scene=0, start=0, frames=9, footage_id="a", scene_id="a", in_seconds=0,
        crop=CropWindow(x=0, y=0, width=180, height=180),
    )  # fmt: skip
    text = filters.covering(FrameSize(1080, 1080), small, PLAIN, lut=True)
    assert text.index("lut3d=file=look.cube") < text.index("scale=1080:1080")
    assert "in_color_matrix=bt709" in text
    assert "out_color_matrix=bt709" in text
    assert "lut3d" not in filters.covering(FrameSize(1080, 1080), small, PLAIN)


def flat_plan(sources: list[str], folder: Path, colours: list[tuple[int, int, int]], **changed: object) -> EditPlan:
    films = [film(folder / f"{name}.mp4", [colour] * 30) for name, colour in zip(sources, colours, strict=True)]
    clips = tuple(
        FootageClip(
            scene=0, start=12 * number, frames=12, footage_id=of.footage_id, scene_id="x", in_seconds=0.1,
            crop=CropWindow(x=0, y=0, width=180, height=180),
        )
        for number, of in enumerate(films)
    )  # fmt: skip
    values: dict[str, object] = {
        "blueprint_id": "bp", "platform": Platform.SQUARE, "width": 1080, "height": 1080, "frames": clips[-1].end,
        "language": "en", "seed": 0, "palette": PALETTES[0], "sources": tuple(films), "clips": clips, "narration": (),
        "titles": (), "caption_style": CaptionStyle.NONE, "music": None,
    }  # fmt: skip
    return EditPlan.model_validate(values | changed)


@pytest.fixture
def preview(ffmpeg: Ffmpeg, tmp_path: Path) -> Callable[[EditPlan, str, Path], RenderedVideo]:
    def render(plan: EditPlan, work: str, table: Path) -> RenderedVideo:
        renderer = Renderer(ffmpeg, ToneVoice(), Slots(tmp_path / "slots", 2))
        files = {each.footage_id: tmp_path / f"{each.label}.mp4" for each in plan.sources}
        return renderer.preview(
            plan, RenderContext(tmp_path / f"work-{work}", opener(files), library({"asset_lut": table}))
        )

    return render


def test_the_identity_changes_no_colour_and_half_is_half(
    preview: Callable[[EditPlan, str, Path], RenderedVideo], tmp_path: Path
) -> None:
    names = [f"film{number}" for number in range(len(COLOURS))]
    plain = flat_plan(names, tmp_path, COLOURS)
    dressed = flat_plan(names, tmp_path, COLOURS, lut=LutMark(asset_id="asset_lut", sha256="1"))
    halved = flat_plan(names, tmp_path, COLOURS, lut=LutMark(asset_id="asset_lut", sha256="2"))
    lut_judge.judge(cube(tmp_path / "one.cube", 17), tmp_path / "one")
    lut_judge.judge(cube(tmp_path / "half.cube", 17, gain=0.5), tmp_path / "half")
    videos = [preview(plain, "plain", tmp_path / "one"), preview(dressed, "one", tmp_path / "one")]
    videos.append(preview(halved, "half", tmp_path / "half"))
    for number, colour in enumerate(COLOURS):
        before, same, half = (frame_at(v.path, 12 * number + 6)[100:200, 100:200].mean(axis=(0, 1)) for v in videos)
        assert np.abs(same - before).max() < 4, colour
        assert np.abs(half - before / 2).max() < 5, colour


# --- clips that match ---


def seen(light: float, blue: float | None = 0.0, red: float | None = 0.0) -> Appearance:
    return Appearance(light=light, blue=blue, red=red)


def grades(plan: EditPlan) -> list[Grade]:
    return [clip.grade for clip in plan.clips if isinstance(clip, FootageClip)]


@pytest.mark.parametrize("name", ["01_dog.mp4", "chaplin.mp4"])
def test_a_dark_and_warm_copy_of_a_film_comes_nearer(
    ffmpeg: Ffmpeg, tmp_path: Path, shared_data: Path, name: str
) -> None:
    """The same film, once one stop darker and warm: measured, matched, graded, measured again."""
    given = shared_data / "footage" / name
    changes = {"one": "null", "other": "lutyuv=y='16+(val-16)*0.62':u=val-7:v=val+7"}
    for copy, change in changes.items():
        ffmpeg.run(
            [
                "-v",
                "error",
                "-y",
                "-t",
                "0.6",
                "-i",
                str(given),
                "-vf",
                f"scale=320:-2,{change}",
                str(tmp_path / f"{copy}.mp4"),
            ]
        )
    before = [looked_at(tmp_path / f"{copy}.mp4") for copy in changes]
    plan = match(flat_plan(["a", "b"], tmp_path, [(9, 9, 9)] * 2), dict(enumerate(before)))
    for copy, wanted in zip(changes, grades(plan), strict=True):
        filtered = ["-vf", grade(wanted), str(tmp_path / f"{copy}-graded.mp4")]
        ffmpeg.run(["-v", "error", "-y", "-i", str(tmp_path / f"{copy}.mp4"), *filtered])
    after = [looked_at(tmp_path / f"{copy}-graded.mp4") for copy in changes]
    assert apart(after)[0] < 0.4 * apart(before)[0]
    assert apart(after)[1] < 0.4 * apart(before)[1]
    reasons = [clip.grade_reason for clip in plan.clips if isinstance(clip, FootageClip)]
    assert "lighter" in reasons[1]
    assert "cooler" in reasons[1]
    assert "darker" in reasons[0]


def looked_at(path: Path) -> Appearance:
    found = measure(path, source_facts.look(path), 0.1, 0.4)
    assert found is not None
    return found


def apart(both: list[Appearance]) -> tuple[float, float]:
    one, other = both
    assert one.red is not None
    assert other.red is not None
    assert one.blue is not None
    assert other.blue is not None
    return abs(np.log(one.light / other.light)), abs((one.red - one.blue) - (other.red - other.blue))


def test_a_night_is_not_turned_to_day(tmp_path: Path) -> None:
    plan = flat_plan(["a", "b", "c"], tmp_path, [(9, 9, 9)] * 3)
    changed = grades(match(plan, {0: seen(0.5), 1: seen(0.5), 2: seen(0.03)}))
    assert [each.gamma for each in changed] == [1.0, 1.0, 1.0]
    dim = grades(match(plan, {0: seen(0.5), 1: seen(0.5), 2: seen(0.2)}))
    assert 1.0 < dim[2].gamma <= 1.25


@given(st.lists(st.builds(seen, st.floats(0.004, 1), st.floats(-30, 30), st.floats(-30, 30)), min_size=3, max_size=3))
def test_matching_is_bounded_and_explained(found: list[Appearance]) -> None:
    of = source("a")
    clips = tuple(
        FootageClip(
            scene=0, start=12 * n, frames=12, footage_id=of.footage_id, scene_id="x", in_seconds=0,
            crop=CropWindow(x=0, y=0, width=180, height=180),
        )
        for n in range(3)
    )  # fmt: skip
    plan = EditPlan(
        blueprint_id="bp", platform=Platform.SQUARE, width=1080, height=1080, frames=36, language="en", seed=0,
        palette=PALETTES[0], sources=(of,), clips=clips, narration=(), titles=(), caption_style=CaptionStyle.NONE,
        music=None,
    )  # fmt: skip
    for before, after in zip(plan.clips, match(plan, dict(enumerate(found))).clips, strict=True):
        assert isinstance(before, FootageClip)
        assert isinstance(after, FootageClip)
        assert 0.79 <= after.grade.gamma <= 1.26
        assert abs(after.grade.warmth) <= 8
        assert abs(after.grade.tint) <= 8
        assert bool(after.grade_reason) == (after.grade != before.grade) or abs(after.grade.gamma - 1) < 0.02


def test_a_picture_without_grey_says_nothing_of_white(tmp_path: Path) -> None:
    of = film(tmp_path / "red.mp4", [(200, 20, 20)] * 20)
    found = measure(tmp_path / "red.mp4", source_facts.look(tmp_path / "red.mp4"), 0.1, 0.4)
    assert of.width == 320
    assert found is not None
    assert (found.blue, found.red) == (None, None)


def test_past_the_end_there_is_nothing_to_measure(tmp_path: Path) -> None:
    film(tmp_path / "short.mp4", [(99, 99, 99)] * 5)
    assert measure(tmp_path / "short.mp4", PLAIN, 9.0, 1.0) is None


def test_a_render_matches_its_clips_unless_told_not_to(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    films = [
        film(tmp_path / "day.mp4", [(150, 150, 150)] * 120),
        film(tmp_path / "dusk.mp4", [(80, 80, 80)] * 120),
    ]
    ad = blueprint(scene(2.0, footage_query="day"), scene(2.0, footage_query="dusk"), scene(2.5))
    request = RenderRequest(ad, [footage(each) for each in films], Platform.SQUARE, Quality.DRAFT)
    files = opener({each.footage_id: tmp_path / f"{each.label}.mp4" for each in films})
    renderer = Renderer(ffmpeg, ToneVoice(), Slots(tmp_path / "slots", 2))
    plan = renderer.plan(request, RenderContext(tmp_path / "work", files))
    assert sum("to match the other clips" in getattr(clip, "grade_reason", "") for clip in plan.clips) >= 2
    assert renderer.plan(request, RenderContext(tmp_path / "work", files)) == plan
    off = RenderRequest(ad, request.scenes, Platform.SQUARE, styling=Styling(match_clips=False))
    plan = renderer.plan(off, RenderContext(tmp_path / "off", files))
    assert not any(getattr(clip, "grade_reason", "") for clip in plan.clips)


def test_the_files_written_here_are_what_they_say(tmp_path: Path) -> None:
    """The films above are tagged, so that what is measured is not a player's guess."""
    film(tmp_path / "x.mp4", [(1, 2, 3)] * 3)
    with av.open(str(tmp_path / "x.mp4")) as container:
        assert container.streams.video[0].codec_context.colorspace == 1
