"""The K weighting of ITU-R BS.1770-5: sound as loud as it is heard, a shelf for the head and then a high-pass.

The filters are linear, so what they make of a stretch of samples is one product of matrices. numpy does that as fast as
SciPy its filter, and to import SciPy's takes longer than to filter minutes of sound.
"""

import numpy as np
import numpy.typing as npt

RATE = 48_000  # the coefficients are those of the standard for it
_SECTIONS = (  # b0 b1 b2 a1 a2
    (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585),
    (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621),
)
_MEMORY = 2 * len(_SECTIONS)  # numbers that the filters keep of what is past
_STRETCH = 128  # samples at once: a matrix that stays in the processor's own memory

Samples = npt.NDArray[np.float64]


class KWeighting:
    """Feed it sound piece by piece, (channels, n) each; it goes on where the last piece ended."""

    def __init__(self, channels: int) -> None:
        self._memory = np.zeros((channels, _MEMORY))
        self._responses: dict[int, Samples] = {}

    def of(self, samples: Samples) -> Samples:
        weighted = np.empty_like(samples)
        for begin in range(0, samples.shape[1], _STRETCH):
            piece = samples[:, begin : begin + _STRETCH]
            count = piece.shape[1]
            answer = np.concatenate([self._memory, piece], axis=1) @ self._response(count)
            weighted[:, begin : begin + count], self._memory = answer[:, :count], answer[:, count:]
        return weighted

    def _response(self, count: int) -> Samples:
        if count not in self._responses:
            self._responses[count] = _response(count)
        return self._responses[count]


def _response(count: int) -> Samples:
    """From the memory and `count` samples, in rows, to as many answers and the memory after them, in columns."""
    everything = np.eye(_MEMORY + count)
    memory, answers = everything[:, :_MEMORY].copy(), []
    for now in everything[:, _MEMORY:].T:
        for place, (b0, b1, b2, a1, a2) in enumerate(_SECTIONS):  # transposed direct form II
            answer = b0 * now + memory[:, 2 * place]
            memory[:, 2 * place] = b1 * now - a1 * answer + memory[:, 2 * place + 1]
            memory[:, 2 * place + 1] = b2 * now - a2 * answer
            now = answer  # noqa: PLW2901 - into the next section
        answers.append(now)
    return np.concatenate([np.stack(answers, axis=1), memory], axis=1)
