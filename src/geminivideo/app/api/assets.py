"""Asset routes: send a file with its licence, search the library, take a file out."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from geminivideo.app.api.accounts import account_named
from geminivideo.app.api.answers.assets import asset_answer, bundled_answer
from geminivideo.app.api.ids import GivenId
from geminivideo.app.api.multipart import AssetForm
from geminivideo.app.api.schemas.assets import AssetAnswer, AssetsAnswer
from geminivideo.core.accounts import ACCOUNT_PATTERN
from geminivideo.core.database import Database
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.ids import IdSource
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.asset_library import AssetArrival, AssetLibrary
from geminivideo.footage.labels import label_from
from geminivideo.footage.uploads import UploadSpool
from geminivideo.rendering.library import store
from geminivideo.rendering.library.bundled import bundled_font, matching
from geminivideo.rendering.library.model import Asset, AssetDetails, AssetKind

_ENDING = re.compile(r"\.\w{2,5}$")
_TEXT = {"type": "string"}
_ASSET_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "kind", "licence"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "kind": {"type": "string", "enum": list(AssetKind)},
                        "licence": {**_TEXT, "example": "CC-BY-3.0", "description": "SPDX id or words: `own work`"},
                        "title": {**_TEXT, "description": "without it the file's name"},
                        "attribution": {**_TEXT, "example": "Vibe Ace by Kevin MacLeod"},
                        "origin": {**_TEXT, "description": "where the file comes from"},
                        "tags": {**_TEXT, "description": "separated by commas", "example": "calm, piano"},
                        "replaces": {**_TEXT, "description": "the asset of which this is a newer version"},
                        "account_id": {**_TEXT, "default": "default"},
                    },
                }
            }
        },
    },
}
_FIELDS = frozenset(_ASSET_BODY["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"])  # type: ignore[index]


@dataclass(frozen=True, slots=True)
class AssetParts:
    """What the asset routes work with."""

    database: Database
    storage: ObjectStorage
    spool: UploadSpool
    library: AssetLibrary
    ids: IdSource


class AssetRoutes:
    def __init__(self, parts: AssetParts) -> None:
        self._parts = parts

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/api/assets", tags=["assets"])
        add = router.add_api_route
        add(
            "",
            self.upload,
            methods=["POST"],
            status_code=201,
            openapi_extra=_ASSET_BODY,
            summary="Add music, a LUT, a font, a logo or a still, with its licence",
        )
        add("", self.search, methods=["GET"], summary="Search the library; the newest version of each asset")
        add("/{asset_id}", self.asset, methods=["GET"], summary="One asset with all that is known of it")
        add(
            "/{asset_id}",
            self.remove,
            methods=["DELETE"],
            status_code=204,
            summary="Take an asset and its file out; videos made with it stay",
        )
        return router

    async def upload(self, request: Request) -> AssetAnswer:
        spool, upload_id = self._parts.spool, self._parts.ids.new("sent")
        form, offset = AssetForm(request), 0
        await to_thread.run_sync(spool.begin, upload_id, None)
        try:
            async for chunk in form.chunks():
                offset = await to_thread.run_sync(spool.append, upload_id, offset, [chunk])
            return await to_thread.run_sync(self._take_in, upload_id, form)
        finally:
            await to_thread.run_sync(spool.discard, upload_id)

    def search(
        self,
        kind: AssetKind | None = None,
        q: Annotated[str, Query(max_length=200, description="words of title, tags, licence or credit")] = "",
        account_id: Annotated[str, Query(pattern=ACCOUNT_PATTERN)] = "default",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> AssetsAnswer:
        with self._parts.database.transaction() as session:
            found = store.search(session, account_id, kind=kind, words=q, most=limit)
        answers = [asset_answer(asset, self._parts.storage) for asset in found]
        if kind in {None, AssetKind.FONT}:
            answers += [bundled_answer(font) for font in matching(q)]
        return AssetsAnswer(assets=answers)

    def asset(self, asset_id: GivenId) -> AssetAnswer:
        bundled = bundled_font(asset_id)
        if bundled:
            return bundled_answer(bundled)
        with self._parts.database.transaction() as session:
            asset = store.get(session, asset_id)
        return asset_answer(asset, self._parts.storage)

    def remove(self, asset_id: GivenId) -> Response:
        self._parts.library.remove(asset_id)
        return Response(status_code=204)

    def _take_in(self, upload_id: str, form: AssetForm) -> AssetAnswer:
        kind, details, account = _kind(form), _details(form), account_named(form.text("account_id"))
        path = self._parts.spool.finish(upload_id)
        arrival = AssetArrival(path, kind, account, details, form.text("replaces") or None)
        asset: Asset = self._parts.library.take_in(arrival)
        return asset_answer(asset, self._parts.storage)


def _kind(form: AssetForm) -> AssetKind:
    unknown = sorted(form.fields.keys() - _FIELDS)
    if unknown:
        raise InvalidInputError(f"{unknown[0][:40]!r} is not a field of this form.", next_step="see /openapi.json")
    try:
        return AssetKind(form.text("kind") or "")
    except ValueError as error:
        raise InvalidInputError(
            f"kind {(form.text('kind') or '')[:40]!r} is not a kind of asset.",
            next_step=f"send kind as one of {', '.join(AssetKind)}",
        ) from error


def _details(form: AssetForm) -> AssetDetails:
    """What is said about the file; without a licence it is not taken."""
    if not (form.text("licence") or "").strip():
        raise InvalidInputError(
            "The form has no licence; a file without one must not get into an ad.",
            next_step="send licence, for instance CC-BY-4.0, or `own work`",
        )
    values: dict[str, Any] = {
        "title": (form.text("title") or label_from(_ENDING.sub("", form.filename or ""))).strip(),
        "tags": [tag.strip() for text in form.fields.get("tags", []) for tag in text.split(",") if tag.strip()],
    }
    values |= {name: (form.text(name) or "").strip() for name in ("licence", "attribution", "origin")}
    try:
        return AssetDetails.model_validate(values)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
