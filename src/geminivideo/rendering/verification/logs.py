"""What ffmpeg's filters have measured, read from its log."""

import math
import re

from geminivideo.rendering.verification.report import Stretch


def loudness_in(log: str) -> dict[str, float | None]:
    """From the last summary of ebur128: older versions print an empty one first."""
    summary = log.rpartition("Summary:")[2]
    return {
        "loudness_lufs": _number(r"I:\s+(\S+) LUFS", summary),
        "true_peak_dbtp": _number(r"Peak:\s+(\S+) dBFS", summary),
    }


def _number(pattern: str, text: str) -> float | None:
    match = re.search(pattern, text)
    try:
        value = float(match.group(1)) if match else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def black_in(log: str) -> tuple[Stretch, ...]:
    found = re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", log)
    return tuple(Stretch(start=float(start), end=float(end)) for start, end in found)


def frozen_in(log: str) -> tuple[Stretch, ...]:
    """A freeze that lasts to the end has a start only."""
    starts = [float(value) for value in re.findall(r"freeze_start: ([\d.]+)", log)]
    ends = [float(value) for value in re.findall(r"freeze_end: ([\d.]+)", log)]
    ends += [float("1e9")] * (len(starts) - len(ends))
    return tuple(Stretch(start=start, end=end) for start, end in zip(starts, ends, strict=False))
