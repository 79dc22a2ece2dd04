"""Fresh, migrated databases without a copy for each: one that a test gave back is emptied for the next."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.sql import SQL, Identifier

from geminivideo.core.database import Database

_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_SHAPE = """
SELECT 'column', attrelid::regclass::text || '.' || attname || ' ' || format_type(atttypid, atttypmod), attnotnull
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
 WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT 'constraint', conrelid::regclass::text || pg_get_constraintdef(oid), convalidated
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgrelid::regclass::text || tgname, true FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', oid::regprocedure::text, true FROM pg_proc WHERE pronamespace = 'public'::regnamespace
ORDER BY 1, 2
"""


class FreshDatabases:
    """Over one server: `server` is its URL without a database, `template` the name of the migrated one."""

    def __init__(self, server: str, template: str) -> None:
        self._server, self._template = server, template
        self._free: list[str] = []
        self._made = 0
        with self._connected(template) as connection:
            self._shape = _shape(connection)

    @contextmanager
    def one(self) -> Iterator[Database]:
        name = self._free.pop() if self._free else self._create()
        fresh = Database(f"{self._server}/{name}")
        yield fresh
        fresh.dispose()
        self._take_back(name)

    def _connected(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"{self._server}/{name}", autocommit=True)

    def _create(self) -> str:
        self._made += 1
        name = f"test_{self._made}"
        create = SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(self._template))
        with self._connected("postgres") as connection:
            connection.execute(create)
        return name

    def _take_back(self, name: str) -> None:
        """Whoever is still connected is cut off; where a test changed more than rows, the database goes."""
        with self._connected(name) as connection:
            connection.execute(_OTHERS, (connection.info.backend_pid,))
            if reusable := _shape(connection) == self._shape:
                _empty(connection)
        if reusable:
            self._free.append(name)
        else:
            with self._connected("postgres") as connection:
                connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def _shape(connection: "psycopg.Connection[tuple[object, ...]]") -> list[tuple[object, ...]]:
    return connection.execute(_SHAPE).fetchall()


def _empty(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    tables = [Identifier(str(name)) for (name,) in connection.execute(_TABLES).fetchall()]
    connection.execute(SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(SQL(", ").join(tables)))
