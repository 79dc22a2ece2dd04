"""What is measured is judged against the plan, and logs of several ffmpeg versions are understood."""

import pytest

from geminivideo.core.vocabulary import CaptionStyle, Platform
from geminivideo.rendering.editing import EditSettings, make_plan
from geminivideo.rendering.plan.clips import FootageClip
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.verification.faults import loudness_faults, picture_faults, structure_faults
from geminivideo.rendering.verification.logs import black_in, frozen_in, loudness_in
from geminivideo.rendering.verification.report import RenderReport, Stretch
from tests.rendering.examples import blueprint, footage, scene, speeches


@pytest.fixture
def plan() -> EditPlan:
    ad = blueprint(scene(3), scene(3))
    return make_plan(
        ad, lay_out(ad, speeches(ad)), [footage()], EditSettings(Platform.SQUARE, CaptionStyle.NONE, seed=0)
    )


def report(plan: EditPlan, **changed: object) -> RenderReport:
    values: dict[str, object] = {
        "width": plan.width,
        "height": plan.height,
        "frames": plan.frames,
        "seconds": plan.seconds,
        "video_codec": "h264",
        "pixel_format": "yuv420p",
        "audio_codec": "aac",
        "loudness_lufs": -14.0,
        "true_peak_dbtp": -1.5,
    }
    return RenderReport.model_validate(values | changed)


def faults(plan: EditPlan, **changed: object) -> str:
    measured = report(plan, **changed)
    return "; ".join(
        structure_faults(measured, plan, plan.platform.frame)
        + loudness_faults(measured, plan)
        + picture_faults(measured, plan)
    )


def test_what_is_as_planned_has_no_fault(plan: EditPlan) -> None:
    assert faults(plan) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"width": 720}, "size is 720x1080, planned 1080x1080"),
        ({"frames": 3}, "frames is 3"),
        ({"seconds": 1.0}, "it lasts 1.0 s"),
        ({"video_codec": "hevc"}, "video codec is hevc"),
        ({"pixel_format": "yuv444p"}, "pixel format is yuv444p"),
        ({"audio_codec": ""}, "audio is "),
        ({"notes": ("uneven time steps [512, 513]",)}, "uneven time steps"),
        ({"loudness_lufs": -20.0}, "loudness is -20.0 LUFS"),
        ({"true_peak_dbtp": -0.2}, "true peak is -0.2"),
        ({"black": (Stretch(start=0.5, end=1.5),)}, "black at 0.5 s"),
        ({"frozen": (Stretch(start=0.2, end=1.9),)}, "stands still at 0.2 s"),
    ],
)
def test_each_fault_is_named(plan: EditPlan, changed: dict[str, object], said: str) -> None:
    assert said in faults(plan, **changed)


@pytest.mark.parametrize("loudness", [None, -70.0])
def test_silence_is_a_fault_only_where_something_should_sound(plan: EditPlan, loudness: float | None) -> None:
    assert "silent" in faults(plan, loudness_lufs=loudness, true_peak_dbtp=loudness)
    mute = plan.model_copy(update={"narration": (), "music": None})
    assert faults(mute, loudness_lufs=loudness, true_peak_dbtp=loudness) == ""


def test_calm_cards_are_no_fault(plan: EditPlan) -> None:
    assert faults(plan, frozen=(Stretch(start=3.1, end=6.0),), black=(Stretch(start=3.1, end=4.0),)) == ""


@pytest.mark.parametrize("known", [{"motion": 0.0, "brightness": 0.05}, {"motion": None, "brightness": None}])
def test_a_dark_still_source_explains_its_picture(plan: EditPlan, known: dict[str, float | None]) -> None:
    clips = tuple(clip.model_copy(update=known) if isinstance(clip, FootageClip) else clip for clip in plan.clips)
    dark = EditPlan(**{**dict(plan), "clips": clips})
    assert faults(dark, black=(Stretch(start=0.0, end=2.0),), frozen=(Stretch(start=0.0, end=2.0),)) == ""


OLD_LOG = """
[Parsed_ebur128_1 @ 0x1] Summary:
  Integrated loudness:
    I:         -70.0 LUFS
[blackdetect @ 0x2] black_start:1.5 black_end:2.25 black_duration:0.75
[Parsed_ebur128_1 @ 0x1] Summary:

  Integrated loudness:
    I:         -13.8 LUFS
    Threshold: -24.1 LUFS
  True peak:
    Peak:       -1.2 dBFS
"""
NEW_LOG = """
[freezedetect @ 0x1] lavfi.freezedetect.freeze_start: 2.2
[freezedetect @ 0x1] lavfi.freezedetect.freeze_duration: 1.3
[freezedetect @ 0x1] lavfi.freezedetect.freeze_end: 3.5
[Parsed_freezedetect_2 @ 0x1] lavfi.freezedetect.freeze_start: 9
[Parsed_blackdetect_1 @ 0x2] black_start:0 black_end:0.5 black_duration:0.5
  Summary:
    I:         -14.1 LUFS
    Peak:       -inf dBFS
"""


def test_the_last_loudness_summary_counts() -> None:
    assert loudness_in(OLD_LOG) == {"loudness_lufs": -13.8, "true_peak_dbtp": -1.2}


def test_minus_infinity_is_not_a_number() -> None:
    assert loudness_in(NEW_LOG) == {"loudness_lufs": -14.1, "true_peak_dbtp": None}
    assert loudness_in("nothing") == {"loudness_lufs": None, "true_peak_dbtp": None}


def test_stretches_are_read_from_both_kinds_of_log() -> None:
    assert black_in(OLD_LOG) == (Stretch(start=1.5, end=2.25),)
    assert black_in(NEW_LOG) == (Stretch(start=0, end=0.5),)


def test_a_freeze_to_the_end_has_no_end() -> None:
    first, last = frozen_in(NEW_LOG)
    assert first == Stretch(start=2.2, end=3.5)
    assert last.start == 9
    assert last.end > 1e6
