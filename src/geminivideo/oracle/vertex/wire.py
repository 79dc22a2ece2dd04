"""Instances and predictions, for who asks an endpoint and for the container that answers behind it.

An instance is an item of the ML service's request. A prediction is an item of its answer with the model's id, because
of a container's answer Vertex AI passes on only the list of predictions.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Self

from pydantic import Field

from geminivideo.core.web_service import AnswerPart
from geminivideo.oracle.model import CtrPrediction, RoasPrediction
from geminivideo.oracle.wire.base import Wire
from geminivideo.oracle.wire.ctr import CtrPredictionWire, SceneItemWire
from geminivideo.oracle.wire.roas import RoasItemWire, RoasPredictionWire

# An endpoint takes and gives 1.5 MB at most, a container of ours takes 256 KiB. A prediction is about 1 KB.
LARGEST_BATCH = 100


class RoasInstances(Wire):
    """`parameters` is part of Vertex AI's contract; these models have none."""

    instances: list[RoasItemWire] = Field(max_length=LARGEST_BATCH)
    parameters: Any = None


class SceneInstances(Wire):
    instances: list[SceneItemWire] = Field(max_length=LARGEST_BATCH)
    parameters: Any = None


class VertexRoas(RoasPredictionWire):
    model_version: str


class VertexCtr(CtrPredictionWire):
    model_version: str


class RoasPredictions(Wire):
    predictions: list[VertexRoas]

    @classmethod
    def of(cls, predictions: Sequence[RoasPrediction]) -> Self:
        return cls(predictions=[VertexRoas.model_validate(asdict(prediction)) for prediction in predictions])


class CtrPredictions(Wire):
    predictions: list[VertexCtr]

    @classmethod
    def of(cls, predictions: Sequence[CtrPrediction]) -> Self:
        return cls(predictions=[VertexCtr.model_validate(asdict(prediction)) for prediction in predictions])


class EndpointAnswer(AnswerPart):
    """A `PredictResponse`, as far as it is used."""

    predictions: tuple[dict[str, Any], ...]
