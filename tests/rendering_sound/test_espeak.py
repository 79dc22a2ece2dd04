import hashlib
import io
import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest

from geminivideo.core.checks import go_on
from geminivideo.core.errors import CancelledError, InvalidInputError, UnavailableError
from geminivideo.rendering.sound.pcm import RATE, Samples
from geminivideo.rendering.speech import Speech
from geminivideo.rendering.voice import espeak
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.espeak import MAX_CHARACTERS, EspeakVoice
from tests.rendering_sound.sounds import level_db, read_wav

AD = "Stop scrolling, this changes everything. Don't pay $9.99 now — get 50% off! 😀 Tap the link below."
HARD = {
    "markup": "<voice name='x'>{\\an8}hello [[h@loU]]</voice> & more",
    "numbers": "1,299.50 3:30pm 24/7 $1.5M 9,99 € 1st ½",
    "controls": "one\x00two\x07 \u202ethree \ud800four",
    "long": "a" * 300 + " end",
    "silent": "😀 — ...",
    "empty": "",
    "arabic": "قل وداعا للتعب مع منتجنا الجديد",
    "german": "Schluss mit Rückenschmerzen, jetzt für 9,99 €!",
    "spanish": "¿Cansado de esperar? ¡Pruébalo gratis hoy!",
    "chinese": "你好世界 再见",
}
LANGUAGES = {"arabic": "ar", "german": "de-AT", "spanish": "es", "chinese": "zh"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voice")


@pytest.fixture(scope="module")
def spoken(folder: Path) -> dict[str, Speech]:
    """Everything in one call, as a render does it."""
    lines = [Line(AD, "en", folder / "ad.wav")]
    lines += [Line(text, LANGUAGES.get(name, "en"), folder / f"{name}.wav") for name, text in HARD.items()]
    return dict(zip(["ad", *HARD], EspeakVoice().speak_all(lines), strict=True))


@pytest.mark.parametrize("name", ["ad", *HARD])
def test_every_token_has_its_time_inside_the_sound(name: str, spoken: dict[str, Speech], folder: Path) -> None:
    speech, text = spoken[name], {"ad": AD, **HARD}[name]
    assert [word.text for word in speech.words] == text.split()
    assert len(read_wav(folder / f"{name}.wav")) == round(speech.seconds * RATE)
    if name in {"silent", "empty"}:
        assert speech.seconds == 0
        return
    assert all(0 <= word.start_seconds < word.end_seconds <= speech.seconds for word in speech.words)
    assert all(before.end_seconds <= after.start_seconds for before, after in pairwise(speech.words))


@pytest.mark.parametrize("name", ["ad", "markup", "numbers", "long", "arabic", "german", "spanish", "chinese"])
def test_the_sound_is_clean(name: str, spoken: dict[str, Speech], folder: Path) -> None:
    sound = read_wav(folder / f"{name}.wav")
    assert 0.2 < np.abs(sound).max() < 0.46
    assert abs(sound.mean()) < 1e-3
    assert abs(sound[0]) < 1e-3
    assert abs(sound[-1]) < 1e-3
    first, last = spoken[name].words[0].start_seconds, spoken[name].words[-1].end_seconds
    assert first <= 0.02  # no silence before
    assert 0.1 < spoken[name].seconds - last < 0.2  # nor behind, but for the room's tail


def onset_errors(speech: Speech, sound: Samples) -> list[float]:
    """Seconds between a word's start and the rise of energy, for words after a pause: inside a phrase there is none."""
    frame = RATE // 500
    power = np.square(sound[: len(sound) // frame * frame].reshape(-1, frame)).mean(axis=1)
    loud = power > np.percentile(power, 95) / 1000
    rises = [i for i in range(len(loud)) if loud[i] and not loud[max(i - 15, 0) : i].any()]
    after_pause = [b for a, b in pairwise(speech.words) if b.start_seconds - a.end_seconds > 0.1]
    return [min(abs(rise * 0.002 - word.start_seconds) for rise in rises) for word in after_pause]


def test_words_begin_when_they_are_heard(tmp_path: Path) -> None:
    words = "scrolling, everything, morning, people, waste, hours, work, seven, difference, customers, tap, below."
    lines = [Line(words, "en", tmp_path / f"{rate}.wav", rate) for rate in (120, 155, 195)]
    errors = [
        error
        for line, speech in zip(lines, EspeakVoice().speak_all(lines), strict=True)
        for error in onset_errors(speech, read_wav(line.target))
    ]
    assert len(errors) == 33
    assert float(np.median(errors)) < 0.01
    assert max(errors) < 0.04


def test_a_line_sounds_the_same_in_any_company(spoken: dict[str, Speech], folder: Path, tmp_path: Path) -> None:
    alone = EspeakVoice().speak(HARD["german"], language="de-AT", words_per_minute=155, target=tmp_path / "alone.wav")
    assert alone == spoken["german"]
    assert (tmp_path / "alone.wav").read_bytes() == (folder / "german.wav").read_bytes()


def test_faster_is_shorter(tmp_path: Path) -> None:
    lengths = [
        speech.seconds
        for speech in EspeakVoice().speak_all([Line(AD, "en", tmp_path / "x.wav", rate) for rate in (120, 155, 195)])
    ]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] / lengths[2] > 1.35


def test_markup_is_read_out_and_not_obeyed(spoken: dict[str, Speech], tmp_path: Path) -> None:
    plain = EspeakVoice().speak("voice hello", language="en", words_per_minute=155, target=tmp_path / "x.wav")
    slow = "<prosody rate='x-slow'>voice hello</prosody>"
    marked = EspeakVoice().speak(slow, language="en", words_per_minute=155, target=tmp_path / "y.wav")
    assert marked.words[0].end_seconds > 0.3  # "prosody" is said
    assert marked.seconds > plain.seconds + 1


def test_even_loudness(spoken: dict[str, Speech], folder: Path) -> None:
    levels = [level_db(read_wav(folder / f"{name}.wav")) for name in ("ad", "german", "spanish", "numbers")]
    assert max(levels) - min(levels) < 3


@pytest.mark.parametrize("language", ["xx", "tlh-US", "fo"])
def test_an_unknown_language_names_the_known_ones(language: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"\bar, .*\bde, .*\ben-us, .*\bes, "):
        EspeakVoice().speak_all([Line("ok", "en", tmp_path / "a.wav"), Line("ok", language, tmp_path / "b.wav")])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "line",
    [
        Line("ok", "../../../etc/passwd", Path("x.wav")),
        Line("ok", "en+klatt", Path("x.wav")),
        Line("ok", "", Path("x.wav")),
        Line("ok", "en", Path("x.wav"), 20),
        Line("ok", "en", Path("x.wav"), 900),
        Line("a " * MAX_CHARACTERS, "en", Path("x.wav")),
        Line("hello world. " * 380, "en", Path("x.wav")),
    ],
)
def test_what_cannot_be_spoken_is_refused(line: Line, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError):
        EspeakVoice().speak_all([Line(line.text, line.language, tmp_path / "x.wav", line.words_per_minute)])
    assert not list(tmp_path.iterdir())


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('no such library here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    with pytest.raises(UnavailableError, match="no such library here"):
        EspeakVoice().speak("hi", language="en", words_per_minute=155, target=tmp_path / "x.wav")


def test_a_crash_on_one_text_is_that_texts_failure() -> None:
    """A line of the wrong shape makes its fork fail; the other lines are still answered."""
    good = {"text": "hi", "languages": ["en"], "rate": 155}
    request = {"variant": espeak._VARIANT, "parameters": espeak._PARAMETERS, "lines": [good, dict(good, text=7), good]}
    command = [sys.executable, "-m", "geminivideo.rendering.voice.espeak_process"]
    out = subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, check=True).stdout
    header, rest = out.split(b"\n", 1)
    body = 2 * json.loads(header)["samples"]
    assert rest[body:].startswith(b'{"failed"')
    again, sound = rest[body:].split(b"\n", 2)[1:]
    assert again == header
    assert hashlib.sha256(sound).digest() == hashlib.sha256(rest[:body]).digest()


def test_the_synthesiser_itself_takes_markup_for_text() -> None:
    """Markup is stripped before; this is the second lock on the same door."""
    texts = ["hi", "<b>hi</b>", "[[h@loU]]", "<audio src='/etc/passwd'>hi</audio>"]
    lines = [{"text": text, "languages": ["en"], "rate": 155} for text in texts]
    request = {"variant": espeak._VARIANT, "parameters": espeak._PARAMETERS, "lines": lines}
    output = io.BytesIO(espeak._run(json.dumps(request).encode(), 20, go_on))
    phonemes = [sum(sound.voiced for sound in espeak._read_answer(output).sounds) for _ in texts]
    assert phonemes[0] < 4
    assert min(phonemes[1:]) > 5


def test_the_gpl_library_never_enters_this_process() -> None:
    code = "import sys, geminivideo.rendering.voice.espeak; print('espeakng_loader' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"False\n"


def test_a_cancel_is_heard_while_the_voice_speaks(tmp_path: Path) -> None:
    """Some hundred sentences take it far longer than a cancel may."""
    lines = [Line(f"{AD} Number {number}.", "en", tmp_path / f"{number}.wav") for number in range(150)]
    checks: list[float] = []

    def check() -> None:
        checks.append(time.monotonic())
        if len(checks) == 3:
            raise CancelledError("The job was cancelled.", next_step="retry it")

    with pytest.raises(CancelledError):
        EspeakVoice().speak_all(lines, check=check)
    assert time.monotonic() - checks[-1] < 1.0
    assert not any("espeak_process" in " ".join(child.cmdline()) for child in psutil.Process().children())
    assert not list(tmp_path.iterdir())
