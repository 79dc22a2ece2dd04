"""One suite over all four voices: what the renderer relies on."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import CancelledError, InvalidInputError
from geminivideo.rendering.sound.loudness import integrated_lufs
from geminivideo.rendering.sound.pcm import RATE, read_wav
from geminivideo.rendering.voice.base import Line, Voice
from geminivideo.rendering.voice.espeak import EspeakVoice
from geminivideo.rendering.voice.fit import SceneLine, fit_lines
from geminivideo.rendering.voice.recorded import RecordedVoice
from geminivideo.rendering.workspace import Workspace
from tests.rendering_voice.conftest import PROVIDERS, serving

AD = "Stop scrolling 😀 this changes everything. Get 50% off now!"


@pytest.fixture(params=["offline", *PROVIDERS])
def voice(request: pytest.FixtureRequest, clock: ManualClock) -> Iterator[Voice]:
    if request.param == "offline":
        yield EspeakVoice()
        return
    with serving(request.param, clock, lambda: request.getfixturevalue("shared_contracts")) as cloud:
        cloud.service.tones = False
        yield cloud.voice(reference=EspeakVoice())


def test_lines_are_spoken_and_every_word_has_its_time(voice: Voice, tmp_path: Path) -> None:
    lines = [Line(AD, "en", tmp_path / "ad.wav"), Line("😀 — ...", "en", tmp_path / "silent.wav")]
    speech, silent = voice.speak_all(lines)
    sound = read_wav(tmp_path / "ad.wav")
    assert len(sound) == round(speech.seconds * RATE)
    assert [word.text for word in speech.words] == AD.split()
    assert all(0 <= word.start_seconds < word.end_seconds <= speech.seconds for word in speech.words)
    assert all(one.end_seconds <= other.start_seconds + 1e-6 for one, other in pairwise(speech.words))
    assert speech.words[0].start_seconds < 0.12  # silence before is left out
    assert speech.seconds - speech.words[-1].end_seconds < 0.5
    assert (silent.seconds, len(silent.words)) == (0.0, 3)
    assert len(read_wav(tmp_path / "silent.wav")) == 0


def test_voices_are_equally_loud_and_clean(voice: Voice, tmp_path: Path) -> None:
    voice.speak(AD, language="en", words_per_minute=155, target=tmp_path / "ad.wav")
    sound = read_wav(tmp_path / "ad.wav")
    assert integrated_lufs(sound) == pytest.approx(-20, abs=0.6)
    assert np.abs(sound).max() < 0.46
    assert max(abs(sound[0]), abs(sound[-1])) < 1e-3


def test_a_line_is_spoken_faster_to_fit(voice: Voice, tmp_path: Path) -> None:
    calm = voice.speak(AD, language="en", words_per_minute=155, target=tmp_path / "calm.wav")
    room = calm.seconds * 0.9 + 0.2
    (fitted,) = fit_lines(voice, [SceneLine(AD, room)], language="en", folder=tmp_path)
    assert fitted.overrun_seconds == 0
    assert fitted.speech.words_per_minute > 155
    assert len(read_wav(fitted.path)) == round(fitted.speech.seconds * RATE)
    assert fitted.speech.words[-1].end_seconds <= fitted.speech.seconds


def test_what_was_recorded_is_not_spoken_again(voice: Voice, tmp_path: Path) -> None:
    recorded = RecordedVoice(voice, Workspace(tmp_path / "work"))
    one = recorded.speak("Hello there", language="en", words_per_minute=155, target=tmp_path / "one.wav")
    other = recorded.speak("Hello there", language="en", words_per_minute=155, target=tmp_path / "other.wav")
    assert one == other
    assert (tmp_path / "one.wav").read_bytes() == (tmp_path / "other.wav").read_bytes()


def test_what_is_no_speech_is_refused(voice: Voice, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="characters"):
        voice.speak("word " * 1500, language="en", words_per_minute=155, target=tmp_path / "long.wav")
    with pytest.raises(InvalidInputError, match="1000 words per minute"):
        voice.speak("Hello", language="en", words_per_minute=1000, target=tmp_path / "fast.wav")
    assert not list(tmp_path.iterdir())


def test_a_check_that_raises_stops_it(voice: Voice, tmp_path: Path) -> None:
    def cancelled() -> None:
        raise CancelledError("The job was cancelled.", next_step="nothing")

    with pytest.raises(CancelledError):
        voice.speak_all([Line(AD, "en", tmp_path / "ad.wav")], check=cancelled)
    assert not list(tmp_path.iterdir())
