"""The container of a command that asks the database itself, and not a service."""

from collections.abc import Iterator
from contextlib import contextmanager

from geminivideo.app.container import Container
from geminivideo.app.services import with_services
from geminivideo.core.settings import Settings


@contextmanager
def own_container(settings: Settings) -> Iterator[Container]:
    """Its connections end with the context: whoever looks into the registry must not leave them behind."""
    container = Container(with_services(settings))
    try:
        yield container
    finally:
        container.database.dispose()
