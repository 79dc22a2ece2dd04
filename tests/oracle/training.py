"""Training for tests, in child processes as the product does: JAX's threads stay out of the process of the tests."""

from pathlib import Path

from geminivideo.oracle.artifacts import sha256_of, unpack
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import PriorSize, train_priors
from geminivideo.oracle.trained import TrainedModel

# Enough rows to be dealt into parts: folds take six times as long.
SMALL = PriorSize(rows=4000, effort=Effort(rounds=30, trees=8, epochs=10))


def trained(size: PriorSize, folder: Path) -> dict[ModelName, TrainedModel]:
    """Trained in `folder`, or found there."""
    packed = {name: folder / f"{name}.zip" for name in ModelName}
    if not all(path.exists() for path in packed.values()):
        packed = train_priors(list(ModelName), folder, lambda _: None, size)
    return {name: unpack(path, sha256_of(path), folder) for name, path in packed.items()}
