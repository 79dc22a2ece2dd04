"""Corrections of an analysis, and analyses anew."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from geminivideo.footage.sidecar.document import SidecarDocument
from geminivideo.footage.sidecar.reading import not_a_sidecar


def _named(given: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Scenes are named as people count them, which the usual complaints do not do."""
    try:
        return read(given)
    except ValidationError as error:
        raise not_a_sidecar(error) from error


GivenSidecar = Annotated[SidecarDocument, WrapValidator(_named)]


class AnalyzeRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"force": True}]})

    force: bool = Field(
        False, description="also footage that is ready; what was measured by this version is taken from what is kept"
    )


class AnalysisAnswer(BaseModel):
    footage_id: str
    status: Literal["queued", "unchanged"] = Field(description="unchanged: there is nothing to do")
    websocket_url: str
    after: int | None = Field(description="number of the event after which the WebSocket tells of this analysis")
