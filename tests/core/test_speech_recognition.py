"""Recognisers: what each must keep to, what the bundled one hears in real speech, and that music is not words."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.errors import CancelledError, InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.media.ffmpeg import Ffmpeg, find_ffmpeg
from geminivideo.core.media.sound_decode import SPEECH_RATE, decode_for_speech
from geminivideo.core.speech_recognition.asking import transcribe
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.choosing import choose_recogniser
from geminivideo.core.speech_recognition.decoding.voice_activity import WINDOW_SECONDS, phrases
from geminivideo.core.speech_recognition.model import HeardWord, Transcript
from geminivideo.core.speech_recognition.pocketsphinx import PocketsphinxRecogniser
from geminivideo.core.speech_recognition.whisper import WhisperRecogniser
from geminivideo.core.speech_recognition.whisper_weights import WhisperWeights
from tests.core.whisper_weights import write_weights


def go_on() -> None:
    pass


@pytest.fixture(scope="module")
def ffmpeg() -> Ffmpeg:
    return find_ffmpeg(None)


@pytest.fixture(scope="module")
def sounds(ffmpeg: Ffmpeg, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder, audio = tmp_path_factory.mktemp("sounds"), shared_data / "audio"
    files = {"speech": audio / "austen_0880.wav", "music": audio / "music_vibe_ace.ogg"}
    for name, path in files.items():
        decode_for_speech(ffmpeg, path, 0.0, 12.0, folder / name, go_on)
    random = np.random.default_rng(5)
    white = random.normal(0, 4000, 4 * SPEECH_RATE)
    gusts = np.cumsum(white) * (1 + np.sin(np.arange(white.size) / SPEECH_RATE * 2 * np.pi * 4))
    made = {"hiss": white, "wind": gusts / np.abs(gusts).max() * 16_000, "silence": white * 0, "nothing": white[:0]}
    for name, samples in made.items():
        samples.astype("<i2").tofile(folder / name)
    return {name: folder / name for name in (*files, *made)}


@pytest.fixture(scope="module", params=["pocketsphinx", "whisper"])
def recogniser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SpeechRecogniser:
    if request.param == "pocketsphinx":
        return PocketsphinxRecogniser("a test")
    weights = write_weights(tmp_path_factory.mktemp("weights") / "noise", multilingual=True)
    return WhisperRecogniser(WhisperWeights(str(weights), may_download=False))


@pytest.fixture(scope="module")
def heard(recogniser: SpeechRecogniser, sounds: dict[str, Path]) -> dict[str, Transcript]:
    """What it hears in each; all at once, because its process takes a second to start."""
    transcripts = recogniser.recognise(list(sounds.values()), language="en-GB", check=go_on)
    return dict(zip(sounds, transcripts, strict=True))


def test_the_contract_of_a_recogniser(recogniser: SpeechRecogniser, heard: dict[str, Transcript]) -> None:
    spoken = heard["speech"]
    assert len(spoken.words) + spoken.doubtful > 0, "it was asked for the words"
    assert {each.recogniser for each in heard.values()} == {recogniser.name}
    assert spoken.language in {"en", "de"}
    check_order(spoken.words, 2.99)
    assert recogniser.recognise([], language="en", check=go_on) == ()
    assert recogniser.name in recogniser.identity
    assert recogniser.name in recogniser.remark


def check_order(words: Sequence[HeardWord], seconds: float) -> None:
    at = 0.0
    for word in words:
        assert at <= word.start_seconds < word.end_seconds <= seconds
        at = word.end_seconds


def test_it_stops_when_it_is_told_to(recogniser: SpeechRecogniser, sounds: dict[str, Path]) -> None:
    def stop() -> None:
        raise CancelledError("enough", next_step="none")

    with pytest.raises(CancelledError):
        recogniser.recognise([sounds["speech"]], language="en", check=stop)


def test_words_of_real_speech_are_heard_when_they_are_said(
    recogniser: SpeechRecogniser, heard: dict[str, Transcript], shared_data: Path
) -> None:
    words = heard["speech"].words
    if recogniser.name == "whisper":  # its weights are noise: it is sure of nothing, and nothing is believed
        assert (words, heard["speech"].doubtful > 0) == ((), True)
        return
    truth = json.loads((shared_data / "audio" / "austen_0880.words.json").read_text())["w"]
    said = {word["t"].partition("(")[0]: word["b"] for word in truth}
    late = {word.text: abs(word.start_seconds - said[word.text]) for word in words if word.text in said}
    assert len(late) >= 4
    assert max(late.values()) < 0.1
    assert any(word.gap_after for word in words), "it was unsure of a word, and tells after which one"


@pytest.mark.parametrize("name", ["music", "hiss", "wind", "silence", "nothing"])
def test_no_words_are_made_of_what_is_no_speech(heard: dict[str, Transcript], name: str) -> None:
    assert heard[name].words == ()
    assert heard[name].doubtful == 0, "no decoder was asked"


def test_the_bundled_recogniser_knows_english_only(sounds: dict[str, Path]) -> None:
    with pytest.raises(InvalidInputError, match="English only"):
        PocketsphinxRecogniser("a test").recognise([sounds["speech"]], language="de", check=go_on)


def test_weights_that_do_not_load_are_named(tmp_path: Path, sounds: dict[str, Path]) -> None:
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    broken = WhisperRecogniser(WhisperWeights(str(tmp_path), may_download=False))
    with pytest.raises(UnavailableError, match="whisper cannot be started"):
        broken.recognise([sounds["speech"]], language="en", check=go_on)


def test_a_recogniser_that_is_killed_is_an_error(sounds: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ProcessingError, match="failed"):
        transcribe({"recogniser": "neither", "language": "en"}, [sounds["speech"]], 1.0, go_on)


@pytest.mark.parametrize("model", ["tiny", "someone/some-model", "../nowhere", "/nowhere"])
def test_nothing_is_fetched_unless_it_is_allowed(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UnavailableError, match="no weights"):
        WhisperWeights(model, may_download=False).folder()
    chosen = choose_recogniser(model, may_download=False)
    assert isinstance(chosen, PocketsphinxRecogniser)
    assert "no weights" in chosen.remark


def test_the_answer_says_why_it_is_not_whisper(tmp_path: Path) -> None:
    chosen = choose_recogniser(None, may_download=False)
    assert isinstance(chosen, PocketsphinxRecogniser)
    assert "GEMINIVIDEO_WHISPER_MODEL" in chosen.remark
    (tmp_path / "model.bin").touch()
    lacking = choose_recogniser(str(tmp_path), may_download=False)
    assert isinstance(lacking, PocketsphinxRecogniser)
    assert "lacks config.json, tokenizer.json" in lacking.remark


def speaking(
    seconds: float, runs: Sequence[tuple[float, float, float]]
) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    found = np.zeros(round(seconds / WINDOW_SECONDS), np.float32)
    for start, end, probability in runs:
        found[round(start / WINDOW_SECONDS) : round(end / WINDOW_SECONDS)] = probability
    return found


def test_a_pause_parts_phrases_and_each_has_a_little_air() -> None:
    first, second = phrases(speaking(6.0, [(1.0, 2.0, 0.9), (2.5, 4.0, 0.9)]))
    assert first == pytest.approx((0.75, 2.25), abs=0.05)
    assert second == pytest.approx((2.25, 4.25), abs=0.05)


def test_what_only_resembles_a_vowel_is_no_speech() -> None:
    assert phrases(speaking(5.0, [(1.0, 1.25, 0.9), (3.0, 4.0, 0.6)])) == []
    assert phrases(speaking(0.0, [])) == []


def test_a_long_speech_is_divided_where_it_is_least_like_speech() -> None:
    found = speaking(50.0, [(0.0, 50.0, 0.9), (15.0, 15.1, 0.55), (31.0, 31.1, 0.6)])
    spans = phrases(found)
    assert [round(span.start) for span in spans] == [0, 15, 31]
    assert all(span.end - span.start <= 20.5 for span in spans)
