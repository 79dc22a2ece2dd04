"""Predictions on Vertex AI."""

from typing import Annotated

import typer

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings


def deploy(
    model_id: Annotated[
        str, typer.Argument(metavar="MODEL", help="A champion of the registry: roas-v3.", show_default=False)
    ],
    json: Json = False,
) -> None:
    """Serve a champion on Vertex AI instead of what is deployed there; makes an endpoint where none is set.

    A machine runs for it from then on, which Google bills by the hour.
    """
    from geminivideo.app.cli.vertex import run_deploy

    run_deploy(load_settings(), Output(as_json=json), model_id)


def serve_vertex() -> None:
    """The model that a container of Vertex AI was started for; its AIP_ variables say which port and routes."""
    from geminivideo.app.cli.vertex_service import run_vertex_service

    run_vertex_service(load_settings())
