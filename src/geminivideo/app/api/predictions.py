"""Predictions over HTTP; what was predicted is kept, unless the request says that it need not be."""

from collections.abc import Callable

import structlog
from fastapi import APIRouter
from sqlalchemy.orm import Session

from geminivideo.core.clock import Clock
from geminivideo.core.database import Database, DatabaseAwayError
from geminivideo.oracle.prediction_log import Occasion, log_ctr, log_roas
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.wire.base import Request
from geminivideo.oracle.wire.ctr import CtrRequest, CtrResponse
from geminivideo.oracle.wire.roas import RoasRequest, RoasResponse

_log = structlog.get_logger(__name__)


class PredictionRoutes:
    def __init__(self, oracle: LocalOracle, database: Database, clock: Clock) -> None:
        self._oracle = oracle
        self._database = database
        self._clock = clock

    def router(self) -> APIRouter:
        router = APIRouter(tags=["prediction"], prefix="/api/ml/predict")
        router.post("/roas", summary="ROAS of ads, with a 95% interval")(self.predict_roas)
        router.post("/ctr", summary="CTR of footage scenes, ranked")(self.predict_ctr)
        return router

    def predict_roas(self, request: RoasRequest) -> RoasResponse:
        items = [item.item() for item in request.items]
        found = self._oracle.predict_roas(items, request.account_id)
        occasion = Occasion(self._clock.now(), request.account_id)
        logged = self._logged(request, lambda session: log_roas(session, occasion, items, found))
        return RoasResponse.of(found, logged=logged)

    def predict_ctr(self, request: CtrRequest) -> CtrResponse:
        scenes = [scene.item() for scene in request.scenes]
        found = self._oracle.predict_ctr(scenes, request.account_id)
        occasion = Occasion(self._clock.now(), request.account_id)
        logged = self._logged(request, lambda session: log_ctr(session, occasion, scenes, found))
        return CtrResponse.of(found, logged=logged)

    def _logged(self, request: Request, log: Callable[[Session], None]) -> bool:
        """A prediction without a record is worth more than none, so the answer only says that there is none."""
        if not request.log:
            return False
        try:
            with self._database.transaction() as session:
                log(session)
        except DatabaseAwayError as error:
            _log.warning("predictions were not kept", problem=error.cause)
            return False
        return True
