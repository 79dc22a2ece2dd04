"""Identifiers that sort by creation time and say what they name: `campaign_01k…`."""

import os
from collections.abc import Callable

from geminivideo.core.clock import Clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford base 32: no letter is mistaken for a digit
_TIME_CHARACTERS = 10
_RANDOM_BYTES = 10
_RANDOM_CHARACTERS = 16


class IdSource:
    """Makes ids of 48 bits of time and 80 bits of entropy (the ULID layout, lower case)."""

    def __init__(self, clock: Clock, entropy: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._entropy = entropy

    def new(self, prefix: str) -> str:
        milliseconds = int(self._clock.now().timestamp() * 1000)
        noise = int.from_bytes(self._entropy(_RANDOM_BYTES), "big")
        return f"{prefix}_{_base32(milliseconds, _TIME_CHARACTERS)}{_base32(noise, _RANDOM_CHARACTERS)}"


def _base32(number: int, length: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))
