"""Colour tables: a .cube file read number by number and written anew, so that ffmpeg only ever reads our own text."""

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geminivideo.rendering.library.judging.refusal import RefusedError, read_whole
from geminivideo.rendering.library.model import LutFacts

_MOST_BYTES = 24 * 1024**2
_SMALLEST, _LARGEST = 2, 65
_WIDEST = 4.0  # a table of a display-referred look stays near 0-1; more is a mistake or a log curve
_IGNORED = frozenset({"TITLE", "LUT_3D_INPUT_RANGE"})

Table = NDArray[np.float64]


def judge(source: Path, target: Path) -> LutFacts:
    try:
        text = read_whole(source, _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError("The file is not a .cube text.") from error
    size, table = parse(text)
    target.write_text(written(size, table), "ascii", newline="\n")
    return LutFacts(size=size)


def parse(text: str) -> tuple[int, Table]:
    """Size and the size^3 x 3 values, red running fastest, scaled to a domain of 0-1."""
    size = 0
    low, high = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    rows: list[tuple[float, float, float]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split("#", 1)[0].split()
        if not words or words[0] in _IGNORED:
            continue
        if words[0] == "LUT_3D_SIZE":
            size = _size(words, number)
        elif words[0] == "DOMAIN_MIN":
            low = _three(words[1:], number)
        elif words[0] == "DOMAIN_MAX":
            high = _three(words[1:], number)
        elif words[0] == "LUT_1D_SIZE":
            raise RefusedError("The table is one-dimensional; a 3D table (LUT_3D_SIZE) is needed.")
        else:
            rows.append(_three(words, number))
            _not_too_many(rows, size)
    if low != (0.0, 0.0, 0.0) or high != (1.0, 1.0, 1.0):
        raise RefusedError("The table's DOMAIN is not 0 to 1, so it is not made for graded video.")
    if not size or len(rows) != size**3:
        raise RefusedError(f"The table has {len(rows)} colours instead of {size**3}." if size else "No LUT_3D_SIZE.")
    return size, np.asarray(rows)


def written(size: int, table: Table) -> str:
    lines = (f"{red:.6f} {green:.6f} {blue:.6f}" for red, green, blue in table)
    return f"LUT_3D_SIZE {size}\n" + "\n".join(lines) + "\n"


def _size(words: list[str], number: int) -> int:
    if len(words) == 2 and words[1].isascii() and words[1].isdigit() and len(words[1]) < 4:
        size = int(words[1])
        if _SMALLEST <= size <= _LARGEST:
            return size
    raise RefusedError(f"Line {number}: LUT_3D_SIZE must be {_SMALLEST} to {_LARGEST}.")


def _three(words: list[str], number: int) -> tuple[float, float, float]:
    try:
        red, green, blue = (float(word) for word in words)
    except ValueError as error:
        raise RefusedError(f"Line {number} is not three numbers.") from error
    if not all(math.isfinite(value) and abs(value) <= _WIDEST for value in (red, green, blue)):
        raise RefusedError(f"Line {number} holds a number that is no colour.")
    return red, green, blue


def _not_too_many(rows: list[tuple[float, float, float]], size: int) -> None:
    if len(rows) > (size or _LARGEST) ** 3:
        raise RefusedError("The table has more colours than its size says.")
