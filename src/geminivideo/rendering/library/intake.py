"""Letting an asset in: judged and written anew in a process of its own; the bytes that came are never kept."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from geminivideo.core.errors import UnsupportedAssetError
from geminivideo.core.processes import die_with_parent, own_environment
from geminivideo.rendering.library.model import FACTS_OF, AssetKind, Facts

_SECONDS = 240
_ACCEPTED = {
    AssetKind.MUSIC: "send 3 s to 10 minutes of music as WAV, MP3, FLAC, Ogg, M4A or AIFF",
    AssetKind.LUT: "send a 3D table as .cube, size 2 to 65, domain 0 to 1",
    AssetKind.FONT: "send one TrueType or OpenType font (.ttf or .otf) with an alphabet",
    AssetKind.LOGO: "send a PNG, JPEG or WebP of 16 to 4000 pixels a side",
    AssetKind.STILL: "send a PNG, JPEG or WebP of up to 60 megapixels",
}


@dataclass(frozen=True, slots=True)
class Admission:
    """A clean file and what is known of it; `path` lies where the caller wanted it."""

    path: Path
    facts: Facts
    sha256: str
    original_sha256: str
    size_bytes: int


def admit(kind: AssetKind, source: Path, target: Path) -> Admission:
    """Judge a file and write its clean copy to `target`.

    Raises:
        UnsupportedAssetError: when it is not a whole file of that kind within the limits.
    """
    facts = _facts(kind, _judged(kind, source, target))
    return Admission(target, facts, _digest(target), _digest(source), target.stat().st_size)


def _judged(kind: AssetKind, source: Path, target: Path) -> str:
    command = [sys.executable, "-m", "geminivideo.rendering.library.judge_process", kind, str(source), str(target)]
    try:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
            preexec_fn=die_with_parent,
            # Thread pools would reserve more address space than the process may have.
            env=own_environment({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}),
        ).stdout
    except subprocess.TimeoutExpired as error:
        raise UnsupportedAssetError("Reading the file took far too long.", next_step=_ACCEPTED[kind]) from error


def _facts(kind: AssetKind, answered: str) -> Facts:
    try:
        answer = json.loads(answered)
        if "refused" in answer:
            raise UnsupportedAssetError(str(answer["refused"]), next_step=_ACCEPTED[kind])
        return FACTS_OF[kind].model_validate(answer)
    except (ValueError, ValidationError) as error:
        raise UnsupportedAssetError(
            f"The file ended the program that read it; it is damaged or no {kind}.", next_step=_ACCEPTED[kind]
        ) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
