"""DeepFM, DCN and NeuralNet as engines: trained with JAX, served with numpy in double precision from safetensors."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from geminivideo.oracle.curves import Vector
from geminivideo.oracle.encoding import Encoder
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.engines.forward import DCN, DEEPFM, NEURAL_NET, Network, Parameters
from geminivideo.oracle.schema import FeatureSchema, Matrix

_FILE = "model.safetensors"


class NetworkEngine:
    """A network between an encoder and the scale of the scores."""

    training_libraries: ClassVar[tuple[str, ...]] = ("jax", "optax")
    network: ClassVar[Network]

    def __init__(self, encoder: Encoder, parameters: Parameters, centre: float, spread: float) -> None:
        self._encoder = encoder
        self._parameters = parameters
        self._wide = {name: value.astype(np.float64) for name, value in parameters.items()}
        self._centre, self._spread = centre, spread

    @classmethod
    def fit(cls, schema: FeatureSchema, x: Matrix, scores: Vector, seed: int, effort: Effort) -> Self:
        from geminivideo.oracle.engines.network_training import Plan, fit_parameters

        rng = np.random.default_rng(seed)
        encoder = Encoder.fit(schema, x)
        centre, spread = float(scores.mean()), float(scores.std()) or 1.0
        inputs = encoder.encode(x).astype(np.float32)
        target = ((scores - centre) / spread).astype(np.float32)
        start = cls.network.start(encoder.width, rng)
        fitted = fit_parameters(cls.network.forward, start, inputs, target, Plan.of(len(x), effort.epochs), rng)
        return cls(encoder, fitted, centre, spread)

    def predict(self, x: Matrix) -> Vector:
        answer = self.network.forward(np, self._wide, self._encoder.encode(x))
        return np.asarray(self._centre + self._spread * answer, np.float64)

    def save(self, folder: Path) -> None:
        from safetensors.numpy import save_file

        scale = np.array([self._centre, self._spread])
        own = {f"network.{name}": value for name, value in self._parameters.items()}
        save_file({**own, **self._encoder.arrays("encoder"), "scale": scale}, folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> Self:
        from safetensors.numpy import load_file

        stored = load_file(folder / _FILE)
        own = {name.removeprefix("network."): a for name, a in stored.items() if name.startswith("network.")}
        centre, spread = stored["scale"]
        return cls(Encoder.from_arrays(stored, "encoder"), own, float(centre), float(spread))


class DeepFMEngine(NetworkEngine):
    network = DEEPFM


class DCNEngine(NetworkEngine):
    network = DCN


class NeuralNetEngine(NetworkEngine):
    network = NEURAL_NET
