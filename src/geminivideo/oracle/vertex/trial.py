"""Whether an endpoint predicts what the model of the registry does: one question to both."""

from collections.abc import Callable

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName, RoasItem, SceneItem
from geminivideo.oracle.predictor import LocalOracle, Predictor
from geminivideo.oracle.schema import FeatureKind, FeatureSchema
from geminivideo.oracle.vertex.endpoint import Endpoint
from geminivideo.oracle.vertex.faults import VertexError
from geminivideo.oracle.vertex.predictor import VertexOracle

# Another processor may differ in the last bits, and scores are rounded to four decimals.
_TOLERANCE = 0.001
# The traffic follows a finished deployment within seconds, not at once.
_TRIES, _PAUSE = 6, 10.0


def try_endpoint(endpoint: Endpoint, serving: ServingModel, wait: Callable[[float], object]) -> None:
    """Raises:
    ProcessingError: when it answers something else.
    VertexError: when it does not answer, or for another model.
    """
    there = _patiently(lambda: _score(VertexOracle(endpoint, serving.model_id), serving), wait)
    here = _score(LocalOracle(lambda _name, _account: serving), serving)
    if abs(there - here) > _TOLERANCE:
        raise ProcessingError(
            f"{serving.model_id} scores an example {there:g} on Vertex AI and {here:g} here.",
            next_step="build the container's image from this version of the program, and deploy again",
        )


def _score(oracle: Predictor, serving: ServingModel) -> float:
    features = _example(serving.model.schema)
    if serving.model.name == ModelName.ROAS:
        return oracle.predict_roas([RoasItem("trial", features)])[0].ensemble_score
    return oracle.predict_ctr([SceneItem("trial", features)])[0].score


def _example(schema: FeatureSchema) -> dict[str, float | None]:
    """A third of the way up each feature's range."""
    found: dict[str, float | None] = {}
    for feature in schema.features:
        value = feature.low + (feature.high - feature.low) / 3
        found[feature.name] = value if feature.kind is FeatureKind.REAL else float(round(value))
    return found


def _patiently(ask: Callable[[], float], wait: Callable[[float], object]) -> float:
    for _ in range(_TRIES - 1):
        try:
            return ask()
        except VertexError:
            wait(_PAUSE)
    return ask()
