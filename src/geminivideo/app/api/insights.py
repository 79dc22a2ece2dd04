"""The route that takes exports of what ads did."""

from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, cast

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from geminivideo.app.api.answers.insights import insights_answer
from geminivideo.app.api.schemas.insights import InsightsAnswer
from geminivideo.attribution.ads_manager.amounts import DecimalMark
from geminivideo.attribution.ads_manager.dates import DayOrder
from geminivideo.attribution.ads_manager.survey import Choices
from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.errors import InvalidInputError, TooLargeError
from geminivideo.core.money import CURRENCY_PATTERN
from geminivideo.flows.insights_import import ImportOrder, InsightsImport
from geminivideo.flows.learning_requests import LearningRequests

MOST_BYTES = 64 * 1024 * 1024
_IN_MEMORY = 4 * 1024 * 1024
_BODY = {
    "requestBody": {
        "required": True,
        "description": "The export itself, as Ads Manager saves it: CSV, up to 64 MiB.",
        "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class InsightRoutes:
    def __init__(self, importing: InsightsImport, learning: LearningRequests) -> None:
        self._importing = importing
        self._learning = learning

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/insights", tags=["insights"])
        router.add_api_route(
            "/import",
            self.import_export,
            methods=["POST"],
            openapi_extra=_BODY,
            summary="Take in an export of Meta Ads Manager, all of it or nothing; sent again, its periods are replaced",
        )
        return router

    async def import_export(
        self,
        request: Request,
        account_id: Annotated[str, Query(pattern=ACCOUNT_PATTERN)] = DEFAULT_ACCOUNT,
        dry_run: Annotated[bool, Query(description="check everything, store nothing")] = False,
        replace: Annotated[
            bool, Query(description="remove what is stored of the same ads over overlapping days")
        ] = False,
        currency: Annotated[
            str | None, Query(pattern=CURRENCY_PATTERN, description="ISO 4217, for an export that does not say its own")
        ] = None,
        decimal_mark: Annotated[
            DecimalMark | None, Query(description="of the amounts, for an export that leaves it open")
        ] = None,
        day_order: Annotated[
            DayOrder | None, Query(description="what 05/11/2026 begins with, for an export that leaves it open")
        ] = None,
    ) -> InsightsAnswer:
        order = ImportOrder(account_id, Choices(decimal_mark, day_order, currency), dry_run, replace)
        with SpooledTemporaryFile(_IN_MEMORY) as spooled:
            await _receive(request, spooled)
            return await to_thread.run_sync(self._import, cast("BinaryIO", spooled), order)

    def _import(self, content: BinaryIO, order: ImportOrder) -> InsightsAnswer:
        imported = self._importing.run(content, order)
        if not order.dry_run:
            self._learning.ask([order.account_id])
        return insights_answer(order, imported)


async def _receive(request: Request, spooled: SpooledTemporaryFile[bytes]) -> None:
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise InvalidInputError(
            "The export came as a form.", next_step="send the file itself as the body: curl --data-binary @export.csv"
        )
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            raise TooLargeError(
                f"The export is larger than {MOST_BYTES // 1024**2} MiB.",
                next_step="export fewer days at a time, or without breakdowns; nothing of it was recorded",
            )
        await to_thread.run_sync(spooled.write, chunk)
