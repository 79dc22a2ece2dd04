"""What trials found, kept by ffmpeg build, machine and options, so that only the first render waits for them."""

import hashlib
import re
import tempfile
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from geminivideo.core.blueprint import Frozen
from geminivideo.core.clock import Clock
from geminivideo.core.errors import ProcessingError
from geminivideo.core.media.ffmpeg import Ffmpeg
from geminivideo.core.vocabulary import FrameSize, Quality
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.encoders.machine import machine_digest
from geminivideo.rendering.encoders.model import Encoder
from geminivideo.rendering.encoders.trial import Trial

TRIAL_SECONDS = 30.0
_REFUSAL_HOLDS = timedelta(hours=1)  # a chip may have been busy
_MADE_BY = ("encoders", "encode.py", "joining.py")


class Verdict(Frozen):
    """`reason` says why the encoder cannot be used; `worst_psnr` is of the trial's worst frame, in dB."""

    passed: bool
    reason: str = ""
    worst_psnr: float | None = None
    at: datetime


class Verdicts:
    """`folder` may be shared by processes: two that try the same at once keep the same."""

    def __init__(self, ffmpeg: Ffmpeg, folder: Path, clock: Clock, *, trial_seconds: float = TRIAL_SECONDS) -> None:
        self._ffmpeg = ffmpeg
        self._folder = folder
        self._clock = clock
        self._trial_seconds = trial_seconds

    def of(
        self, encoder: Encoder, frame: FrameSize, quality: Quality, check: Callable[[], None] = lambda: None
    ) -> Verdict:
        """As kept, or of a trial made now; `check` may raise to stop that."""
        trial = Trial(self._ffmpeg, encoder, frame, quality)
        path = self._folder / f"{self._key(trial)}.json"
        kept = self._kept(path)
        if kept is None:
            kept = self._try(trial, check)
            self._keep(path, kept)
        return kept

    def _key(self, trial: Trial) -> str:
        made_of = (self._ffmpeg.version, self._ffmpeg.build, machine_digest(), code_digest(*_MADE_BY))
        return hashlib.sha256(repr((made_of, trial.encoder, trial.frame, trial.quality)).encode()).hexdigest()[:32]

    def _kept(self, path: Path) -> Verdict | None:
        try:
            kept = Verdict.model_validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return kept if kept.passed or self._clock.now() - kept.at < _REFUSAL_HOLDS else None

    def _keep(self, path: Path, verdict: Verdict) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{uuid.uuid4().hex}")
        draft.write_text(verdict.model_dump_json(), "utf-8")
        draft.replace(path)

    def _try(self, trial: Trial, check: Callable[[], None]) -> Verdict:
        latest = self._clock.monotonic() + self._trial_seconds

        def in_time() -> None:
            check()
            if self._clock.monotonic() > latest:
                cause = f"its trial took longer than {self._trial_seconds:.0f} s"
                raise ProcessingError(cause, next_step="use another encoder")

        with tempfile.TemporaryDirectory(prefix="geminivideo-trial-") as folder:
            try:
                worst = trial.run(Path(folder), in_time)
            except ProcessingError as error:
                return Verdict(passed=False, reason=_shortly(error.cause), at=self._clock.now())
        return Verdict(passed=True, worst_psnr=round(min(worst, 100.0), 1), at=self._clock.now())


def _shortly(cause: str) -> str:
    """The first thing that ffmpeg said, without the part of it that said so."""
    first = next((line for line in cause.splitlines() if line.strip()), "no reason was given")
    return re.sub(r"^ffmpeg ended with code \d+: |\[[^\]]*@ 0x[0-9a-f]+\] ", "", first).rstrip(".")[:240]
