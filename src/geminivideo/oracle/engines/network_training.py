"""Fits a network's parameters with JAX: AdamW on the mean squared error, the whole run compiled as one loop.

JAX starts threads, so a process that has trained must not fork afterwards.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from geminivideo.oracle.engines.forward import Forward, Parameters

_BATCH = 256
_LEARNING_RATE = 4e-3
_WEIGHT_DECAY = 2e-3


def fit_parameters(
    forward: Forward,
    parameters: Parameters,
    inputs: npt.NDArray[np.float32],
    target: npt.NDArray[np.float32],
    epochs: int,
    rng: np.random.Generator,
) -> Parameters:
    """Parameters after `epochs` passes over the rows, in batches whose order comes from `rng`."""
    import jax
    import jax.numpy as jnp
    import optax
    from jax.flatten_util import ravel_pytree

    # One long vector instead of a dozen arrays: XLA compiles the optimizer in half the time.
    start, as_parameters = ravel_pytree(parameters)
    order = _batches(len(target), epochs, rng)
    schedule = optax.cosine_decay_schedule(_LEARNING_RATE, len(order))
    optimizer = optax.chain(optax.clip_by_global_norm(5.0), optax.adamw(schedule, weight_decay=_WEIGHT_DECAY))

    def loss(p: Any, x: Any, y: Any) -> Any:
        return ((forward(jnp, as_parameters(p), x) - y) ** 2).mean()

    @jax.jit
    def run(p: Any, rows: Any, x: Any, y: Any) -> Any:
        def one_step(carry: Any, batch: Any) -> tuple[Any, None]:
            p, state = carry
            updates, state = optimizer.update(jax.grad(loss)(p, x[batch], y[batch]), state, p)
            return (optax.apply_updates(p, updates), state), None

        return jax.lax.scan(one_step, (p, optimizer.init(p)), rows)[0][0]

    # These nets are far too small for an accelerator, and one machine's models must equal another's.
    with jax.default_device(jax.local_devices(backend="cpu")[0]):
        fitted = as_parameters(run(start, order, inputs, target))
    return {name: np.asarray(value, np.float32) for name, value in fitted.items()}


def _batches(rows: int, epochs: int, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """(steps, batch) row numbers: every epoch is a fresh shuffle without its incomplete last batch."""
    size = min(_BATCH, rows)
    steps = rows // size
    shuffles = [rng.permutation(rows)[: steps * size].reshape(steps, size) for _ in range(epochs)]
    return np.concatenate(shuffles).astype(np.int32)
