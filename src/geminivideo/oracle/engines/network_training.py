"""Fits a network's parameters with JAX: AdamW on the mean squared error, the whole run compiled as one loop.

JAX starts threads, so a process that has trained must not fork afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.engines.forward import Forward, Parameters

_LARGEST_BATCH, _LEAST_BATCH = 256, 32
_BATCHES_OF_A_PASS = 16
_LEAST_STEPS = 40
_LEARNING_RATE = 4e-3
_WEIGHT_DECAY = 2e-3

_Shapes = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network is trained on so many rows: smaller batches where there are few, not more steps.

    Runs of equal plans and widths are compiled once.
    """

    batch: int
    steps: int

    @classmethod
    def of(cls, rows: int, epochs: int) -> "Plan":
        size = 2 ** int(np.log2(max(rows / _BATCHES_OF_A_PASS, 1)))
        batch = min(rows, int(np.clip(size, _LEAST_BATCH, _LARGEST_BATCH)))
        # Steps come in tens, so that folds of nearly the same size share a compiled run.
        return cls(batch, max(round(rows * epochs / _LARGEST_BATCH / 10) * 10, _LEAST_STEPS))


def fit_parameters(
    forward: Forward,
    parameters: Parameters,
    inputs: npt.NDArray[np.float32],
    target: npt.NDArray[np.float32],
    plan: Plan,
    rng: np.random.Generator,
) -> Parameters:
    """Parameters after the plan's steps over batches of rows, whose order comes from `rng`."""
    import jax

    batches = _batches(len(target), plan, rng)
    shapes = tuple((name, value.shape) for name, value in parameters.items())
    # These nets are far too small for an accelerator, and one machine's models must equal another's.
    with jax.default_device(jax.local_devices(backend="cpu")[0]):
        fitted = _compiled(forward, shapes, plan.steps)(parameters, inputs[batches], target[batches])
    return {name: np.asarray(value, np.float32) for name, value in fitted.items()}


@lru_cache
def _compiled(forward: Forward, shapes: _Shapes, steps: int) -> Callable[[Any, Any, Any], Any]:
    """Parameters, and the inputs and targets of every step, to parameters."""
    import jax
    import jax.numpy as jnp
    import optax
    from jax.flatten_util import ravel_pytree

    # One long vector instead of a dozen arrays: XLA compiles the optimizer in half the time.
    _, as_parameters = ravel_pytree({name: np.zeros(shape, np.float32) for name, shape in shapes})
    schedule = optax.cosine_decay_schedule(_LEARNING_RATE, steps)
    optimizer = optax.chain(optax.clip_by_global_norm(5.0), optax.adamw(schedule, weight_decay=_WEIGHT_DECAY))

    def loss(p: Any, x: Any, y: Any) -> Any:
        return ((forward(jnp, as_parameters(p), x) - y) ** 2).mean()

    def one_step(carry: Any, batch: Any) -> tuple[Any, None]:
        p, state = carry
        updates, state = optimizer.update(jax.grad(loss)(p, *batch), state, p)
        return (optax.apply_updates(p, updates), state), None

    @jax.jit
    def run(parameters: Any, x: Any, y: Any) -> Any:
        p = ravel_pytree(parameters)[0]
        return as_parameters(jax.lax.scan(one_step, (p, optimizer.init(p)), (x, y))[0][0])

    return run


def _batches(rows: int, plan: Plan, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """(steps, batch) row numbers: every pass is a fresh shuffle without its incomplete last batch."""
    a_pass = rows // plan.batch
    passes = -(-plan.steps // a_pass)
    shuffles = [rng.permutation(rows)[: a_pass * plan.batch].reshape(a_pass, plan.batch) for _ in range(passes)]
    return np.concatenate(shuffles)[: plan.steps].astype(np.int32)
