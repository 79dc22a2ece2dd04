"""Reads a TensorFlow.js graph model: nodes by name, and the constants of its weight shards."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Constant = NDArray[Any]


@dataclass(frozen=True)
class Node:
    name: str
    operator: str
    inputs: tuple[str, ...]
    attributes: dict[str, Any]

    @property
    def strides(self) -> tuple[int, int]:
        _, down, across, _ = (int(step) for step in self.attributes["strides"]["list"]["i"])
        return down, across

    @property
    def padding(self) -> str:
        return _string(self.attributes["padding"]["s"])

    @property
    def epsilon(self) -> float:
        return float(self.attributes["epsilon"]["f"])


@dataclass(frozen=True)
class TfjsGraph:
    nodes: dict[str, Node]
    constants: dict[str, Constant]

    def readers(self, name: str) -> list[Node]:
        return [node for node in self.nodes.values() if name in node.inputs]


def read_graph(model: Path) -> TfjsGraph:
    """`model` is the model.json; its weight files stand beside it."""
    described = json.loads(model.read_bytes())
    nodes = {
        node["name"]: Node(node["name"], node["op"], tuple(node.get("input", ())), node.get("attr", {}))
        for node in described["modelTopology"]["node"]
    }
    constants: dict[str, Constant] = {}
    for group in described["weightsManifest"]:
        shards = b"".join((model.parent / path).read_bytes() for path in group["paths"])
        constants |= _constants(group["weights"], shards)
    return TfjsGraph(nodes, constants)


def _constants(listed: list[dict[str, Any]], shards: bytes) -> dict[str, Constant]:
    constants, place = {}, 0
    for weight in listed:
        kind = np.dtype(weight["dtype"]).newbyteorder("<")
        count = int(np.prod(weight["shape"], dtype=np.int64))
        constants[weight["name"]] = np.frombuffer(shards, kind, count, place).reshape(weight["shape"])
        place += count * kind.itemsize
    if place != len(shards):
        raise ValueError(f"the shards hold {len(shards)} bytes, the manifest tells of {place}")
    return constants


def _string(value: list[int] | str) -> str:
    return bytes(value).decode() if isinstance(value, list) else base64.b64decode(value).decode()
