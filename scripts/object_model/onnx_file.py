"""Writes the few parts of an ONNX file that a small network needs (onnx.proto3; opset 13, IR version 8)."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_OPSET, _IR_VERSION = 13, 8
_VARINT, _BYTES, _FIXED32 = 0, 2, 5
_ELEMENT_TYPES = {"float32": 1, "int64": 7, "float16": 10}
_FLOAT, _INT, _STRING, _INTS = 1, 2, 3, 7

Attribute = float | int | str | Sequence[int]
Shape = Sequence[int]


@dataclass
class OnnxGraph:
    """Nodes in the order in which they run; every value has a name. Floating point numbers are float32."""

    name: str
    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]
    metadata: Mapping[str, str] = field(default_factory=dict)
    _nodes: list[bytes] = field(default_factory=list)
    _constants: list[bytes] = field(default_factory=list)

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        parts = [_number(1, size) for size in values.shape]
        parts += [_number(2, _ELEMENT_TYPES[values.dtype.name]), _text(8, name)]
        little_endian = values.astype(values.dtype.newbyteorder("<"))
        self._constants.append(b"".join([*parts, _chunk(9, little_endian.tobytes())]))
        return name

    def half_constant(self, name: str, values: NDArray[np.float32]) -> str:
        """Stored as float16, half the size; whoever loads it casts it once."""
        self.constant(f"{name}/half", values.astype(np.float16))
        return self.node("Cast", name, f"{name}/half", to=_ELEMENT_TYPES["float32"])

    def node(self, operator: str, output: str, *inputs: str, **attributes: Attribute) -> str:
        parts = [_text(1, name) for name in inputs] + [_text(2, output), _text(3, output), _text(4, operator)]
        parts += [_chunk(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return output

    def to_bytes(self) -> bytes:
        graph = [_chunk(1, node) for node in self._nodes] + [_text(2, self.name)]
        graph += [_chunk(5, constant) for constant in self._constants]
        graph += [_chunk(11, _value(name, shape)) for name, shape in self.inputs.items()]
        graph += [_chunk(12, _value(name, shape)) for name, shape in self.outputs.items()]
        model = [_number(1, _IR_VERSION), _text(2, "geminivideo"), _chunk(7, b"".join(graph))]
        model += [_chunk(8, _number(2, _OPSET))]
        model += [_chunk(14, _text(1, key) + _text(2, value)) for key, value in self.metadata.items()]
        return b"".join(model)


def _value(name: str, shape: Shape) -> bytes:
    sizes = b"".join(_chunk(1, _number(1, size)) for size in shape)
    tensor = _number(1, _ELEMENT_TYPES["float32"]) + _chunk(2, sizes)
    return _text(1, name) + _chunk(2, _chunk(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, _STRING)
    if isinstance(value, float):
        return _text(1, name) + _key(2, _FIXED32) + struct.pack("<f", value) + _number(20, _FLOAT)
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _INT)
    return _text(1, name) + _numbers(8, value) + _number(20, _INTS)


def _numbers(place: int, values: Iterable[int]) -> bytes:
    return b"".join(_number(place, value) for value in values)


def _number(place: int, value: int) -> bytes:
    return _key(place, _VARINT) + _varint(value % (1 << 64))


def _text(place: int, text: str) -> bytes:
    return _chunk(place, text.encode())


def _chunk(place: int, content: bytes) -> bytes:
    return _key(place, _BYTES) + _varint(len(content)) + content


def _key(place: int, wire_type: int) -> bytes:
    return _varint(place << 3 | wire_type)


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
