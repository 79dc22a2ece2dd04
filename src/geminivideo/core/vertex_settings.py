"""The settings of predictions by Vertex AI. Who asks, project and region are those of its language models."""

from typing import Annotated

from pydantic import Field, field_validator

from geminivideo.core.language_models.settings import LanguageModelSettings
from geminivideo.core.web_address import web_address

ENDPOINT_PATTERN = r"^projects/[a-z0-9:.-]{1,100}/locations/[a-z0-9-]{1,40}/endpoints/[a-z0-9-]{1,63}$"
_BUCKET_PATTERN = r"^gs://[a-z0-9._-]{3,222}(/[A-Za-z0-9._-]+)*$"

EndpointSetting = Annotated[str | None, Field(pattern=ENDPOINT_PATTERN)]


class VertexSettings(LanguageModelSettings):
    vertex_roas_endpoint: EndpointSetting = Field(
        None, description="projects/…/locations/…/endpoints/… that predicts ROAS; empty: Vertex AI does not"
    )
    vertex_scene_ctr_endpoint: EndpointSetting = Field(None, description="the same for scenes of footage")
    vertex_endpoint_base_url: str | None = Field(None, description="empty: Google's for the endpoint's location")
    vertex_timeout_seconds: float = Field(10.0, gt=0, le=60, description="for one answer of an endpoint")

    vertex_image: str | None = Field(
        None,
        max_length=500,
        description="in Artifact Registry, with geminivideo installed: what models are deployed in",
    )
    vertex_bucket: str | None = Field(
        None, pattern=_BUCKET_PATTERN, description="gs://bucket/prefix to deploy from; empty: the storage, if it is one"
    )
    vertex_machine: str = Field("n1-standard-2", pattern=r"^[a-z0-9-]{1,60}$", description="that a model is served on")
    vertex_replicas: int = Field(1, ge=1, le=32, description="machines at most; there is always one, and it costs")
    vertex_service_account: str | None = Field(
        None, max_length=200, description="the e-mail of the account that the container runs as; empty: Google's own"
    )

    @field_validator("vertex_endpoint_base_url")
    @classmethod
    def _is_an_address_of_an_endpoint(cls, url: str | None) -> str | None:
        return web_address(url) if url else None
