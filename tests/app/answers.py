"""What every refusal must look like, and what must be left of it: nothing."""

from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import text

from geminivideo.app.container import Container

_TABLES = (
    "campaigns",
    "blueprints",
    "jobs",
    "events",
    "footage",
    "footage_imports",
    "videos",
    "blueprint_outcomes",
    "ad_insights",
)


class Answer(Protocol):
    @property
    def status_code(self) -> int: ...
    @property
    def headers(self) -> Any: ...
    @property
    def text(self) -> str: ...
    def json(self) -> Any: ...


def problem(answer: Answer, status: int) -> dict[str, Any]:
    """The problem document of an answer with this status, which says what, why and what next."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.text) < 8000
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    assert document["type"].startswith("urn:geminivideo:problem:")
    assert all(len(document[name]) > 5 for name in ("title", "detail", "next_step"))
    return document


def rows(container: Container) -> dict[str, int]:
    """How many rows there are, of tables that have any."""
    with container.database.transaction() as session:
        counts = {name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in _TABLES}  # noqa: S608
    return {name: count for name, count in counts.items() if count}


def files(home: Path) -> list[str]:
    """Everything kept under the home but the key that signs URLs; folders of uploads and renders count too."""
    kept = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    folders = [
        path.relative_to(home).as_posix() for name in ("uploads", "scratch/renders") for path in home.glob(f"{name}/*")
    ]
    return sorted({*kept, *folders} - {"url-signing.key"})
