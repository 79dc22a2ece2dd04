"""The PostgreSQL connection, and the one place where transactions begin and end."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Text, create_engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from geminivideo.core.errors import UnavailableError


class DatabaseAwayError(UnavailableError):
    """The server cannot be reached or broke the connection. Nothing of the transaction was stored, except perhaps all
    of it, when that happened while it was committed.
    """


class Base(DeclarativeBase):
    """Rows of all contexts share this metadata, so that migrations can be compared with the code."""

    type_annotation_map: ClassVar[dict[type, Any]] = {str: Text}


def hold(session: Session, what: str) -> None:
    """One transaction at a time has `what`, whatever it names: others wait here until this one ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(what, 0))))


class Database:
    """An engine with `transaction()`: commit at the end, roll back on any error.

    Contexts are handed the session and never commit: one request, task or claimed job is one transaction.
    """

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = make_url(url).set(drivername="postgresql+psycopg")
        # max_overflow bounds what one process can take of PostgreSQL's 100 connections.
        self.engine: Engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=10,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "application_name": "geminivideo"},
        )

    @property
    def conninfo(self) -> str:
        """For psycopg itself, where LISTEN needs a plain connection."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with _absence_is_named(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """For what keeps its own transactions, as migrations do."""
        with _absence_is_named(), self.engine.connect() as connection:
            yield connection

    def dispose(self, *, close: bool = True) -> None:
        """Forget pooled connections; `close=False` after a fork leaves the parent's sockets alone."""
        self.engine.dispose(close=close)


@contextmanager
def _absence_is_named() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated or _never_connected(error):
            raise DatabaseAwayError(
                f"The database does not answer ({type(error.orig).__name__}).",
                next_step="check it with `geminivideo doctor`; `geminivideo up` restarts the embedded one",
            ) from error
        raise


def _never_connected(error: DBAPIError) -> bool:
    return error.statement is None and type(error.orig).__name__ == "OperationalError"
