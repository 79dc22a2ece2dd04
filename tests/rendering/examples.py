"""Blueprints, footage and files that tests share."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import av

from geminivideo.core.blueprint import Blueprint, BlueprintScene, CallToAction, Hook
from geminivideo.core.footage_scene import Box, FootageScene, FootageSource, SceneFeatures, SubjectSample
from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, Pacing, Platform, ShotType, Transition
from geminivideo.rendering.speech import Speech, SpokenWord


def scene(seconds: float = 3.0, says: str = "", **changed: Any) -> BlueprintScene:
    values: dict[str, Any] = {
        "seconds": seconds,
        "visual_direction": "somebody does something",
        "voice_over": says,
        "on_screen_text": "",
        "footage_query": "coffee",
        "emotion": "calm",
        "shot_type": ShotType.MEDIUM,
        "transition": Transition.CUT,
    }
    return BlueprintScene(**(values | changed))


def blueprint(*scenes: BlueprintScene, **changed: Any) -> Blueprint:
    values: dict[str, Any] = {
        "id": "bp_001",
        "title": "Steady energy",
        "hook": Hook(type=HookType.QUESTION, text="Still crashing at 3 PM?"),
        "scenes": scenes or (scene(says="Still crashing at three?"), scene(says="Try it today.")),
        "cta": CallToAction(type=CtaType.BUY_NOW, text="Get my first bag"),
        "product_name": "Morning Ritual",
        "offer": "20% off your first bag",
        "target_avatar": "office workers",
        "angle": "energy",
        "structure": AdStructure.PROBLEM_SOLUTION,
        "emotional_triggers": (),
        "transformation": None,
        "pains_addressed": (),
        "desires_addressed": (),
        "pacing": Pacing.FAST,
        "energy": 7.0,
        "language": "en",
        "platforms": (Platform.SQUARE,),
    }
    return Blueprint(**(values | changed))


def speech(text: str, words_per_minute: int = 180) -> Speech | None:
    tokens = text.split()
    if not tokens:
        return None
    beat = 60 / words_per_minute
    words = tuple(
        SpokenWord(text=token, start_seconds=i * beat, end_seconds=(i + 0.8) * beat) for i, token in enumerate(tokens)
    )
    return Speech(seconds=len(tokens) * beat, words=words, words_per_minute=words_per_minute, voice="test")


def speeches(of: Blueprint) -> list[Speech | None]:
    return [speech(each.voice_over) for each in of.scenes]


def source(label: str = "coffee", width: int = 1280, height: int = 720, seconds: float = 20.0) -> FootageSource:
    name = label.replace(" ", "_")
    return FootageSource(
        footage_id=f"footage_{name}",
        storage_key=f"footage/{name}.mp4",
        label=label,
        width=width,
        height=height,
        frame_rate=30.0,
        duration_seconds=seconds,
        has_audio=False,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
    )


def footage(
    of: FootageSource | None = None, start: float = 0.0, end: float | None = None, **changed: Any
) -> FootageScene:
    of = of or source()
    values: dict[str, Any] = {
        "scene_id": f"{of.footage_id}_{start:g}",
        "source": of,
        "index": 0,
        "start_seconds": start,
        "end_seconds": of.duration_seconds if end is None else end,
        "features": SceneFeatures(motion=0.3, brightness=0.5, face_area=0.02),
        "subjects": (),
        "score": 60.0,
    }
    return FootageScene(**(values | changed))


def face(x: float, y: float, size: float = 0.1, at: float = 1.0, confidence: float = 0.9) -> SubjectSample:
    box = Box(x=x, y=y, width=min(size, 1 - x), height=min(size, 1 - y))
    return SubjectSample(at_seconds=at, kind="face", box=box, confidence=confidence)


def film(
    path: Path, colours: list[tuple[int, int, int]], *, width: int = 320, height: int = 180, rate: int = 30
) -> FootageSource:
    """A real file with one plain frame per entry (RGB), and what footage analysis would say of it."""
    import numpy as np

    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "4", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        # The encoder must be told what the numbers mean, or a player guesses.
        stream.codec_context.colorspace, stream.codec_context.color_range = 1, 1
        for colour in colours:
            frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), colour, np.uint8), format="rgb24")
            container.mux(stream.encode(frame.reformat(format="yuv420p", dst_colorspace="ITU709")))
        container.mux(stream.encode())
    return source(path.stem, width, height, len(colours) / rate)


def opener(files: Mapping[str, Path]) -> Callable[[FootageSource], AbstractContextManager[Path]]:
    @contextmanager
    def open_source(of: FootageSource) -> Iterator[Path]:
        yield files[of.footage_id]

    return open_source
