"""Every error as `application/problem+json` (RFC 9457) with cause and next step."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError, WebSocketRequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from geminivideo.core.complaints import invalid_request
from geminivideo.core.errors import GeminivideoError
from geminivideo.core.jobs.model import problem

_log = structlog.get_logger(__name__)
_MEDIA_TYPE = "application/problem+json"
_UNPARSED_REMEDY = "send one well-formed JSON document in UTF-8, as /openapi.json describes it"

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "next_step"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "next_step": {"type": "string"},
        "errors": {
            "description": "of a request that does not fit its schema: one complaint per field",
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def install_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(GeminivideoError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(WebSocketRequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem_response(error: GeminivideoError) -> JSONResponse:
    return problem_document(problem(error))


def problem_document(document: Mapping[str, Any]) -> JSONResponse:
    """A stored problem, for instance a job's, as an answer."""
    return JSONResponse(dict(document), status_code=document["status"], media_type=_MEDIA_TYPE)


async def _known(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GeminivideoError)  # noqa: S101 - the registration above sees to it
    return problem_response(error)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError | WebSocketRequestValidationError)  # noqa: S101 - as above
    return problem_document(invalid_request(error.errors()))


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - the registration above sees to it
    status = HTTPStatus(error.status_code)
    detail = str(error.detail) if error.detail != status.phrase else f"{status.phrase}."
    next_step = _UNPARSED_REMEDY if status is HTTPStatus.BAD_REQUEST else "see /openapi.json for what there is"
    response = plain_problem(status, status.name.lower().replace("_", "-"), status.phrase, detail, next_step)
    response.headers.update(error.headers or {})
    return response


async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
    _log.error("request failed unexpectedly", exc_info=error)
    return plain_problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "internal-error",
        GeminivideoError.title,
        f"An unforeseen {type(error).__name__} ended this request; nothing was stored.",
        "try again; if it stays, look at the gateway's log and report it",
    )


def plain_problem(status: HTTPStatus, slug: str, title: str, detail: str, next_step: str) -> JSONResponse:
    body = {
        "type": f"urn:geminivideo:problem:{slug}",
        "title": title,
        "status": int(status),
        "detail": detail,
        "next_step": next_step,
    }
    return JSONResponse(body, status_code=status, media_type=_MEDIA_TYPE)
