"""The Oracle behind endpoints of Vertex AI, for the models that are deployed there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from geminivideo.core.accounts import DEFAULT_ACCOUNT
from geminivideo.core.resilience import CircuitBreaker
from geminivideo.oracle.batching import batched, ranked_together
from geminivideo.oracle.fallback import FallbackOracle
from geminivideo.oracle.model import CtrPrediction, ModelName, RoasItem, RoasPrediction, SceneItem, ServedBy
from geminivideo.oracle.predictor import Predictor
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.vertex.endpoint import Endpoint
from geminivideo.oracle.vertex.faults import odd
from geminivideo.oracle.vertex.wire import LARGEST_BATCH, CtrPredictions, RoasPredictions
from geminivideo.oracle.wire.ctr import CtrRequest
from geminivideo.oracle.wire.roas import RoasRequest

Answer = TypeVar("Answer", bound=BaseModel)
# Who answers for an account: its own champion, or the one of every account.
ChampionId = Callable[[ModelName, str], str | None]


class VertexFirst:
    """Asks the endpoint where the champion is deployed, and `otherwise` where it is not or does not answer.

    An endpoint that still holds another model is not asked: its predictions would be those of another champion.
    """

    def __init__(
        self,
        endpoints: Mapping[ModelName, Endpoint],
        champion_id: ChampionId,
        otherwise: Predictor,
        breaker: CircuitBreaker,
    ) -> None:
        self._endpoints = endpoints
        self._champion_id = champion_id
        self._otherwise = otherwise
        self._breaker = breaker

    @property
    def source(self) -> ServedBy:
        return self._oracle(ModelName.ROAS, DEFAULT_ACCOUNT).source

    def predict_roas(self, items: Sequence[RoasItem], account_id: str = DEFAULT_ACCOUNT) -> list[RoasPrediction]:
        return self._oracle(ModelName.ROAS, account_id).predict_roas(items, account_id)

    def predict_ctr(self, scenes: Sequence[SceneItem], account_id: str = DEFAULT_ACCOUNT) -> list[CtrPrediction]:
        return self._oracle(ModelName.SCENE_CTR, account_id).predict_ctr(scenes, account_id)

    def _oracle(self, name: ModelName, account_id: str) -> Predictor:
        endpoint = self._endpoints.get(name)
        model_id = self._champion_id(name, account_id) if endpoint else None
        if endpoint is None or model_id is None or model_id not in endpoint.serving():
            return self._otherwise
        return FallbackOracle(VertexOracle(endpoint, model_id), lambda: self._otherwise, self._breaker)


class VertexOracle:
    """Asks for the predictions of one model. What does not fit the schema is refused here, as the model would."""

    source = ServedBy.VERTEX

    def __init__(self, endpoint: Endpoint, model_id: str) -> None:
        self._endpoint = endpoint
        self._model_id = model_id

    def predict_roas(self, items: Sequence[RoasItem], account_id: str = DEFAULT_ACCOUNT) -> list[RoasPrediction]:
        for item in items:
            BLUEPRINT_SCHEMA.row(item.features, item.id, item.schema_version)
        return [found for batch in batched(items, LARGEST_BATCH) for found in self._roas(batch, account_id)]

    def predict_ctr(self, scenes: Sequence[SceneItem], account_id: str = DEFAULT_ACCOUNT) -> list[CtrPrediction]:
        for scene in scenes:
            SCENE_SCHEMA.row(scene.features, scene.scene_id, scene.schema_version)
        return ranked_together(
            [found for batch in batched(scenes, LARGEST_BATCH) for found in self._ctr(batch, account_id)]
        )

    def _roas(self, items: Sequence[RoasItem], account_id: str) -> list[RoasPrediction]:
        found = self._ask(RoasRequest.of(items, account_id, log=False).items, RoasPredictions).predictions
        self._check([item.id for item in items], [(each.id, each.model_version) for each in found])
        return [replace(each.prediction(each.model_version), served_by=ServedBy.VERTEX) for each in found]

    def _ctr(self, scenes: Sequence[SceneItem], account_id: str) -> list[CtrPrediction]:
        found = self._ask(CtrRequest.of(scenes, account_id, log=False).scenes, CtrPredictions).predictions
        self._check([scene.scene_id for scene in scenes], [(each.scene_id, each.model_version) for each in found])
        return [replace(each.prediction(each.model_version), served_by=ServedBy.VERTEX) for each in found]

    def _ask(self, instances: Sequence[BaseModel], answer: type[Answer]) -> Answer:
        answered = self._endpoint.predict([instance.model_dump(mode="json") for instance in instances])
        try:
            return answer.model_validate(answered.model_dump())
        except ValidationError as error:
            raise odd(f"{error.error_count()} fields of its predictions are not as this program's are") from None

    def _check(self, asked: Sequence[str], answered: Sequence[tuple[str, str]]) -> None:
        if [item_id for item_id, _ in answered] != list(asked):
            raise odd("predictions for other items than it was asked about")
        others = {model_id for _, model_id in answered} - {self._model_id}
        if others:
            raise odd(f"{min(others)[:80]} predicts there, and not {self._model_id}")
