"""Choosing the ports of the two HTTP services, and keeping them until the services listen."""

import errno
import socket

from geminivideo.core.errors import ConflictError


class ReservedPort:
    """The wanted port (0 for any free one); with `anything`, another one when it is taken.

    Until it is closed no other program is given it; close it right before the service starts.

    Raises:
        ConflictError: when the port cannot be had and must not be exchanged.
    """

    def __init__(self, host: str, wanted: int, *, anything: bool) -> None:
        try:
            self._socket = _bound_or_any(host, wanted) if anything else _bound(host, wanted)
        except OSError as error:
            raise ConflictError(
                _why_not(host, wanted, error),
                next_step="free it, or set GEMINIVIDEO_GATEWAY_PORT and GEMINIVIDEO_ML_PORT (0 takes a free one)",
            ) from error
        self.number = int(self._socket.getsockname()[1])
        self.url = f"http://[{host}]:{self.number}" if ":" in host else f"http://{host}:{self.number}"

    def close(self) -> None:
        self._socket.close()


def _bound_or_any(host: str, port: int) -> socket.socket:
    try:
        return _bound(host, port)
    except OSError:
        return _bound(host, 0)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(0)  # without it, whoever also reuses addresses could be given the port too, as another start does
    except OSError:
        bound.close()
        raise
    return bound


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program."
    return f"Nothing can listen on port {port} of {host}: {error.strerror}."
