"""Finding an ffmpeg that can do what rendering needs, and running it under control."""

import hashlib
import os
import re
import select
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geminivideo.core.errors import ProcessingError, StorageFullError, UnavailableError
from geminivideo.core.processes import dying_with_parent, own_environment

NEEDED_FILTERS = frozenset(
    "alimiter amix ass blackdetect concat crop ebur128 eq fade fps freezedetect gblur loop lut3d lutyuv overlay scale "
    "setparams sidechaincompress split tonemap tpad trim xfade zscale".split()
)
NEEDED_ENCODERS = frozenset({"libx264", "aac"})
_POLL_SECONDS = 0.2
_ERROR_TAIL = 1200


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """An ffmpeg that passed the feature check."""

    path: Path
    version: str
    build: str = ""  # a digest of its version, its configuration and its libraries' versions
    encoders: frozenset[str] = frozenset()  # that it was built with, which does not say that they work here

    def run(
        self,
        arguments: Sequence[str],
        *,
        check: Callable[[], None] = lambda: None,
        on_frame: Callable[[int], None] = lambda _frame: None,
        cwd: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> str:
        """Run to the end and give what was logged; `on_frame` hears the number of frames written so far.

        `check` is called several times a second; when it raises, ffmpeg is killed and the error goes on.

        Raises:
            ProcessingError: when ffmpeg fails, with the end of its log as the cause.
            StorageFullError: when it failed because the disk is full.
        """
        command = [str(self.path), "-hide_banner", "-nostdin", "-progress", "pipe:1", "-nostats", *arguments]
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=cwd,
                env=own_environment(environment),
                preexec_fn=dying_with_parent(),  # noqa: PLW1509 - only calls into a libc loaded long before
            )
            try:
                _follow(process, check, on_frame)
            finally:
                if process.poll() is None:
                    process.kill()
                process.wait()
                if process.stdout:
                    process.stdout.close()
            log.seek(0)
            text = log.read().decode("utf-8", "replace")
        _raise_on_failure(process.returncode, text)
        return text


def _follow(process: "subprocess.Popen[bytes]", check: Callable[[], None], on_frame: Callable[[int], None]) -> None:
    """Sleep until there is progress to read, never longer than the poll interval, so that `check` is heard in time."""
    output = process.stdout
    if output is None:
        raise ValueError("the process was started without a pipe")
    os.set_blocking(output.fileno(), False)
    told = True
    while told:
        check()
        if select.select([output], [], [], _POLL_SECONDS)[0]:
            report = output.read()
            told = report != b""  # else it was closed: the process is ending
            frames = re.findall(rb"^frame=\s*(\d+)", report or b"", re.MULTILINE)
            if frames:
                on_frame(int(frames[-1]))
    _await_end(process, check)


def _await_end(process: "subprocess.Popen[bytes]", check: Callable[[], None]) -> None:
    while True:
        try:
            process.wait(_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            check()
        else:
            return


def _raise_on_failure(code: int, log: str) -> None:
    if code == 0:
        return
    tail = log.strip()[-_ERROR_TAIL:]
    if "No space left on device" in log or "Disk quota exceeded" in log:
        raise StorageFullError("The disk became full while encoding.", next_step="free some space, then retry the job")
    raise ProcessingError(
        f"ffmpeg ended with code {code}: {tail or 'it was killed'}",
        next_step="retry the job; if it fails again, check the footage it uses with `geminivideo analyze`",
    )


def find_ffmpeg(configured: Path | None) -> Ffmpeg:
    """The configured ffmpeg, else the system's, else the bundled one: the first that can do everything needed.

    Raises:
        UnavailableError: when none can; the cause says what each candidate lacks.
    """
    candidates = [str(configured)] if configured else [shutil.which("ffmpeg"), _bundled()]
    reasons = []
    for candidate in filter(None, candidates):
        found = _inspect(candidate)
        if isinstance(found, Ffmpeg):
            return found
        reasons.append(f"{candidate}: {found}")
    raise UnavailableError(
        "No usable ffmpeg. " + ("; ".join(reasons) or "Neither the system's nor the bundled one is there."),
        next_step="install ffmpeg 5.1 or newer, or point GEMINIVIDEO_FFMPEG at one (`geminivideo doctor` checks it)",
    )


def _bundled() -> str | None:
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:  # no binary for this platform
        return None


@lru_cache(maxsize=8)
def _inspect(candidate: str) -> Ffmpeg | str:
    """The checked ffmpeg, or the reason why it will not do. Cached: asking takes up to a second."""
    try:
        version = _ask(candidate, "-version")
        filters = _names(_ask(candidate, "-filters"), r"^ [T.][S.][C.]? (\S+)|^ [T.]\S* (\S+)")
        encoders = _names(_ask(candidate, "-encoders"), r"^ [VAS][F.]\S* (\S+)")
    except (OSError, subprocess.SubprocessError) as error:
        return f"does not run ({error})"
    missing = sorted((NEEDED_FILTERS - filters) | (NEEDED_ENCODERS - encoders))
    if missing:
        return f"lacks {', '.join(missing)}"
    match = re.match(r"ffmpeg version (\S+)", version)
    build = hashlib.sha256(version.encode()).hexdigest()
    return Ffmpeg(Path(candidate), match.group(1) if match else "unknown", build, encoders)


def _ask(candidate: str, question: str) -> str:
    command = [candidate, "-hide_banner", question]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout


def _names(listing: str, pattern: str) -> frozenset[str]:
    found = re.findall(pattern, listing, re.MULTILINE)
    return frozenset(name for groups in found for name in ([groups] if isinstance(groups, str) else groups) if name)
