"""Words found in recordings: of people, against annotated times, and of other voices, against their own."""

import json
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.rendering.sound.decode import PlacedSound, decode
from geminivideo.rendering.sound.pcm import RATE, Samples, read_wav
from geminivideo.rendering.voice.alignment import align
from geminivideo.rendering.voice.espeak import EspeakVoice
from tests.rendering.doubles import ToneVoice


def recorded(ffmpeg: Ffmpeg, path: Path) -> Samples:
    (sound,) = decode(ffmpeg, [PlacedSound(path=path)], longest=60, check=lambda: None)
    return np.asarray(sound.mean(axis=1), np.float32)


def test_words_of_a_reader_are_found_where_they_were_annotated(
    ffmpeg: Ffmpeg, shared_data: Path, tmp_path: Path
) -> None:
    errors = []
    for name in ("austen_0870", "austen_0880"):
        truth = json.loads((shared_data / "audio" / f"{name}.words.json").read_text())
        sound = recorded(ffmpeg, shared_data / "audio" / f"{name}.wav")
        found = align(sound, truth["t"], "en", EspeakVoice(), tmp_path)
        annotated = [word["b"] for word in truth["w"] if word["t"] != "<sil>"]
        errors += [abs(word.start_seconds - at) for word, at in zip(found, annotated, strict=True)]
    assert np.median(errors) < 0.040
    assert np.percentile(errors, 95) < 0.120


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Stop. Breathe in, and try it today!"), ("es", "Para. Respira, y pruébalo hoy ☕")]
)
def test_pauses_and_another_pace_are_followed(language: str, text: str, tmp_path: Path) -> None:
    """The same voice, 1.5 times as fast and with silence put in: exactly known, and no easy walk."""
    fast = EspeakVoice().speak(text, language=language, words_per_minute=230, target=tmp_path / "fast.wav")
    sound = read_wav(tmp_path / "fast.wav")
    cut = round(fast.words[2].start_seconds * RATE)
    pause = np.random.default_rng(1).normal(0, 1e-4, RATE * 7 // 10)
    stretched = np.concatenate([sound[:cut], pause, sound[cut:]]).astype(np.float32)
    found = align(stretched, text, language, EspeakVoice(), tmp_path)
    expected = [word.start_seconds + (0.7 if index >= 2 else 0.0) for index, word in enumerate(fast.words)]
    errors = np.abs(np.array([word.start_seconds for word in found]) - expected)
    spoken = [index for index, word in enumerate(fast.words) if word.text != "☕"]
    assert np.median(errors[spoken]) < 0.03
    assert errors[spoken].max() < 0.12
    assert [word.text for word in found] == text.split()


def test_words_come_in_order_within_the_recording(tmp_path: Path) -> None:
    """Also where the recording is nothing like the text."""
    noise = np.random.default_rng(0).normal(0, 0.1, 2 * RATE).astype(np.float32)
    found = align(noise, "One two three four", "en", EspeakVoice(), tmp_path)
    edges = [at for word in found for at in (word.start_seconds, word.end_seconds)]
    assert edges == sorted(edges)
    assert 0 <= edges[0] < edges[-1] <= 2.01
    assert align(np.zeros(RATE, np.float32), "Hush", "en", EspeakVoice(), tmp_path)[0].text == "Hush"


def test_what_cannot_be_aligned_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProcessingError, match=r"0\.2 s cannot hold a text of 12 words"):
        align(np.ones(RATE // 5, np.float32), "word " * 12, "en", ToneVoice(), tmp_path)
    with pytest.raises(ProcessingError, match="too long"):
        align(np.zeros(RATE * 91, np.float32), "word", "en", ToneVoice(), tmp_path)


def test_a_text_without_words_has_none(tmp_path: Path) -> None:
    assert align(np.zeros(RATE, np.float32), "", "en", EspeakVoice(), tmp_path) == ()
