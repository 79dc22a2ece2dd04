"""Embeddings as the database keeps them: 384 numbers of four bytes, the lowest byte first."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from geminivideo.core.text_embedding import DIMENSIONS

Vectors = npt.NDArray[np.float32]

_NUMBER = np.dtype("<f4")
_BYTES = DIMENSIONS * _NUMBER.itemsize


def packed(embedding: Sequence[float] | None) -> bytes | None:
    return None if embedding is None else np.asarray(embedding, _NUMBER).tobytes()


def unpacked(data: bytes | None) -> tuple[float, ...] | None:
    return None if data is None else tuple(np.frombuffer(data, _NUMBER).tolist())


def stacked(packed_ones: Sequence[bytes | None]) -> Vectors:
    """One row for each. A row of zeros stands for none, and for one of another size than the encoder's."""
    vectors = np.zeros((len(packed_ones), DIMENSIONS), np.float32)
    sound = [(place, data) for place, data in enumerate(packed_ones) if data is not None and len(data) == _BYTES]
    joined = b"".join(data for _place, data in sound)
    vectors[[place for place, _data in sound]] = np.frombuffer(joined, _NUMBER).reshape(-1, DIMENSIONS)
    return vectors
