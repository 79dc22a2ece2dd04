"""The three networks as functions of parameters and inputs, written over an array module.

`xp` is jax.numpy while training and numpy while serving, so that there is one definition of each network and a server
never imports JAX. `x` is (rows, inputs); every network answers one number per row.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Parameters = dict[str, npt.NDArray[np.float32]]
Forward = Callable[[Any, Mapping[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class Network:
    """A forward function, and the parameters that it starts from for a number of inputs."""

    forward: Forward
    start: Callable[[int, np.random.Generator], Parameters]


_EMBEDDING = 6
_CROSS_LAYERS = 3
_HIDDEN = (48, 32)


def deepfm(xp: Any, p: Mapping[str, Any], x: Any) -> Any:
    """Guo et al. 2017: first order + pairwise interactions of factors + a deep part on the same embeddings."""
    embedded = x[:, :, None] * p["embedding"][None]
    pairs = 0.5 * (embedded.sum(1) ** 2 - (embedded**2).sum(1)).sum(-1)
    deep = _deep(xp, p, embedded.reshape(x.shape[0], -1))
    return x @ p["linear"] + pairs + deep @ p["out"] + p["bias"]


def dcn(xp: Any, p: Mapping[str, Any], x: Any) -> Any:
    """Deep and cross network, version 2 (Wang et al. 2021), parallel: x0 * (W x + b) + x, beside a deep part."""
    crossed = x
    for layer in range(_CROSS_LAYERS):
        crossed = x * (crossed @ p[f"cross{layer}.w"] + p[f"cross{layer}.b"]) + crossed
    joined = xp.concatenate([crossed, _deep(xp, p, x)], axis=1)
    return joined @ p["out"] + p["bias"]


def neural_net(xp: Any, p: Mapping[str, Any], x: Any) -> Any:
    """A plain multilayer perceptron."""
    return _deep(xp, p, x) @ p["out"] + p["bias"]


def deepfm_parameters(inputs: int, rng: np.random.Generator) -> Parameters:
    return {
        "embedding": _normal(rng, (inputs, _EMBEDDING), 0.06),
        "linear": np.zeros(inputs, np.float32),
        **_deep_parameters(inputs * _EMBEDDING, rng),
        **_out(_HIDDEN[-1]),
    }


def dcn_parameters(inputs: int, rng: np.random.Generator) -> Parameters:
    cross: Parameters = {}
    for layer in range(_CROSS_LAYERS):
        cross[f"cross{layer}.w"] = _normal(rng, (inputs, inputs), 0.1 / np.sqrt(inputs))
        cross[f"cross{layer}.b"] = np.zeros(inputs, np.float32)
    return {**cross, **_deep_parameters(inputs, rng), **_out(inputs + _HIDDEN[-1])}


def neural_net_parameters(inputs: int, rng: np.random.Generator) -> Parameters:
    return {**_deep_parameters(inputs, rng), **_out(_HIDDEN[-1])}


def _deep(xp: Any, p: Mapping[str, Any], x: Any) -> Any:
    for layer in range(len(_HIDDEN)):
        x = x @ p[f"deep{layer}.w"] + p[f"deep{layer}.b"]
        x = x / (1 + xp.exp(-x))  # SiLU
    return x


def _deep_parameters(inputs: int, rng: np.random.Generator) -> Parameters:
    sizes = (inputs, *_HIDDEN)
    parameters: Parameters = {}
    for layer, (size, outputs) in enumerate(zip(sizes, _HIDDEN, strict=False)):
        parameters[f"deep{layer}.w"] = _normal(rng, (size, outputs), np.sqrt(2 / size))
        parameters[f"deep{layer}.b"] = np.zeros(outputs, np.float32)
    return parameters


def _out(inputs: int) -> Parameters:
    """Zeros: a network says nothing until it has learned something, which matters when there is little to learn."""
    return {"out": np.zeros(inputs, np.float32), "bias": np.zeros((), np.float32)}


def _normal(rng: np.random.Generator, shape: tuple[int, ...], spread: float) -> npt.NDArray[np.float32]:
    return (spread * rng.standard_normal(shape)).astype(np.float32)


DEEPFM = Network(deepfm, deepfm_parameters)
DCN = Network(dcn, dcn_parameters)
NEURAL_NET = Network(neural_net, neural_net_parameters)
