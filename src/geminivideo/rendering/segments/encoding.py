"""Encoding the segments that are not there yet, several at once, and giving up all of them together."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from geminivideo.core.errors import CancelledError, ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.slots import Slots
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.encode import encode_segment
from geminivideo.rendering.graph.segment import CAPTIONS
from geminivideo.rendering.output import Output
from geminivideo.rendering.segments.facts import SegmentFacts, measure
from geminivideo.rendering.segments.jobs import Job
from geminivideo.rendering.workspace import Workspace, link

STAGE = "segment"
_FACTS = "segment-facts"
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Encoded:
    job: Job
    path: Path
    facts: SegmentFacts


@dataclass(slots=True)
class _Run:
    """What the threads of one render share. Threads only count; telling and asking stay with the one that waits."""

    stopped: Event = field(default_factory=Event)
    done: dict[int, int] = field(default_factory=dict)  # frames by the start of their segment

    def check(self) -> None:
        if self.stopped.is_set():
            raise CancelledError("Another part of this ad was stopped.", next_step="retry the job")


class SegmentEncoder:
    def __init__(self, ffmpeg: Ffmpeg, workspace: Workspace, wanted: Output, fontconfig: Path, slots: Slots) -> None:
        self._ffmpeg = ffmpeg
        self._workspace = workspace
        self._wanted = wanted
        self._fontconfig = fontconfig
        self._slots = slots

    def encode(
        self, jobs: Sequence[Job], check: Callable[[], None], on_share: Callable[[float], None]
    ) -> list[Encoded]:
        """All segments in order. `check` may raise, then every encoder is stopped; so it is when one fails.

        `on_share` hears which share (0-1) of the frames that had to be encoded is done.
        """
        missing = {job.made_from: job for job in jobs if self._find(job) is None}  # an ad may hold equal segments
        run = _Run()
        # The longest first, so that no core waits at the end for one long segment.
        ordered = sorted(missing.values(), key=lambda job: (-job.weight, -job.segment.frames, job.segment.start))
        with ThreadPoolExecutor(self._slots.count, "segment") as pool:
            try:
                _wait([pool.submit(self._make, job, run) for job in ordered], run, check, on_share, ordered)
            finally:
                run.stopped.set()
                pool.shutdown(cancel_futures=True)
        return [self._finished(job, check) for job in jobs]

    def forget(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self._workspace.forget(STAGE, job.made_from, ".mp4")
            self._workspace.forget(_FACTS, _facts_of(job), ".json")

    def _find(self, job: Job) -> Encoded | None:
        path = self._workspace.find(STAGE, job.made_from, ".mp4", shared=True)
        known = self._workspace.find(_FACTS, _facts_of(job), ".json", shared=True)
        if path is None or known is None:
            return None
        facts = SegmentFacts.model_validate_json(known.read_bytes())
        if facts.size_bytes != path.stat().st_size:  # damaged since
            self.forget([job])
            return None
        return Encoded(job, path, facts)

    def _finished(self, job: Job, check: Callable[[], None]) -> Encoded:
        found = self._find(job)
        return found if found is not None else self._made(job, check)

    def _make(self, job: Job, run: _Run) -> None:
        self._made(job, run.check, lambda frame: run.done.__setitem__(job.segment.start, frame))

    def _made(
        self, job: Job, check: Callable[[], None], on_frame: Callable[[int], None] = lambda _frame: None
    ) -> Encoded:
        path = self._workspace.produce(
            STAGE,
            job.made_from,
            ".mp4",
            lambda target: self._encode(job, target, check, on_frame),
            shared=True,
            check=check,
        )
        try:
            text = self._workspace.produce_text(
                _FACTS,
                _facts_of(job),
                ".json",
                lambda: measure(self._ffmpeg, path, job.segment.frames, check).model_dump_json(),
                shared=True,
            )
        except ProcessingError:
            self.forget([job])
            raise
        return Encoded(job, path, SegmentFacts.model_validate_json(text))

    def _encode(self, job: Job, target: Path, check: Callable[[], None], on_frame: Callable[[int], None]) -> None:
        with self._workspace.scratch() as folder, self._slots.take(job.weight, check):
            for each in job.graph.inputs:
                link(each.file.path, folder / each.name)
            for name, file in job.graph.files:
                link(file.path, folder / name)
            if job.writing is not None:
                (folder / CAPTIONS).write_text(job.writing.document, "utf-8", newline="\n")
            encode_segment(
                self._ffmpeg,
                job.graph,
                folder=folder,
                target=target.absolute(),
                frames=job.segment.frames,
                quality=self._wanted.quality,
                encoder=self._wanted.encoder,
                fontconfig=self._fontconfig,
                check=check,
                on_frame=on_frame,
            )


def _facts_of(job: Job) -> str:
    """They depend on how a segment is measured too."""
    return f"{job.made_from} {code_digest('segments', 'verification')}"


def _wait(
    futures: Sequence["Future[None]"],
    run: _Run,
    check: Callable[[], None],
    on_share: Callable[[float], None],
    jobs: Sequence[Job],
) -> None:
    """Until all are done. The first failure is raised at once; the pool then waits for those it stopped."""
    frames = sum(job.segment.frames for job in jobs)
    waiting = set(futures)
    while waiting:
        check()
        finished, waiting = wait(waiting, _POLL_SECONDS, FIRST_EXCEPTION)
        for future in finished:
            future.result()
        on_share(sum(run.done.values()) / frames)
