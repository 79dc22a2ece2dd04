"""How work that takes long is stopped: it calls a check several times a second, and ends with whatever that raises."""

from collections.abc import Callable

Check = Callable[[], None]


def go_on() -> None:
    """The check of work that nobody will stop."""
