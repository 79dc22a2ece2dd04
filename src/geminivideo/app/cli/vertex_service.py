"""The service inside a container of Vertex AI. It needs neither database nor broker, so that it starts quickly."""

import os

import uvicorn

from geminivideo.app.api.vertex import create_vertex_service
from geminivideo.core.clock import SystemClock
from geminivideo.core.settings import Settings
from geminivideo.core.storage.opening import open_storage_at
from geminivideo.core.telemetry import configure_logging
from geminivideo.oracle.vertex.container import ContainerOrders, load_deployed


def run_vertex_service(settings: Settings) -> None:
    """The service of a container; Vertex AI says where the model lies, and on which port and routes to answer."""
    configure_logging(settings, "vertex")
    orders = ContainerOrders.of(os.environ)
    storage = open_storage_at(orders.storage_uri, settings, SystemClock())
    serving = load_deployed(orders, storage, settings.home / "scratch" / "models")
    app = create_vertex_service(serving, orders.health_route, orders.predict_route)
    # Only Vertex AI's own network reaches a container of it, and it asks who calls.
    uvicorn.run(app, host="0.0.0.0", port=orders.port, log_config=None, access_log=False)  # noqa: S104 - as it demands
