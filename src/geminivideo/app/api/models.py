"""The model registry over HTTP: what there is, what answers, and changing that."""

from dataclasses import dataclass, fields
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from geminivideo.app.api.ids import GivenModelId
from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.database import Database
from geminivideo.oracle import registry
from geminivideo.oracle.by_hand import ChangesByHand
from geminivideo.oracle.registry import ModelRecord
from geminivideo.oracle.serving import ServingModels

Account = Annotated[
    str | None, Query(pattern=ACCOUNT_PATTERN, description="only models that can answer for this account")
]
# PostgreSQL takes no NUL.
Reason = Annotated[str | None, Query(max_length=300, pattern=r"^[^\x00]*$", description="why; it stays with the model")]


@dataclass(frozen=True)
class ListedModel(ModelRecord):
    """`problem` says why the ML service could not use a champion when it last tried."""

    problem: str | None


class ModelList(BaseModel):
    models: list[ListedModel]


class ModelRoutes:
    def __init__(self, database: Database, serving: ServingModels, changes: ChangesByHand) -> None:
        self._database = database
        self._serving = serving
        self._changes = changes

    def router(self) -> APIRouter:
        router = APIRouter(tags=["registry"], prefix="/api/ml/models")
        router.get("", summary="Every model, and which one answers")(self.models)
        router.post("/{model_id}/promote", summary="Let this model answer from now on")(self.promote)
        router.post("/{model_id}/rollback", summary="Go back to the champion before it")(self.rollback)
        return router

    def models(self, account_id: Account = None) -> ModelList:
        with self._database.transaction() as session:
            found = registry.list_models(session, account_id)
        return ModelList(models=[self._listed(record) for record in found])

    def promote(self, model_id: GivenModelId, reason: Reason = None) -> ModelRecord:
        return self._changes.promote(model_id, reason)

    def rollback(self, model_id: GivenModelId, reason: Reason = None) -> ModelRecord:
        """Gives the model that answers instead."""
        return self._changes.rollback(model_id, reason)

    def _listed(self, record: ModelRecord) -> ListedModel:
        known = {field.name: getattr(record, field.name) for field in fields(record)}
        return ListedModel(**known, problem=self._serving.problems.get(record.model_id))
