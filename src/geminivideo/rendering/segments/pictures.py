"""The coded pictures inside the packets of an H.264 stream, by which a copy is known to be one.

Packets are laid out as ISO/IEC 14496-15 says: units of a length in four bytes and so many bytes. Joining streams may
add or drop units that describe the stream; those that hold the pictures, the slices, stay as they are.
"""

import zlib
from collections.abc import Iterator, Sequence

_LENGTH_BYTES = 4
_SLICES = frozenset({1, 5})  # of a picture that needs others, and of one that needs none
_KIND, _FORBIDDEN = 31, 128  # bits of a unit's first byte: what it is, and one that is never set


def picture_checksum(packet: bytes) -> int:
    """The CRC-32 of the packet's slices, 0 of one that is not made of whole units or holds no slice."""
    checksum = 0
    for unit in _units(packet):
        if not unit or unit[0] & _FORBIDDEN:
            return 0
        if unit[0] & _KIND in _SLICES:
            checksum = zlib.crc32(unit, checksum)
    return checksum


def of_pictures(checksums: Sequence[int]) -> int:
    """One checksum for pictures in a row."""
    return zlib.crc32(b"".join(checksum.to_bytes(4, "big") for checksum in checksums))


def _units(packet: bytes) -> Iterator[memoryview]:
    """The last one is empty when the packet ends before it should."""
    rest = memoryview(packet)
    while rest:
        length = int.from_bytes(rest[:_LENGTH_BYTES], "big")
        unit, rest = rest[_LENGTH_BYTES : _LENGTH_BYTES + length], rest[_LENGTH_BYTES + length :]
        yield unit if len(unit) == length else unit[:0]
