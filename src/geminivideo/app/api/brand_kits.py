"""Brand kit routes: describe a brand once, and see what its colours become on screen."""

from typing import Annotated

from fastapi import APIRouter, Query

from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.schemas.brand_kits import BrandKitAnswer, BrandKitRequest, BrandKitsAnswer
from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.rendering.brand import store
from geminivideo.rendering.brand.colours import palette_of
from geminivideo.rendering.brand.model import BrandKit


class BrandKitRoutes:
    def __init__(self, database: Database, clock: Clock, ids: IdSource) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/brand-kits", tags=["assets"])
        add = router.add_api_route
        add("", self.create, methods=["POST"], status_code=201, summary="Describe a brand: colours, logo, font")
        add("", self.kits, methods=["GET"], summary="An account's brand kits")
        add("/{kit_id}", self.kit, methods=["GET"], summary="One brand kit")
        return router

    def create(self, request: BrandKitRequest) -> BrandKitAnswer:
        kit = BrandKit(**dict(request), kit_id=self._ids.new("kit"), created_at=self._clock.now())
        with self._database.transaction() as session:
            store.create(session, kit)
        return _answer(kit)

    def kits(self, account_id: Annotated[str, Query(pattern=ACCOUNT_PATTERN)] = "default") -> BrandKitsAnswer:
        with self._database.transaction() as session:
            return BrandKitsAnswer(brand_kits=[_answer(kit) for kit in store.of_account(session, account_id)])

    def kit(self, kit_id: GivenId) -> BrandKitAnswer:
        with self._database.transaction() as session:
            return _answer(store.get(session, kit_id))


def _answer(kit: BrandKit) -> BrandKitAnswer:
    palette, notes = palette_of(kit.colours)
    return BrandKitAnswer(**kit.model_dump(exclude={"created_at"}), palette=palette, notes=list(notes))
