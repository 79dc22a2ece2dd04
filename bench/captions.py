"""Word onsets: captions against the voice's own times, the aligner and the recognisers against annotated speech."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import example_ad, recognition
from geminivideo.core.blueprint import Blueprint
from geminivideo.core.media.ffmpeg import find_ffmpeg
from geminivideo.core.vocabulary import Pacing
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.sound.decode import PlacedSound, decode
from geminivideo.rendering.timeline import lay_out
from geminivideo.rendering.voice.alignment import align
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.espeak import EspeakVoice

_AUDIO = Path(__file__).parents[2] / "shared" / "data" / "audio"
_ANNOTATED = ("austen_0870", "austen_0880")
_NATURAL, _FASTEST = 155, 195
_SCRIPTS = {
    "en": (
        "Still crashing at 3 PM?",
        "You blame the coffee. It's the second cup, and the sugar in it.",
        "Find the cause, then try Morning Ritual for 14 days.",
        "That's how steady energy begins: one honest look, then one change you're proud of.",
        "Get 20% off your first bag today!",
    ),
    "es": (
        "¿Sigues sin energía a las 3?",
        "Culpas al café. Es la segunda taza, y el azúcar que lleva.",
        "Encuentra la causa y prueba Morning Ritual durante 14 días.",
        "Así empieza la energía estable: una mirada honesta y un cambio del que estás orgulloso.",
        "¡Consigue hoy un 20% en tu primera bolsa!",
    ),
    "de": (
        "Um drei Uhr schon wieder müde?",
        "Du gibst dem Kaffee die Schuld. Es ist die zweite Tasse und der Zucker darin.",
        "Finde den Grund, dann probiere Morning Ritual 14 Tage lang.",
        "So beginnt ruhige Energie: ein ehrlicher Blick, dann eine Änderung, auf die du stolz bist.",
        "Hol dir heute 20% auf deine erste Packung!",
    ),
    "ar": (
        "هل ما زلت متعبا في الثالثة؟",
        "تلوم القهوة. إنه الفنجان الثاني، والسكر الذي فيه.",
        "ابحث عن السبب، ثم جرب المنتج لمدة أسبوعين.",
        "هكذا تبدأ الطاقة الهادئة: نظرة صادقة، ثم تغيير واحد تفخر به.",
        "احصل اليوم على خصم عشرين بالمئة!",
    ),
}


def measure() -> dict[str, Any]:
    rows = [
        {"what": f"captions, {language}, {pace} words a minute", **_figures(_caption_errors(script, language, pace))}
        for language, script in _SCRIPTS.items()
        for pace in (_NATURAL, _FASTEST)
    ]
    found = {name: _alignment_errors(name) for name in _ANNOTATED if (_AUDIO / f"{name}.wav").exists()}
    rows += [{"what": f"aligner, {name}", **_figures(errors)} for name, errors in found.items()]
    if found:
        rows.append({"what": "aligner, all", **_figures([error for errors in found.values() for error in errors])})
    return {"rows": rows, "recognisers": recognition.measure()}


def table(figures: Mapping[str, Any]) -> str:
    lines = ["| word onsets | words | median | 95% | worst |", "|---|---|---|---|---|"]
    for row in figures["rows"]:
        times = " | ".join(f"{row[name]:.0f} ms" for name in ("median_ms", "p95_ms", "worst_ms"))
        lines.append(f"| {row['what']} | {row['words']} | {times} |")
    lines += ["", recognition.table(figures["recognisers"])]
    return "\n".join([*lines, "", f"Measured {figures['measured_at']} with `python -m bench captions`."])


def _caption_errors(script: Sequence[str], language: str, pace: int) -> list[float]:
    """Seconds between the frame of each word in the plan and the moment at which its recording says it."""
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        lines = [Line(text, language, Path(folder) / f"{n}.wav", pace) for n, text in enumerate(script)]
        speeches = EspeakVoice().speak_all(lines)
    errors = []
    for line in lay_out(_blueprint(script, language), speeches).narration:
        said = [line.start / FPS + word.start_seconds for word in speeches[line.scene].words]
        errors += [abs(word.start / FPS - at) for word, at in zip(line.words, said, strict=True)]
    return errors


def _alignment_errors(name: str) -> list[float]:
    truth = json.loads((_AUDIO / f"{name}.words.json").read_text("utf-8"))
    sounds = [PlacedSound(path=_AUDIO / f"{name}.wav")]
    (sound,) = decode(find_ffmpeg(None), sounds, longest=60.0, check=lambda: None)
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        mono = np.asarray(sound.mean(axis=1), np.float32)
        found = align(mono, truth["t"], "en", EspeakVoice(), Path(folder))
    annotated = [word["b"] for word in truth["w"] if not word["t"].startswith("<")]
    return [abs(word.start_seconds - at) for word, at in zip(found, annotated, strict=True)]


def _figures(errors: Sequence[float]) -> dict[str, Any]:
    thousandths = np.asarray(errors) * 1000
    return {
        "words": len(errors),
        "median_ms": round(float(np.median(thousandths)), 1),
        "p95_ms": round(float(np.percentile(thousandths, 95)), 1),
        "worst_ms": round(float(thousandths.max()), 1),
    }


def _blueprint(script: Sequence[str], language: str) -> Blueprint:
    scenes = [example_ad.scene(3.0, text, "") for text in script]
    slower = {"pacing": Pacing.MEDIUM, "energy": 5.0}
    return example_ad.blueprint(
        scenes, hook=script[0], button=script[-1], offer=script[-1], language=language, **slower
    )
