from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geminivideo.core.errors import CancelledError, UnsupportedMediaError
from geminivideo.core.footage_scene import FootageSource
from geminivideo.footage import analysis as analysis_module
from geminivideo.footage.analysis import analyze
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.faces import FaceDetector
from geminivideo.footage.intake import Admission
from geminivideo.footage.model import Analysis
from geminivideo.footage.observations import Observations
from geminivideo.footage.observe import observe
from geminivideo.footage.settings import AnalysisSettings, ObjectSettings
from tests.footage.builders import nothing, observe_here, source, source_of, texture

Analysed = Callable[[Path], tuple[FootageSource, Analysis]]
Write = Callable[[str, Sequence[Pixels], float], Path]
SETTINGS = AnalysisSettings()


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is not about the process of the pass: a tenth of the time."""
    monkeypatch.setattr(analysis_module, "observe", observe_here)


def assert_sane(source: FootageSource, analysis: Analysis) -> None:
    """What holds for every analysis of every file."""
    scenes = [ranked.scene for ranked in analysis.scenes]
    assert scenes
    assert [scene.index for scene in scenes] == list(range(1, len(scenes) + 1))
    assert sorted(ranked.rank for ranked in analysis.scenes) == [scene.index for scene in scenes]
    assert scenes[0].start_seconds * source.frame_rate <= 1.001
    assert scenes[-1].end_seconds <= source.duration_seconds + 1e-6
    assert all(one.end_seconds == other.start_seconds for one, other in pairwise(scenes))
    for ranked in analysis.scenes:
        scene = ranked.scene
        assert 0 < scene.seconds <= SETTINGS.max_scene_seconds + 1
        assert ranked.reasons
        assert all(scene.start_seconds <= subject.at_seconds < scene.end_seconds for subject in scene.subjects)
        limited = scene.features.model_dump(exclude={"faces", "loudness_lufs"})
        assert all(value is None or 0 <= value <= 1 for value in limited.values())
        assert (scene.features.text is None) == (scene.content.text is None) == ("text" not in scene.content.backends)
        assert scene.features.speech is None
        assert (scene.features.objects is None) == (scene.content.objects is None)
        assert (scene.features.loudness_lufs is not None) == source.has_audio


def test_shots_of_a_cut_film_are_told_apart_to_the_frame(analysed: Analysed, shared_data: Path) -> None:
    source, analysis = analysed(shared_data / "shots" / "landscape_8shots.mp4")

    assert_sane(source, analysis)
    frames = [round(ranked.scene.start_seconds * 30) for ranked in analysis.scenes]
    assert frames == [0, 60, 135, 180, 240, 255, 264, 324]
    assert analysis.scenes[-1].duplicate_of == 2  # the same man with the same ball
    assert [ranked.duplicate_of for ranked in analysis.scenes[:-1]] == [None] * 7
    assert analysis.problems == ()


def test_people_are_seen_by_their_faces_and_hands_by_their_motion(analysed: Analysed, shared_data: Path) -> None:
    _, analysis = analysed(shared_data / "shots" / "landscape_8shots.mp4")

    kinds = [{subject.kind for subject in ranked.scene.subjects} for ranked in analysis.scenes]
    for with_face in (1, 6, 7):
        assert kinds[with_face] == {"face"}
        assert (analysis.scenes[with_face].scene.features.faces or 0) >= 0.9
    assert "motion" in kinds[2]  # hands shuffling cups
    assert all("face" not in kinds[place] for place in (2, 3, 4, 5))
    man = [subject.box.centre_x for subject in analysis.scenes[1].scene.subjects]
    assert np.mean(man) == pytest.approx(0.6, abs=0.05)


def test_a_rotated_clip_is_upright_and_so_are_its_boxes(analysed: Analysed, shared_data: Path) -> None:
    footage = shared_data / "footage"
    plain, of_plain = analysed(footage / "androidx_sample_video_only.mp4")
    turned, of_turned = analysed(footage / "androidx_sample_rotate_and_reflect.mp4")

    assert (plain.width, plain.height) == (1080, 720)
    assert (turned.width, turned.height) == (720, 1080)
    assert_sane(turned, of_turned)
    box = of_plain.scenes[0].scene.subjects[0].box
    turned_box = of_turned.scenes[0].scene.subjects[0].box
    # The metadata swaps the axes. The detector sees a face lying on its side a little differently.
    assert (turned_box.centre_x, turned_box.centre_y) == pytest.approx((box.centre_y, box.centre_x), abs=0.05)


def test_a_silent_black_clip_has_scenes_and_no_subject(analysed: Analysed, shared_data: Path) -> None:
    source, analysis = analysed(shared_data / "footage" / "androidx_silent-black-10s.mp4")

    assert_sane(source, analysis)
    assert [(scene.scene.start_seconds, scene.scene.end_seconds) for scene in analysis.scenes] == [(0, 5), (5, 10)]
    for ranked in analysis.scenes:
        features = ranked.scene.features
        assert (features.motion, features.brightness, features.sharpness, features.faces) == (0, 0, 0, 0)
        assert features.loudness_lufs == -70
        assert ranked.scene.subjects == ()
    assert analysis.scenes[1].duplicate_of == 1


def test_ten_frames_a_second_are_enough(make_clip: Callable[..., Path], analysed: Analysed, shared_data: Path) -> None:
    original = str(shared_data / "footage" / "one-by-one-person-detection.mp4")
    source, analysis = analysed(make_clip("ten.mp4", "-ss", "72", "-i", original, "-t", "9", "-c", "copy"))

    assert source.frame_rate == pytest.approx(10, abs=0.01)
    assert_sane(source, analysis)
    walking = [subject for ranked in analysis.scenes for subject in ranked.scene.subjects if subject.kind == "motion"]
    assert len(walking) >= 3


def test_vp8_in_webm(make_clip: Callable[..., Path], analysed: Analysed, shared_data: Path) -> None:
    original = str(shared_data / "footage" / "big_buck_bunny_0_30.webm")
    source, analysis = analysed(make_clip("vp8.webm", "-i", original, "-t", "3", "-c", "copy"))

    assert_sane(source, analysis)
    starts = [ranked.scene.start_seconds for ranked in analysis.scenes]
    assert len(starts) == 2  # the fade from black, and what comes after it
    assert starts[1] == pytest.approx(2.0, abs=0.2)


def test_without_sound_there_is_no_loudness(analysed: Analysed, shared_data: Path) -> None:
    source, analysis = analysed(shared_data / "footage" / "asl_sister.mkv")
    assert not source.has_audio
    assert_sane(source, analysis)
    assert {subject.kind for subject in analysis.scenes[0].scene.subjects} == {"face"}


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.parametrize("frames", [1, 2, 5])
def test_clips_of_a_few_frames_are_one_scene(
    write_video: Write, admitted: Callable[[Path], Admission], frames: int
) -> None:
    clip = write_video(f"few{frames}.mp4", [texture(320, 180)] * frames, 25)
    source = source_of(admitted(clip))
    analysis = analyze(clip, source, settings=SETTINGS, check=nothing, report=nothing)

    assert_sane(source, analysis)
    (only,) = analysis.scenes
    assert only.scene.seconds == pytest.approx(frames / 25, abs=0.002)
    assert (only.scene.features.motion is None) == (frames < 4)  # motion compares pictures 0.1 s apart
    assert only.scene.features.sharpness is not None


@pytest.mark.usefixtures("in_this_process")
def test_tiny_and_oddly_shaped_pictures(write_video: Write, admitted: Callable[[Path], Admission]) -> None:
    for width, height in ((16, 16), (18, 400), (1000, 20)):
        clip = write_video(f"odd{width}.mp4", [texture(width, height, seed) for seed in range(12)], 25)
        source = source_of(admitted(clip))
        assert_sane(source, analyze(clip, source, settings=SETTINGS, check=nothing, report=nothing))


@pytest.mark.usefixtures("in_this_process")
def test_variable_frame_rates_cut_at_real_times(
    write_video: Write, make_clip: Callable[..., Path], admitted: Callable[[Path], Admission]
) -> None:
    clip = write_video("cut.mp4", [texture(320, 180, 1)] * 30 + [texture(320, 180, 2) // 2] * 30, 30)
    slowed = make_clip(
        "cut-vfr.mp4", "-i", str(clip), "-vf", "setpts='if(lt(N,30),N/30,1+(N-30)/12)/TB'", "-fps_mode", "vfr"
    )
    source = source_of(admitted(slowed))
    analysis = analyze(slowed, source, settings=SETTINGS, check=nothing, report=nothing)

    assert [ranked.scene.start_seconds for ranked in analysis.scenes] == [0, pytest.approx(1.0, abs=1e-3)]
    assert analysis.scenes[-1].scene.end_seconds == pytest.approx(3.5, abs=0.09)


@dataclass
class Told:
    """An analysis that kept checkpoints and decoded with more threads than usual, and what was heard of it."""

    analysis: Analysis
    heard: list[tuple[str, float]]
    checks: int


@pytest.fixture(scope="module")
def told(shared_data: Path, admitted: Callable[[Path], Admission], tmp_path_factory: pytest.TempPathFactory) -> Told:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    heard: list[tuple[str, float]] = []
    checks: list[None] = []
    analysis = analyze(
        clip,
        source_of(admitted(clip)),
        settings=AnalysisSettings(decode_threads=3, checkpoint_seconds=0.3),
        check=lambda: checks.append(None),
        report=lambda stage, percent: heard.append((stage, percent)),
        work=tmp_path_factory.mktemp("steps"),
    )
    return Told(analysis, heard, len(checks))


def test_the_same_file_gives_the_same_answer_bit_for_bit(analysed: Analysed, shared_data: Path, told: Told) -> None:
    """Without checkpoints and with some; with one thread of the decoder for each core, and with three."""
    _, once = analysed(shared_data / "footage" / "androidx_sample.mp4")
    assert told.analysis.model_dump_json() == once.model_dump_json()


def test_progress_rises_from_nothing_to_a_hundred(told: Told) -> None:
    percents = [percent for _, percent in told.heard]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)
    assert list(dict.fromkeys(stage for stage, _ in told.heard)) == ["pictures", "sound", "scenes", "ranking"]
    assert told.checks >= 30  # at least once a picture


def test_a_cancel_stops_within_a_picture(shared_data: Path, admitted: Callable[[Path], Admission]) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise CancelledError("cancelled", next_step="retry")

    with pytest.raises(CancelledError):
        analyze(clip, source_of(admitted(clip)), settings=SETTINGS, check=check, report=nothing)
    assert calls == 5


def crash_in(stage: str) -> Callable[[str, float], None]:
    def report(now: str, _percent: float) -> None:
        if now == stage:
            raise RuntimeError(stage)

    return report


@pytest.fixture(scope="module")
def after_crashes(
    shared_data: Path, admitted: Callable[[Path], Admission], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Analysis, int]:
    """The folder with the steps, what came out, and how often somebody looked, after a crash in every stage."""
    clip, work = shared_data / "footage" / "androidx_sample.mp4", tmp_path_factory.mktemp("steps")
    source = source_of(admitted(clip))
    looks: list[None] = []

    def counted(*arguments: Any) -> Observations:
        looks.append(None)
        return observe(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis_module, "observe", counted)
        for stage in ("pictures", "sound", "scenes", "ranking"):
            with pytest.raises(RuntimeError, match=stage):
                analyze(clip, source, settings=SETTINGS, check=nothing, report=crash_in(stage), work=work)
        resumed = analyze(clip, source, settings=SETTINGS, check=nothing, report=nothing, work=work)
    return work, resumed, len(looks)


def test_after_a_crash_it_goes_on_at_the_step_that_failed(
    after_crashes: tuple[Path, Analysis, int], analysed: Analysed, shared_data: Path
) -> None:
    _, resumed, looks = after_crashes
    assert looks == 2  # once broken off, once done
    assert resumed == analysed(shared_data / "footage" / "androidx_sample.mp4")[1]


def test_kept_steps_of_other_settings_are_not_used(
    after_crashes: tuple[Path, Analysis, int], admitted: Callable[[Path], Admission], shared_data: Path
) -> None:
    work, usual, _ = after_crashes
    clip = shared_data / "footage" / "androidx_sample.mp4"
    few = AnalysisSettings(samples_per_second=1, checkpoint_seconds=0.2)
    fewer = analyze(clip, source_of(admitted(clip)), settings=few, check=nothing, report=nothing, work=work)
    assert len(fewer.scenes[0].scene.subjects) < len(usual.scenes[0].scene.subjects)
    assert not [path for path in work.rglob("*") if path.is_file() and path.suffix != ".json"]  # checkpoints


def test_a_failing_extractor_costs_only_its_own_features(
    shared_data: Path, admitted: Callable[[Path], Admission], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: FaceDetector, _picture: object) -> None:
        raise MemoryError("no room for the network")

    monkeypatch.setattr(FaceDetector, "find", fail)
    monkeypatch.setattr(analysis_module, "observe", observe_here)
    clip = shared_data / "footage" / "androidx_sample.mp4"
    analysis = analyze(clip, source_of(admitted(clip)), settings=SETTINGS, check=nothing, report=nothing)

    (only,) = analysis.scenes
    assert only.problems == ("faces not measured from 0.0 s on: MemoryError: no room for the network",)
    assert analysis.problems == only.problems
    assert (only.scene.features.faces, only.scene.features.face_area) == (None, None)
    assert only.scene.features.sharpness is not None
    assert {subject.kind for subject in only.scene.subjects} == {"person", "saliency"}


def test_a_file_without_one_good_picture_is_refused(shared_data: Path) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    with pytest.raises(UnsupportedMediaError, match="Not one picture"):
        analyze(clip, source(), settings=AnalysisSettings(max_pixels=100), check=nothing, report=nothing)


def test_what_is_in_a_scene_is_named_and_so_is_who_saw_it(analysed: Analysed, shared_data: Path) -> None:
    _, analysis = analysed(shared_data / "footage" / "asl_sister.mkv")

    (only,) = analysis.scenes
    assert {thing.label for thing in only.scene.content.objects or ()} == {"person"}
    assert only.scene.content.shot_scale == "medium"
    assert only.scene.content.backends["objects"].startswith("ssdlite-mobilenet-v2 ")
    assert only.scene.features.objects == 0.2
    assert "person" in only.reasons


def test_a_detector_that_cannot_be_used_is_told_of(
    shared_data: Path, admitted: Callable[[Path], Admission], tmp_path: Path
) -> None:
    clip = shared_data / "footage" / "androidx_sample.mp4"
    wished = SETTINGS.model_copy(update={"objects": ObjectSettings(model=str(tmp_path / "gone.onnx"))})
    analysis = analyze(clip, source_of(admitted(clip)), settings=wished, check=nothing, report=nothing)

    assert analysis.scenes[0].scene.features.objects == 0.2
    assert "there is no file gone.onnx" in analysis.scenes[0].scene.content.backends["objects"]
    assert any("there is no file gone.onnx" in problem for problem in analysis.problems)
