"""The process that opens an untrusted asset: `python -m` this module with KIND, SOURCE and TARGET.

It limits its own memory, CPU time and output, writes the clean file to TARGET, and prints one JSON object: the file's
facts, or `{"refused": reason}`.
"""

import hashlib
import json
import resource
import sys
from pathlib import Path

from geminivideo.core.blueprint import Frozen
from geminivideo.rendering.library.judging.refusal import RefusedError
from geminivideo.rendering.library.model import AssetKind

_MEMORY_BYTES = 3 * 1024**3
_CPU_SECONDS = 120
_WRITTEN_BYTES = 512 * 1024**2
_LOGO_PIXELS, _STILL_PIXELS = 16_000_000, 60_000_000


def judge(kind: AssetKind, source: Path, target: Path) -> Frozen:
    """Facts of the file, once it is accepted and written anew; each kind's libraries are loaded only for it."""
    if kind is AssetKind.MUSIC:
        from geminivideo.rendering.library.judging import music

        return music.judge(source, target)
    if kind is AssetKind.LUT:
        from geminivideo.rendering.library.judging import lut

        return lut.judge(source, target)
    if kind is AssetKind.FONT:
        from geminivideo.rendering.library.judging import font

        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return font.judge(source, target, digest=digest)
    from geminivideo.rendering.library.judging import picture

    if kind is AssetKind.LOGO:
        return picture.judge(source, target, most_pixels=_LOGO_PIXELS)
    return picture.judge_still(source, target, most_pixels=_STILL_PIXELS)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN_BYTES, _WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    kind, source, target = AssetKind(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    _limit()
    try:
        answer = judge(kind, source, target).model_dump(mode="json")
    except RefusedError as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": "The file claims sizes that no such file has."}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
