"""Which predictions Vertex AI makes. Whether an endpoint answers is told by its first use: asking costs money."""

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.app.parts.vertex import SETTINGS, endpoint_names
from geminivideo.core.settings import Settings


def check_vertex(settings: Settings) -> Finding:
    """Reads the credentials, where an endpoint is set."""
    name, endpoints = "predictions on Vertex AI", endpoint_names(settings)
    if not endpoints:
        return Finding(name, "ok", f"off: neither {' nor '.join(SETTINGS.values())} is set")
    if settings.vertex_credentials is None:
        remedy = "point it at a service account's key file, or unset the endpoints"
        return Finding(name, "broken", "endpoints are set, but GEMINIVIDEO_VERTEX_CREDENTIALS is not", remedy)
    from geminivideo.core.language_models.vertex_account import VertexAccount

    VertexAccount(settings.vertex_credentials).load()
    said = "; ".join(f"{model}: {endpoint}, not tried" for model, endpoint in endpoints.items())
    return Finding(name, "ok", f"{said}; this machine predicts what it does not")
