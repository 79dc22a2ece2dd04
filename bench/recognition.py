"""Speech recognisers: how many words they get wrong in real readings, and when; what music and noise make of them."""

import json
import re
import resource
import tempfile
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.markdown import markdown_table
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.media.sound_decode import SPEECH_RATE, decode_for_speech
from geminivideo.core.settings import Settings
from geminivideo.core.speech_recognition import pocketsphinx
from geminivideo.core.speech_recognition.base import SpeechRecogniser
from geminivideo.core.speech_recognition.choosing import choose_recogniser
from geminivideo.core.speech_recognition.model import HeardWord, Transcript
from geminivideo.core.speech_recognition.pocketsphinx import PocketsphinxRecogniser
from geminivideo.core.speech_recognition.whisper import WhisperRecogniser
from geminivideo.rendering.sound.music.bed import compose
from geminivideo.rendering.sound.music.moods import MOODS

_AUDIO = Path(__file__).parents[2] / "shared" / "data" / "audio"
_SAME = {"mr": "mister", "mrs": "missus"}
_NOISE_SECONDS, _BED_SECONDS = 30, 15.0


def measure() -> list[dict[str, Any]]:
    """A row for each recogniser."""
    return [_row(name, found) for name, found in _recognisers().items()]


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = (
        "recogniser",
        "words wrong, missing or too many",
        "right of those shown",
        "left out as doubtful",
        "onsets: median, 95%",
        "words made of music and noise",
        "CPU, of the length",
    )
    return markdown_table(names, rows, _cells)


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [
        row["what"],
        f"{row['word_error_rate']:.0%} of {row['words']}",
        f"{row['right']} of {row['shown']}",
        str(row["doubtful"]),
        f"{row['median_ms']:.0f} ms, {row['p95_ms']:.0f} ms of {row['timed']}",
        f"{row['false_words']} in {row['other_seconds']:.0f} s",
        f"{row['cpu_share']:.2f}x",
    ]


def _recognisers() -> dict[str, SpeechRecogniser | str]:
    settings = Settings()
    chosen = choose_recogniser(settings.whisper_model, may_download=False)
    whisper = chosen if isinstance(chosen, WhisperRecogniser) else f"no weights ({_reason(chosen)})"
    bundled = PocketsphinxRecogniser("") if pocketsphinx.is_installed() else "not installed"
    return {"pocketsphinx": bundled, "whisper": whisper}


def _reason(chosen: SpeechRecogniser | str) -> str:
    return chosen if isinstance(chosen, str) else chosen.remark.partition("(")[2].removesuffix(")")


def _row(name: str, recogniser: SpeechRecogniser | str) -> dict[str, Any]:
    if isinstance(recogniser, str):
        return {"what": name, "why": recogniser}
    if not _AUDIO.exists():
        return {"what": name, "why": "the shared readings are not there"}
    texts = {key: value["text"] for key, value in json.loads((_AUDIO / "transcripts.json").read_text("utf-8")).items()}
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        readings = [_decoded(_AUDIO / key, Path(folder)) for key in texts]
        others = [_decoded(_AUDIO / "music_vibe_ace.ogg", Path(folder)), *_made(Path(folder))]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        heard = recogniser.recognise(readings, language="en", check=lambda: None)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        wrong = recogniser.recognise(others, language="en", check=lambda: None)
        seconds, other_seconds = (sum(map(_seconds, files)) for files in (readings, others))
    cpu = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
    return {
        "what": name,
        **_accuracy(dict(zip(texts, heard, strict=True)), texts),
        "false_words": sum(len(each.words) for each in wrong),
        "other_seconds": round(other_seconds, 1),
        "cpu_share": round(cpu / seconds, 3),
    }


def _accuracy(heard: Mapping[str, Transcript], texts: Mapping[str, str]) -> dict[str, Any]:
    errors, onsets, words, right = 0, [], 0, 0
    for key, transcript in heard.items():
        said = [_bare(word) for word in texts[key].split()]
        distance, pairs = _aligned(said, [_bare(word.text) for word in transcript.words])
        errors, words, right = errors + distance, words + len(said), right + len(pairs)
        onsets += _onset_errors(_AUDIO / f"{Path(key).stem}.words.json", transcript.words, pairs)
    thousandths = np.abs(onsets) * 1000
    return {
        "words": words,
        "word_error_rate": round(errors / words, 4),
        "shown": sum(len(each.words) for each in heard.values()),
        "right": right,
        "doubtful": sum(each.doubtful for each in heard.values()),
        "timed": len(onsets),
        "median_ms": round(float(np.median(thousandths)), 1),
        "p95_ms": round(float(np.percentile(thousandths, 95)), 1),
    }


def _onset_errors(path: Path, words: Sequence[HeardWord], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Of the words that were heard right, where an annotation says when they are said."""
    if not path.exists():
        return []
    begins = [word["b"] for word in json.loads(path.read_text("utf-8"))["w"] if not word["t"].startswith("<")]
    return [words[there].start_seconds - begins[here] for here, there in pairs]


def _bare(word: str) -> str:
    bare = re.sub(r"[^\w']", "", word.casefold())
    return _SAME.get(bare, bare)


def _aligned(said: Sequence[str], heard: Sequence[str]) -> tuple[int, list[tuple[int, int]]]:
    """The edit distance in words, and the index pairs of those that are the same in a cheapest alignment."""
    cost = np.zeros((len(said) + 1, len(heard) + 1), int)
    cost[:, 0], cost[0] = np.arange(len(said) + 1), np.arange(len(heard) + 1)
    for i, one in enumerate(said, 1):
        for j, other in enumerate(heard, 1):
            cost[i, j] = min(cost[i - 1, j - 1] + (one != other), cost[i - 1, j] + 1, cost[i, j - 1] + 1)
    pairs, i, j = [], len(said), len(heard)
    while i and j:
        if cost[i, j] == cost[i - 1, j - 1] + (said[i - 1] != heard[j - 1]):
            i, j = i - 1, j - 1
            pairs += [(i, j)] if said[i] == heard[j] else []
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return int(cost[-1, -1]), pairs[::-1]


def _made(folder: Path) -> list[Path]:
    """White noise, a rumble in gusts, hum, and a bed of every mood."""
    random, at = np.random.default_rng(5), np.arange(_NOISE_SECONDS * SPEECH_RATE) / SPEECH_RATE
    white = random.normal(0, 0.12, at.size)
    gusts = np.cumsum(white) * (1 + np.sin(2 * np.pi * 4 * at))
    hum = sum(np.sin(2 * np.pi * 50 * n * at) / n for n in range(1, 8)) * 0.2
    made = {"white": white, "gusts": gusts / np.abs(gusts).max() / 2, "hum": hum}
    for name, samples in made.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, SPEECH_RATE, 0, "NONE", ""))
            file.writeframes((samples * 32767).astype("<i2").tobytes())
    for name, mood in MOODS.items():
        compose(_BED_SECONDS, mood, 6.0, random, folder / f"{name}.wav")
    return [_decoded(folder / f"{name}.wav", folder) for name in (*made, *MOODS)]


def _decoded(path: Path, folder: Path) -> Path:
    target = folder / f"{path.stem}.s16"
    decode_for_speech(find_ffmpeg(None), path, 0.0, 600.0, target, lambda: None)
    return target


def _seconds(path: Path) -> float:
    return path.stat().st_size / 2 / SPEECH_RATE
