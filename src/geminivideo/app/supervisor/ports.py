"""Choosing the ports of the two HTTP services."""

import socket

from geminivideo.core.embedded.server import free_port
from geminivideo.core.errors import ConflictError


def choose_port(host: str, wanted: int, *, anything: bool) -> int:
    """The wanted port (0 for any free one); with `anything`, another one when it is taken.

    Raises:
        ConflictError: when the port is taken and must not be exchanged.
    """
    if wanted == 0:
        return free_port()
    if _is_free(host, wanted):
        return wanted
    if anything:
        return free_port()
    raise ConflictError(
        f"Port {wanted} on {host} is taken by another program.",
        next_step="stop that program, or set GEMINIVIDEO_GATEWAY_PORT and GEMINIVIDEO_ML_PORT (0 takes a free one)",
    )


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
