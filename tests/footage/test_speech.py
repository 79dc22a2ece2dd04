"""What is said in footage: real readings, muxed into small clips of every odd kind."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import CancelledError, ProcessingError
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.media.sound_decode import SPEECH_RATE
from geminivideo.core.speech_recognition.model import Transcript
from geminivideo.core.speech_recognition.pocketsphinx import PocketsphinxRecogniser
from geminivideo.footage.analysis import analyze
from geminivideo.footage.extractors.guard import Guard
from geminivideo.footage.intake import Admission
from geminivideo.footage.model import Analysis
from geminivideo.footage.settings import AnalysisSettings
from geminivideo.footage.sound import Loudness, measure_loudness
from geminivideo.footage.speech.features import said_in
from geminivideo.footage.speech.listening import SpeechListener
from geminivideo.footage.steps import Steps
from tests.footage.builders import nothing, source_of

Clip = Callable[..., Path]
Admit = Callable[[Path], Admission]
SETTINGS = AnalysisSettings(samples_per_second=1)
PICTURES = ("-f", "lavfi", "-i", "testsrc=s=64x36:r=10:d=5")


class Counted(PocketsphinxRecogniser):
    """The bundled one; it fails on the portions told, counted from 1."""

    def __init__(self, fails_on: Sequence[int] = ()) -> None:
        super().__init__("a test")
        self.asked = 0
        self._fails_on = fails_on

    def recognise(self, sounds: Sequence[Path], *, language: str, check: Callable[[], None]) -> tuple[Transcript, ...]:
        self.asked += 1
        if self.asked in self._fails_on:
            raise ProcessingError("The speech recogniser pocketsphinx failed: out of memory.", next_step="retry")
        return super().recognise(sounds, language=language, check=check)


@pytest.fixture(scope="module")
def reading(shared_data: Path) -> Path:
    """2.99 s: "he was not an ill disposed young man"."""
    return shared_data / "audio" / "austen_0880.wav"


@pytest.fixture(scope="module")
def talk(make_clip: Clip, reading: Path) -> Path:
    """A second of silence, the reading, and silence again."""
    sound = ("-i", str(reading), "-af", "adelay=1000,apad", "-t", "5", "-c:v", "libx264", "-c:a", "aac")
    return make_clip("talk.mp4", *PICTURES, *sound)


@pytest.fixture(scope="module")
def spoken(talk: Path, admitted: Admit) -> tuple[FootageSource, Analysis]:
    source = source_of(admitted(talk))
    return source, analysed(talk, source, SpeechListener(Counted))


def analysed(path: Path, source: FootageSource, listener: SpeechListener, work: Path | None = None) -> Analysis:
    return analyze(path, source, settings=SETTINGS, check=nothing, report=nothing, listener=listener, work=work)


def samples_of(path: Path, seconds: float, folder: Path) -> tuple[np.ndarray, Loudness | None, Guard]:
    target, guard = folder / "speech.s16", Guard()
    heard = measure_loudness(path, seconds, guard, nothing, nothing, target)
    return (np.fromfile(target, "<i2") if target.exists() else np.zeros(0, np.int16)), heard, guard


def loud_from_to(samples: np.ndarray) -> tuple[float, float]:
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 500)
    return loud[0] / SPEECH_RATE, loud[-1] / SPEECH_RATE


def test_words_are_told_in_seconds_of_the_file_with_who_heard_them(
    spoken: tuple[FootageSource, Analysis], shared_data: Path
) -> None:
    _, analysis = spoken
    (ranked,) = analysis.scenes
    content, features = ranked.scene.content, ranked.scene.features
    truth = json.loads((shared_data / "audio" / "austen_0880.words.json").read_text())["w"]
    said = {word["t"].partition("(")[0]: word["b"] + 1 for word in truth}
    late = [abs(word.start_seconds - said[word.text]) for word in content.words or () if word.text in said]
    assert len(late) >= 4
    assert max(late) < 0.12
    assert content.language == "en"
    assert content.backends["speech"].startswith("pocketsphinx ")
    assert content.backends["voice"].startswith("silero")
    assert any("bundled pocketsphinx" in problem and "wrong" in problem for problem in ranked.problems)
    begin, end = truth[1]["b"], truth[-2]["b"] + truth[-2]["d"]
    assert features.speech == pytest.approx((end - begin) / 5, abs=0.05)
    assert features.speech_rate == pytest.approx(8 / (end - begin) * 60, rel=0.2)
    assert features.silence == pytest.approx((5 - end + begin) / 5, abs=0.1)
    assert "speech" in ranked.reasons


def test_a_language_that_the_recogniser_does_not_know_leaves_its_speech_measured(talk: Path, tmp_path: Path) -> None:
    samples_of(talk, 5.0, tmp_path)
    heard = SpeechListener(Counted, "de").listen(tmp_path / "speech.s16", Steps(None, "x"), nothing, nothing)
    said = said_in(heard, 0, 5)
    assert (said.speech or 0) > 0.4
    assert (said.words, said.speech_rate, list(said.backends)) == (None, None, ["voice"])
    assert any("English only" in problem and "GEMINIVIDEO_WHISPER_MODEL" in problem for problem in heard.problems)


def test_without_a_recogniser_it_is_said_and_everything_else_is_done(
    spoken: tuple[FootageSource, Analysis], talk: Path
) -> None:
    source, english = spoken
    analysis = analysed(talk, source, SpeechListener(lambda: "there is none on this machine"))
    (scene,) = (ranked.scene for ranked in analysis.scenes)
    assert scene.content.words is None
    assert scene.features == english.scenes[0].scene.features.model_copy(update={"speech_rate": None})
    assert analysis.problems == ("somebody speaks, and no words were recognised: there is none on this machine",)


def test_a_recogniser_is_not_asked_about_silence_nor_about_files_without_sound(
    make_clip: Clip, admitted: Admit
) -> None:
    def ask() -> str:
        pytest.fail("somebody asked")

    silent = make_clip("mute.mp4", *PICTURES, "-f", "lavfi", "-i", "anullsrc", "-t", "2", "-c:v", "libx264")
    (scene,) = (ranked.scene for ranked in analysed(silent, source_of(admitted(silent)), SpeechListener(ask)).scenes)
    assert (scene.features.speech, scene.features.silence, scene.features.speech_rate) == (0, 1, None)
    assert scene.content.words == ()
    without = make_clip("soundless.mp4", *PICTURES, "-t", "1", "-c:v", "libx264")
    analysis = analysed(without, source_of(admitted(without)), SpeechListener(ask))
    (scene,) = (ranked.scene for ranked in analysis.scenes)
    assert (scene.features.speech, scene.features.silence) == (None, None)
    assert (scene.content.words, scene.content.backends.keys() & {"speech", "voice"}, analysis.problems) == (
        None,
        set(),
        (),
    )


def test_music_is_no_speech(make_clip: Clip, shared_data: Path, tmp_path: Path) -> None:
    music = str(shared_data / "audio" / "music_vibe_ace.ogg")
    clip = make_clip("music.mp4", *PICTURES, "-i", music, "-t", "5", "-c:v", "libx264", "-c:a", "aac")
    samples_of(clip, 5.0, tmp_path)
    heard = SpeechListener(Counted).listen(tmp_path / "speech.s16", Steps(None, "x"), nothing, nothing)
    assert (heard.voices, heard.words) == ((), ())


@pytest.fixture(scope="module")
def long_samples(reading: Path, make_clip: Clip, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reading at the beginning and two and a half minutes later: two portions."""
    twice = ("-i", str(reading), "-i", str(reading), "-filter_complex", "[1]adelay=150000[b];[0][b]amix=normalize=0")
    sound = make_clip("twice.mkv", *twice, "-c:a", "pcm_s16le")
    folder = tmp_path_factory.mktemp("long")
    samples_of(sound, 160.0, folder)
    return folder / "speech.s16"


def test_finished_portions_are_kept_and_a_failed_one_is_tried_again(long_samples: Path, tmp_path: Path) -> None:
    steps = Steps(tmp_path, "x")
    told: list[float] = []
    failing = Counted(fails_on=[2])
    first = SpeechListener(lambda: failing).listen(long_samples, steps, nothing, told.append)
    assert failing.asked == 2
    assert told == sorted(told)
    whole, failed = first.stretches or ()
    assert whole.words
    assert failed.words is None
    assert "out of memory" in first.problems[0]
    assert "149.9 to 153" in first.problems[0]

    again = Counted()
    second = SpeechListener(lambda: again).listen(long_samples, steps, nothing, nothing)
    assert again.asked == 1, "only what failed"
    assert (second.stretches or ())[0] == whole
    assert len([word for word in second.words if word.start_seconds > 150]) >= 4


def test_a_cancel_stops_the_recogniser_and_leaves_nothing_behind(long_samples: Path, tmp_path: Path) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise CancelledError("enough", next_step="none")

    with pytest.raises(CancelledError):
        SpeechListener(Counted).listen(long_samples, Steps(tmp_path, "x"), check, nothing)
    assert [path.name for path in long_samples.parent.iterdir()] == ["speech.s16"]


def test_a_cancel_of_the_pictures_ends_the_listening_beside_them(talk: Path, admitted: Admit, tmp_path: Path) -> None:
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 8:
            raise CancelledError("enough", next_step="none")

    with pytest.raises(CancelledError, match="enough"):
        analyze(
            talk,
            source_of(admitted(talk)),
            settings=SETTINGS,
            check=check,
            report=nothing,
            listener=SpeechListener(Counted),
            work=tmp_path,
        )
    assert calls == 8


def test_sound_that_starts_late_or_ends_early_keeps_its_place(make_clip: Clip, reading: Path, tmp_path: Path) -> None:
    plain = make_clip("short.mp4", *PICTURES, "-i", str(reading), "-c:v", "libx264", "-c:a", "aac")
    samples, heard, _ = samples_of(plain, 5.0, tmp_path)
    begin, end = loud_from_to(samples)
    assert heard is not None
    assert heard.silence(3.2, 5) == 1
    late = ("-itsoffset", "1.5", "-i", str(reading), "-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "aac")
    for name in ("late.mp4", "late.mkv"):
        samples, heard, guard = samples_of(make_clip(name, *PICTURES, *late), 5.0, tmp_path)
        assert loud_from_to(samples) == pytest.approx((begin + 1.5, end + 1.5), abs=0.03), name
        assert guard.failures == ()
        assert heard is not None
        assert (heard.silence(0, 1.4), heard.silence(2, 3)) == (1, 0)


def test_of_two_tracks_the_first_is_heard_and_that_is_said(make_clip: Clip, reading: Path, tmp_path: Path) -> None:
    hiss = ("-f", "lavfi", "-i", "anoisesrc=d=3")
    maps = ("-map", "0:v", "-map", "1:a", "-map", "2:a", "-c:v", "libx264", "-c:a", "aac", "-t", "3")
    samples, heard, _ = samples_of(make_clip("two.mp4", *PICTURES, "-i", str(reading), *hiss, *maps), 3.0, tmp_path)
    assert heard is not None
    assert heard.problems == ("of 2 sound tracks only the first was listened to",)
    assert loud_from_to(samples)[0] > 0.08


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("eight.mkv", ("-af", "pan=7.1|FC=c0", "-c:a", "pcm_s16le")),
        ("unnamed.mov", ("-af", "pan=8c|c6=c0", "-c:a", "pcm_s16le")),
        ("telephone.mkv", ("-ar", "8000", "-c:a", "pcm_alaw")),
    ],
)
def test_odd_forms_of_sound_are_heard(
    make_clip: Clip, reading: Path, tmp_path: Path, name: str, form: tuple[str, ...]
) -> None:
    clip = make_clip(name, *PICTURES, "-i", str(reading), "-t", "3", "-c:v", "libx264", *form)
    samples, heard, guard = samples_of(clip, 3.0, tmp_path)
    assert guard.failures == ()
    assert heard is not None
    assert (heard.lufs(0, 3) or -70) > -50
    assert loud_from_to(samples)[0] < 0.5


def test_there_are_never_more_samples_than_the_duration_has_room_for(talk: Path, tmp_path: Path) -> None:
    samples, _, _ = samples_of(talk, 1.7, tmp_path)
    assert len(samples) == round(1.7 * SPEECH_RATE)


def test_damaged_sound_gives_what_can_be_had(talk: Path, admitted: Admit, tmp_path: Path) -> None:
    data = bytearray(talk.read_bytes())
    begin = data.index(b"mdat") + 4
    rng = np.random.default_rng(3)
    for at in rng.integers(begin, begin + 30_000, 120).tolist():
        data[min(at, len(data) - 1)] ^= 0xFF
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    source = source_of(admitted(talk))
    samples, heard, guard = samples_of(broken, source.duration_seconds, tmp_path)
    assert heard is not None or guard.failures
    assert len(samples) <= round(source.duration_seconds * SPEECH_RATE)
