"""What a pass needs to go on at a picture as if it had never stopped."""

import base64
import io
from hashlib import blake2b
from typing import Any

import numpy as np

from geminivideo.core.blueprint import Frozen
from geminivideo.footage.arrays import Pixels
from geminivideo.footage.extractors.motion import MotionMemory
from geminivideo.footage.looking.pace import PaceState
from geminivideo.footage.observations import Observations


class Witness(Frozen):
    """One of the last pictures before a checkpoint: what is read again must be the same as it was."""

    at_seconds: float
    digest: str


class PackedMotion(Frozen):
    last: str | None
    last_at: float
    energy: str | None


class Checkpoint(Frozen):
    next_index: int
    next_sample: float
    paces: dict[str, PaceState]
    motion: PackedMotion | None
    witnesses: tuple[Witness, ...]
    orderly: bool  # every picture so far came whole, in order and with a time: then seeking is exact


class Part(Frozen):
    """A stretch of the file; with a checkpoint, everything up to its end has been told."""

    seen: Observations
    checkpoint: Checkpoint | None = None


def digest(bgr: Pixels) -> str:
    return blake2b(np.ascontiguousarray(bgr).tobytes(), digest_size=16).hexdigest()


def pack_motion(memory: MotionMemory | None) -> PackedMotion | None:
    if memory is None:
        return None
    return PackedMotion(last=_packed(memory.last), last_at=memory.last_at, energy=_packed(memory.energy))


def unpack_motion(packed: PackedMotion | None) -> MotionMemory | None:
    if packed is None:
        return None
    return MotionMemory(_unpacked(packed.last), packed.last_at, _unpacked(packed.energy))


def _packed(array: Any) -> str | None:
    if array is None:
        return None
    file = io.BytesIO()
    np.savez_compressed(file, array=array)
    return base64.b85encode(file.getvalue()).decode()


def _unpacked(text: str | None) -> Any:
    if text is None:
        return None
    return np.load(io.BytesIO(base64.b85decode(text)), allow_pickle=False)["array"]
