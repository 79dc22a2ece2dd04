"""The Oracle behind the ML service's HTTP routes."""

from collections.abc import Sequence
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from geminivideo.core.accounts import DEFAULT_ACCOUNT
from geminivideo.core.errors import InvalidInputError, UnavailableError
from geminivideo.oracle.batching import batched, ranked_together
from geminivideo.oracle.model import CtrPrediction, RoasItem, RoasPrediction, SceneItem, ServedBy
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.wire.base import LARGEST_BATCH
from geminivideo.oracle.wire.ctr import CtrRequest, CtrResponse
from geminivideo.oracle.wire.roas import RoasRequest, RoasResponse

Answer = TypeVar("Answer", bound=BaseModel)


class RemoteOracle:
    """Asks the service; the client brings the timeout, and any credentials.

    The service keeps no record of what it answers here: whoever asks keeps it with what it belongs to. What does not
    fit the schema is refused before it is sent: JSON has no NaN, so the service could not name the field.
    """

    source = ServedBy.SERVICE

    def __init__(self, base_url: str, client: httpx.Client) -> None:
        self._base_url = base_url.rstrip("/")
        self._client = client

    def predict_roas(self, items: Sequence[RoasItem], account_id: str = DEFAULT_ACCOUNT) -> list[RoasPrediction]:
        for item in items:
            BLUEPRINT_SCHEMA.row(item.features, item.id, item.schema_version)
        found: list[RoasPrediction] = []
        for batch in batched(items, LARGEST_BATCH):
            request = RoasRequest.of(batch, account_id, log=False)
            found += self._ask("roas", request, RoasResponse).predictions(batch)
        return found

    def predict_ctr(self, scenes: Sequence[SceneItem], account_id: str = DEFAULT_ACCOUNT) -> list[CtrPrediction]:
        for scene in scenes:
            SCENE_SCHEMA.row(scene.features, scene.scene_id, scene.schema_version)
        found: list[CtrPrediction] = []
        for batch in batched(scenes, LARGEST_BATCH):
            request = CtrRequest.of(batch, account_id, log=False)
            found += self._ask("ctr", request, CtrResponse).parsed(batch)
        return ranked_together(found)

    def _ask(self, what: str, request: BaseModel, answer: type[Answer]) -> Answer:
        url = f"{self._base_url}/api/ml/predict/{what}"
        try:
            response = self._client.post(url, json=request.model_dump(mode="json"))
        except httpx.HTTPError as error:
            raise _unavailable(f"does not answer ({type(error).__name__})") from error
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise _refused(response)
        if not response.is_success:
            raise _unavailable(f"answered {response.status_code}")
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            raise _unavailable("answered something that is not a prediction") from error


def _refused(response: httpx.Response) -> InvalidInputError:
    """The service's own words, where it sent a problem document."""
    try:
        problem: Any = response.json()
    except ValueError:
        problem = None
    told = problem if isinstance(problem, dict) else {}
    return InvalidInputError(
        str(told.get("detail", "The ML service refused the request.")),
        next_step=str(told.get("next_step", "check the features against the schema of this program's version")),
    )


def _unavailable(what: str) -> UnavailableError:
    return UnavailableError(
        f"The ML service {what}.", next_step="check `geminivideo doctor` and that GEMINIVIDEO_ML_URL is right"
    )
