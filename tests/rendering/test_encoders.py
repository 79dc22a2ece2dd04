"""An encoder is used only when what it makes came back whole. Real ones: libx264, OpenH264, absent hardware."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import pytest

from geminivideo.core.clock import ManualClock, SystemClock
from geminivideo.core.errors import CancelledError, ProcessingError, UnavailableError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize, Quality
from geminivideo.rendering.encode import picture_options
from geminivideo.rendering.encoders.choice import EncoderChoice
from geminivideo.rendering.encoders.known import HARDWARE, NVENC, QSV, X264
from geminivideo.rendering.encoders.model import Encoder
from geminivideo.rendering.encoders.verdicts import Verdict, Verdicts
from geminivideo.rendering.output import Output, full, preview
from geminivideo.rendering.renderer import Renderer
from tests.rendering.doubles import ToneVoice
from tests.rendering.test_render import BLUE, RED, Studio, clips_of, plan_of

SMALL = FrameSize(180, 320)
DRAFT = Output(SMALL, Quality.DRAFT)


def quality(*options: str) -> dict[Quality, tuple[str, ...]]:
    return dict.fromkeys(Quality, options)


# A second real encoder of H.264 that needs no hardware.
OPENH264 = Encoder("libopenh264", quality("-rc_mode", "off"), ("-coder", "cabac", "-bf", "0", "-flags:v", "+cgop"))


def nothing() -> None:
    """A check that never stops."""


@pytest.fixture
def verdicts(ffmpeg: Ffmpeg, tmp_path: Path) -> Verdicts:
    return Verdicts(ffmpeg, tmp_path / "trials", SystemClock())


def tried(verdicts: Verdicts, encoder: Encoder) -> Verdict:
    return verdicts.of(encoder, SMALL, Quality.DRAFT)


@pytest.mark.parametrize("encoder", [X264, OPENH264], ids=lambda each: each.name)
def test_an_encoder_whose_segments_come_back_whole_passes(verdicts: Verdicts, encoder: Encoder, ffmpeg: Ffmpeg) -> None:
    if encoder.name not in ffmpeg.encoders:
        pytest.skip(f"this ffmpeg has no {encoder.name}")
    verdict = tried(verdicts, encoder)
    assert verdict.passed, verdict.reason
    assert verdict.worst_psnr is not None
    assert verdict.worst_psnr > 30


@pytest.mark.parametrize("encoder", [NVENC, QSV], ids=lambda each: each.name)
def test_hardware_that_ffmpeg_lists_but_the_machine_lacks_fails(
    verdicts: Verdicts, encoder: Encoder, ffmpeg: Ffmpeg
) -> None:
    if encoder.name not in ffmpeg.encoders:
        pytest.skip(f"this ffmpeg has no {encoder.name}")
    if Path("/dev/nvidia0").exists() or Path("/dev/dri").exists():
        pytest.skip("this machine may have such hardware")
    verdict = tried(verdicts, encoder)
    assert not verdict.passed
    assert "0x" not in verdict.reason
    assert len(verdict.reason) > 10


@pytest.mark.parametrize(
    ("encoder", "why"),
    [
        (Encoder("h264_nowhere", quality()), "no such encoder"),
        (replace(X264, by_quality=quality("-preset", "ultrafast", "-crf", "51")), "PSNR"),
        (replace(X264, common=(*X264.common, "-profile:v", "high422"), pixel_format="yuv422p"), "4:2:2"),
        (replace(X264, common=(*X264.common, "-bsf:v", r"noise=drop=eq(n\,20)")), "frames instead of 64"),
        (replace(X264, common=(*X264.common, "-bsf:v", "noise=amount=2000")), ""),
    ],
    ids=["absent", "coarse", "another pixel format", "a lost picture", "damaged bits"],
)
def test_what_is_not_the_stream_that_was_asked_for_is_refused(verdicts: Verdicts, encoder: Encoder, why: str) -> None:
    verdict = tried(verdicts, encoder)
    assert not verdict.passed
    assert why in verdict.reason


def test_a_trial_that_takes_too_long_is_ended(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    verdict = Verdicts(ffmpeg, tmp_path, SystemClock(), trial_seconds=0.01).of(X264, SMALL, Quality.DRAFT)
    assert not verdict.passed
    assert "longer" in verdict.reason


def test_a_cancelled_render_cancels_the_trial_and_keeps_no_verdict(verdicts: Verdicts, tmp_path: Path) -> None:
    def cancel() -> None:
        raise CancelledError("The job was cancelled.", next_step="retry it")

    with pytest.raises(CancelledError):
        verdicts.of(X264, SMALL, Quality.DRAFT, cancel)
    assert not list(tmp_path.glob("trials/*.json"))


def test_a_refusal_is_kept_for_an_hour_and_by_build(ffmpeg: Ffmpeg, tmp_path: Path, clock: ManualClock) -> None:
    absent = Encoder("h264_nowhere", quality())
    first = tried(Verdicts(ffmpeg, tmp_path, clock), absent)
    clock.advance(3000)
    assert tried(Verdicts(ffmpeg, tmp_path, clock), absent) == first
    clock.advance(1000)
    assert tried(Verdicts(ffmpeg, tmp_path, clock), absent).at > first.at
    tried(Verdicts(replace(ffmpeg, build="another"), tmp_path, clock), absent)
    assert len(list(tmp_path.glob("*.json"))) == 2


def kept(verdicts: Verdicts, encoder: Encoder, wanted: Output, *, passed: bool) -> None:
    """As a trial on another day left it."""
    key = verdicts._key
    from geminivideo.rendering.encoders.trial import Trial

    path = verdicts._folder / f"{key(Trial(verdicts._ffmpeg, encoder, wanted.frame, wanted.quality))}.json"
    verdicts._keep(path, Verdict(passed=passed, reason="kept", at=SystemClock().now()))


def test_without_being_asked_nothing_but_libx264_is_used(verdicts: Verdicts) -> None:
    kept(verdicts, NVENC, DRAFT, passed=True)
    assert EncoderChoice("libx264", verdicts).equip(DRAFT, nothing) == DRAFT
    assert DRAFT.encoder == X264


def test_auto_takes_what_passes_for_drafts_only(verdicts: Verdicts) -> None:
    choice = EncoderChoice("auto", verdicts, {"absent": Encoder("h264_nowhere", quality()), "openh264": OPENH264})
    for wanted in (DRAFT, Output(SMALL, Quality.STANDARD)):
        kept(verdicts, OPENH264, wanted, passed=True)
        assert choice.equip(wanted, nothing).encoder == OPENH264
    for better in (Quality.HIGH, Quality.MASTER):
        assert choice.equip(Output(SMALL, better), nothing) == Output(SMALL, better)


def test_auto_says_why_it_stays_with_libx264(verdicts: Verdicts) -> None:
    equipped = EncoderChoice("auto", verdicts, {"absent": Encoder("h264_nowhere", quality())}).equip(DRAFT, nothing)
    assert equipped.encoder == X264
    assert "h264_nowhere: this ffmpeg has no such encoder" in equipped.encoder_note
    assert str(equipped) == str(DRAFT), "a note must not make the same file another one"


def test_an_encoder_that_was_named_and_fails_is_an_error_with_a_way_out(verdicts: Verdicts) -> None:
    kept(verdicts, NVENC, DRAFT, passed=False)
    with pytest.raises(UnavailableError, match="h264_nvenc does not work here: kept") as refused:
        EncoderChoice("nvenc", verdicts).equip(DRAFT, nothing)
    assert "GEMINIVIDEO_VIDEO_ENCODER" in refused.value.next_step


def test_only_automatic_hardware_falls_back_in_the_middle(verdicts: Verdicts) -> None:
    error, chip = ProcessingError("busy", next_step="wait"), replace(DRAFT, encoder=NVENC)
    assert EncoderChoice("nvenc", verdicts).instead(chip, error) is None
    assert EncoderChoice("auto", verdicts).instead(DRAFT, error) is None
    instead = EncoderChoice("auto", verdicts).instead(chip, error)
    assert instead is not None
    assert instead.encoder == X264
    assert "busy" in instead.encoder_note


def test_every_encoder_is_asked_for_the_same_kind_of_stream() -> None:
    for encoder in (X264, *HARDWARE.values()):
        for each in Quality:
            options = " ".join(picture_options(each, 90, encoder))
            assert f"-c:v {encoder.name} " in options
            assert "-profile:v high" in options
            assert "-g 60" in options
            assert "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv" in options
            assert encoder == X264 or "-bf 0" in options
        assert len({encoder.by_quality[each] for each in Quality}) == len(Quality)


def test_the_options_of_libx264_are_those_that_cached_segments_were_made_with() -> None:
    assert picture_options(Quality.DRAFT, 90)[:14] == (
        *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "27", "-threads", "1"),
        *("-x264-params", "stitchable=1:open-gop=0:scenecut=0", "-g", "60", "-frames:v", "90"),
    )


Rendered = Callable[[EncoderChoice, str], tuple[Path, str, tuple[str, ...]]]


@pytest.fixture
def rendered(tmp_path: Path, ffmpeg: Ffmpeg) -> Rendered:
    """Render a preview of two clips: its file, the encoder that the report names, and the report's notes."""
    studio = Studio(tmp_path, ffmpeg)
    sources = [studio.film("red", [RED] * 40), studio.film("blue", [BLUE] * 40)]
    plan = plan_of(clips_of(sources, 20), sources)

    def render(choice: EncoderChoice, folder: str) -> tuple[Path, str, tuple[str, ...]]:
        made = Renderer(ffmpeg, ToneVoice(), studio.slots, encoders=choice).preview(plan, studio.context(folder))
        return made.path, made.report.video_encoder, made.report.notes

    return render


def test_an_ad_of_another_encoder_is_the_same_ad_and_says_whose_it_is(
    verdicts: Verdicts, rendered: Rendered, ffmpeg: Ffmpeg
) -> None:
    if OPENH264.name not in ffmpeg.encoders:
        pytest.skip("this ffmpeg has no libopenh264")
    path, encoder, notes = rendered(EncoderChoice("auto", verdicts, {"openh264": OPENH264}), "one")
    plain, usual, _notes = rendered(EncoderChoice(), "one")
    assert (encoder, usual, notes) == ("libopenh264", "libx264", ())
    assert path != plain, "what one encoder made is never taken for the other's"
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 40


def test_hardware_that_fails_in_the_middle_leaves_the_ad_to_libx264(verdicts: Verdicts, rendered: Rendered) -> None:
    """The verdict is old: the encoder passed once, and is gone."""
    gone = Encoder("h264_nowhere", quality())
    kept(verdicts, gone, preview(FrameSize(1080, 1080)), passed=True)
    _path, encoder, notes = rendered(EncoderChoice("auto", verdicts, {"gone": gone}), "two")
    assert encoder == "libx264"
    assert any("h264_nowhere failed in the middle" in note for note in notes)


def test_a_named_encoder_that_does_not_work_stops_the_render_before_anything_is_made(
    verdicts: Verdicts, rendered: Rendered, tmp_path: Path
) -> None:
    with pytest.raises(UnavailableError):
        rendered(EncoderChoice("gone", verdicts, {"gone": Encoder("h264_nowhere", quality())}), "three")
    assert not list((tmp_path / "three").glob("*"))


def test_a_full_output_is_libx264_unless_it_is_equipped() -> None:
    assert full(SMALL, Quality.MASTER).encoder == X264
