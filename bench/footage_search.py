"""Search by meaning against plain word overlap: for a query, is the right clip of the shared footage found?

`measure()` takes contents of scenes by clip, as an analysis found them; without any it takes `BY_HAND`, what good
detectors would say of these clips. Files are called as cameras call them, so that no name gives a clip away.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psycopg
from psycopg.types.json import Jsonb

from geminivideo.app.migrate import migrate
from geminivideo.core.database import Database
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.footage_scene import (
    Box,
    FootageSource,
    SceneContent,
    SceneFeatures,
    SeenObject,
    SeenText,
    SpokenWord,
)
from geminivideo.core.scene_words import asked_words
from geminivideo.core.text_embedding import DIMENSIONS, TextEncoder, load_bundled_encoder
from geminivideo.flows.footage_search import FootageSearch
from geminivideo.footage.meaning import embeddings_of, meaning_of
from geminivideo.footage.model import MeasuredScene, RankedScene
from geminivideo.footage.packing import packed
from geminivideo.footage.ranking import rank_scenes
from geminivideo.footage.search import Candidates, SceneFilters, Vectors, rank, shortlist
from geminivideo.footage.settings import ScoreWeights

Scores = Mapping[str, float]
_BOX = Box(x=0.3, y=0.3, width=0.3, height=0.3)
_LABEL = "IMG 0042"


def _clip(seen: str = "", written: str = "", said: str = "") -> SceneContent:
    """What is seen as "2 person, dog": classes of COCO."""
    counted = [part.strip().split(" ", 1) for part in seen.split(",") if part.strip()]
    labels = [part[1] for part in counted if part[0].isdigit() for _ in range(int(part[0]))]
    labels += [" ".join(part) for part in counted if not part[0].isdigit()]
    words = enumerate(said.split())
    return SceneContent(
        objects=tuple(SeenObject(at_seconds=1, label=label, box=_BOX, confidence=0.8) for label in labels),
        text=tuple(SeenText(at_seconds=1, text=line, box=_BOX, confidence=0.9) for line in written.split("|") if line),
        words=tuple(SpokenWord(text=word, start_seconds=n, end_seconds=n + 0.5, confidence=0.9) for n, word in words),
    )


BY_HAND: dict[str, SceneContent] = {
    "01_dog.mp4": _clip("person, dog"),
    "05_default_juggle.mp4": _clip("person, sports ball"),
    "04_coffee.mp4": _clip("person, cup, dining table"),
    "asl_book.mkv": _clip("person, tv, chair"),
    "one-by-one-person-detection.mp4": _clip("2 person, dining table"),
    "bottle-detection.mp4": _clip("3 bottle"),
    "chaplin.mp4": _clip("2 person, handbag"),
    "autoeditor_timecode.mp4": _clip(written="01:00:12:03"),
    "big_buck_bunny_0_30.webm 7-10": _clip("bird"),
    "big_buck_bunny_0_30.webm 20-23": _clip(written="THE PEACH OPEN MOVIE PROJECT|PRESENTS"),
    "big_buck_bunny_0_30.webm 24-28": _clip(written="Big Buck|BUNNY"),
    "jfk.flac": _clip(
        said="And so my fellow Americans, ask not what your country can do for you, ask what you can do for your"
        " country."
    ),
    "austen_0870.wav": _clip(
        said="and mister john dashwood had then leisure to consider how much there might be prudently in his power to"
        " do for them"
    ),
    "austen_0880.wav": _clip(said="he was not an ill disposed young man"),
}
QUERIES: tuple[tuple[str, str], ...] = (
    ("woman walking her puppy", "01_dog.mp4"),
    ("pet animal outdoors", "01_dog.mp4"),
    ("dog", "01_dog.mp4"),
    ("man doing football tricks", "05_default_juggle.mp4"),
    ("soccer", "05_default_juggle.mp4"),
    ("athlete with a ball", "05_default_juggle.mp4"),
    ("pouring a hot drink", "04_coffee.mp4"),
    ("mug on a table", "04_coffee.mp4"),
    ("breakfast beverage, no text on screen", "04_coffee.mp4"),
    ("someone in front of a computer screen", "asl_book.mkv"),
    ("visitors around a table", "one-by-one-person-detection.mp4"),
    ("water bottles, nobody", "bottle-detection.mp4"),
    ("plastic containers with drinks", "bottle-detection.mp4"),
    ("two men, one carries luggage", "chaplin.mp4"),
    ("running clock 01:00", "autoeditor_timecode.mp4"),
    ("small flying animal", "big_buck_bunny_0_30.webm 7-10"),
    ("opening credits of a film studio", "big_buck_bunny_0_30.webm 20-23"),
    ("cartoon rabbit title", "big_buck_bunny_0_30.webm 24-28"),
    ("president's speech about the nation", "jfk.flac"),
    ("patriotic duty", "jfk.flac"),
    ("what he may prudently do", "austen_0870.wav"),
    ("a kind-hearted boy", "austen_0880.wav"),
)


def measure(contents: Mapping[str, SceneContent] = BY_HAND) -> dict[str, Any]:
    """Recall for the queries whose clip is among `contents`, per way to search."""
    encoder = load_bundled_encoder()
    queries = [(query, clip) for query, clip in QUERIES if clip in contents]
    ways: dict[str, Callable[[str], Scores]] = {
        "plain word overlap": _by_words(contents),
        "embedding alone": _by_embedding(contents, encoder),
        "search as it is": _as_it_is(contents, encoder),
    }
    return {
        "clips": len(contents),
        "queries": len(queries),
        **{name: _recall(queries, way) for name, way in ways.items()},
    }


def table(by_contents: Mapping[str, Mapping[str, Any]]) -> str:
    """A row for each kind of contents and way to search."""
    lines = ["| search in | way | right clip first | among the first 3 |", "|---|---|---|---|"]
    for name, figures in by_contents.items():
        where = f"{name}: {figures['queries']} queries, {figures['clips']} clips"
        for way, recall in figures.items():
            if isinstance(recall, Mapping):
                lines.append(f"| {where} | {way} | {recall['recall@1']:.2f} | {recall['recall@3']:.2f} |")
    return "\n".join(lines)


def _recall(queries: Sequence[tuple[str, str]], way: Callable[[str], Scores]) -> dict[str, Any]:
    """Of equal scores any order is as likely; what scores nothing is not found."""
    at = {1: 0.0, 3: 0.0}
    missed = []
    for query, clip in queries:
        scores = way(query)
        own = scores.get(clip, 0.0)
        better = sum(score > own for score in scores.values())
        equal = sum(score == own for score in scores.values())
        for most in at:
            at[most] += min(1.0, max(0.0, (most - better) / equal)) if own > 0 else 0.0
        if own <= 0 or better:
            missed.append(query)
    return {**{f"recall@{most}": round(hits / len(queries), 3) for most, hits in at.items()}, "not first": missed}


def _by_words(contents: Mapping[str, SceneContent]) -> Callable[[str], Scores]:
    words = {clip: asked_words(meaning_of(content, _LABEL)) for clip, content in contents.items()}

    def search(query: str) -> Scores:
        asked = asked_words(query)
        return {clip: len(asked & there) / len(asked) for clip, there in words.items()}

    return search


def _by_embedding(contents: Mapping[str, SceneContent], encoder: TextEncoder) -> Callable[[str], Scores]:
    candidates = _candidates(contents, encoder)

    def search(query: str) -> Scores:
        return dict(zip(candidates.scene_ids, map(float, candidates.vectors @ encoder.encode([query])[0]), strict=True))

    return search


def _as_it_is(contents: Mapping[str, SceneContent], encoder: TextEncoder) -> Callable[[str], Scores]:
    candidates = _candidates(contents, encoder)
    scenes = {clip: _ranked(clip, content) for clip, content in contents.items()}

    def search(query: str) -> Scores:
        likely = shortlist(query, encoder.encode([query])[0], candidates, len(contents))
        renamed = {scenes[clip].scene.scene_id: similarity for clip, similarity in likely.items()}
        found = rank(query, [scenes[clip] for clip in likely], renamed, len(contents))
        return {each.ranked.scene.source.sha256: each.match for each in found}

    return search


def _candidates(contents: Mapping[str, SceneContent], encoder: TextEncoder) -> Candidates:
    meanings = [meaning_of(content, _LABEL) for content in contents.values()]
    vectors = [embedding or [0.0] * DIMENSIONS for embedding in embeddings_of(meanings, encoder.encode)]
    return Candidates(list(contents), np.array(vectors, np.float32), meanings)


def _ranked(clip: str, content: SceneContent) -> RankedScene:
    source = FootageSource(
        footage_id=clip,
        storage_key=clip,
        label=_LABEL,
        width=1280,
        height=720,
        frame_rate=30,
        duration_seconds=10,
        has_audio=False,
        sha256=clip,
    )
    scene = MeasuredScene(index=1, start_seconds=0, end_seconds=5, features=SceneFeatures(), content=content)
    return rank_scenes([scene], source, ScoreWeights())[0]


def measure_speed(scenes: int = 20_000, footages: int = 400) -> dict[str, Any]:
    """Seconds of a whole search, query to ranked scenes, with PostgreSQL on the same machine."""
    encoder = load_bundled_encoder()
    with tempfile.TemporaryDirectory(prefix="geminivideo-bench-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL is started as another account where this one is root
        server = EmbeddedPostgres(Path(folder))
        server.start()
        database = Database(server.url)
        try:
            migrate(database)
            _fill(database, scenes, footages)
            search = FootageSearch(database, lambda: encoder)
            return {"scenes": scenes, **_timed(search)}
        finally:
            database.dispose()
            server.stop()


def _timed(search: FootageSearch) -> dict[str, Any]:
    every = SceneFilters(account_id="bench")
    filtered = every.model_copy(update={"has_people": True, "labels": ("dog",), "min_seconds": 2.0})
    figures: dict[str, Any] = {}
    for name, filters in (("no filter", every), ("filters", filtered)):
        seconds = []
        for query, _clip in QUERIES[:7]:
            begun = time.perf_counter()
            findings = search.find(query, filters, 20)
            seconds.append(time.perf_counter() - begun)
        figures[name] = {
            "searched": findings.searched,
            "median_s": round(median(seconds), 3),
            "max_s": round(max(seconds), 3),
        }
    return figures


def _fill(database: Database, scenes: int, footages: int) -> None:
    """Scenes as heavy as real ones: sixty boxes of things in each, which no search should have to read."""
    noise: Vectors = np.random.default_rng(0).standard_normal((scenes, DIMENSIONS), np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    seen = {"at_seconds": 1.25, "label": "person", "box": _BOX.model_dump(), "confidence": 0.77}
    content = Jsonb({"objects": [seen] * 60})
    probe = {"container": "mov", "codec": "h264", "width": 1920, "height": 1080, "rotation": 0, "frame_rate": 30}
    probe |= {"variable_frame_rate": False, "frames": 900, "duration_seconds": 30, "pixel_format": "yuv420p"}
    probe |= {"hdr": False, "has_audio": True, "size_bytes": 1}
    with psycopg.connect(database.conninfo) as connection:
        with connection.cursor().copy(
            "COPY footage (footage_id, account_id, label, sha256, storage_key, probe, status, created_at) FROM STDIN"
        ) as rows:
            for number in range(footages):
                name = f"footage_{number}"
                rows.write_row((name, "bench", name, name, name, Jsonb(probe), "ready", "2026-11-21T00:00:00Z"))
        with connection.cursor().copy(
            "COPY footage_scenes (footage_id, scene_index, scene_id, start_seconds, end_seconds, features, subjects,"
            " content, embedding, score, reasons, rank, problems, meaning, labels, people) FROM STDIN"
        ) as rows:
            for number, vector in enumerate(noise):
                place, labels = divmod(number, footages), ["person", "dog"] if number % 3 else ["person"]
                rows.write_row(
                    (
                        *(f"footage_{place[1]}", place[0] + 1, f"scene_{number}", 0, 1 + number % 5),
                        *(Jsonb({"faces": 0.2}), Jsonb([]), content, packed(vector), 50, Jsonb([]), 1, Jsonb([])),
                        *("two people, a dog. coffee in the morning, and a word or two", labels, True),
                    )
                )
        connection.execute("ANALYZE")


if __name__ == "__main__":
    import json

    print(json.dumps({**measure(), "speed": measure_speed()}, indent=1))
