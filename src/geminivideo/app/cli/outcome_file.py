"""CSV files of what became of ads. Whatever is wrong in one is said with its row, before anything is sent."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geminivideo.app.api.schemas.outcomes import MOST_OUTCOMES, CampaignOutcomeGiven
from geminivideo.core.complaints import complaints_of
from geminivideo.core.errors import GeminivideoError, InvalidInputError
from geminivideo.core.money import Money
from geminivideo.core.table_text import table_lines

_NAMES = {
    "campaign": "campaign_id",
    "blueprint": "blueprint_id",
    "day": "first_day",
    "date": "first_day",
    "spend": "spend_minor",
    "revenue": "revenue_minor",
}
_COUNTS, _AMOUNTS, _DAYS = (
    ("impressions", "clicks", "conversions"),
    ("spend_minor", "revenue_minor"),
    ("first_day", "last_day"),
)
_OPTIONAL = {"campaign_id", "last_day", "conversions"}
_KNOWN = {"campaign_id", "blueprint_id", *_DAYS, *_COUNTS, *_AMOUNTS, "currency"}
_IN_FILES = {field: name for name, field in _NAMES.items() if name != "date"}
_TOLD = 10
_REMEDY = "mend the file and give the command again; nothing of it was recorded"
_OTHER_COLUMNS = f"{_REMEDY}; exports of Ads Manager are for `geminivideo import-insights`"

Row = Mapping[str, Any]


def read_outcomes(file: Path, campaign_id: str | None) -> list[Row]:
    """Its rows as the gateway takes them, numbered by their lines.

    Raises:
        InvalidInputError: with every complaint about the file, up to ten.
    """
    try:
        return _checked(file, list(_cells(file, campaign_id)))
    except csv.Error as error:
        raise _refused(file, [f"it is not CSV ({error})"]) from error


def _cells(file: Path, campaign_id: str | None) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Each row's number with its cells by field, or with what is wrong with it."""
    begin, lines = table_lines(file)
    if not (header := next(lines, "")):
        raise _refused(file, ["it is empty"])
    delimiter = max(",;\t", key=header.count)
    fields = _fields(file, next(csv.reader([header], delimiter=delimiter)), campaign_id)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for read in reader:
        number, cells = begin + reader.line_num, [cell.strip() for cell in read]
        if len(cells) != len(fields) and any(cells):
            yield number, f"has {len(cells)} cells, and the first row has {len(fields)}"
        elif any(cells):
            named = {field: cell for field, cell in zip(fields, cells, strict=True) if cell}
            yield number, {**({"campaign_id": campaign_id} if campaign_id else {}), **named}


def _fields(file: Path, header: Sequence[str], campaign_id: str | None) -> list[str]:
    names = ["_".join(name.lower().split()) for name in header]
    fields = [_NAMES.get(name, name) for name in names]
    problems = [
        f"there is no such column as {name[:40]!r}" for name, f in zip(names, fields, strict=True) if f not in _KNOWN
    ]
    problems += [f"the column {_in_file(f)!r} is missing" for f in sorted(_KNOWN - _OPTIONAL - set(fields))]
    problems += [
        f"the column {_in_file(f)!r} is there twice" for f in sorted({f for f in fields if fields.count(f) > 1})
    ]
    if "campaign_id" not in fields and campaign_id is None:
        problems.append("the column 'campaign' is missing, and no --campaign is given")
    if problems:
        raise _refused(file, problems, _OTHER_COLUMNS)
    return fields


def _checked(file: Path, rows: Sequence[tuple[int, dict[str, str] | str]]) -> list[Row]:
    if not rows:
        raise _refused(file, ["it has no rows beside its header"])
    if len(rows) > MOST_OUTCOMES:
        raise _refused(file, [f"it has {len(rows):,} rows, and {MOST_OUTCOMES:,} are taken at once"])
    read = [(number, cells if isinstance(cells, str) else _read(number, cells)) for number, cells in rows]
    if problems := [f"row {number}: {problem}" for number, problem in read if isinstance(problem, str)]:
        raise _refused(file, problems)
    return [row for _, row in read if not isinstance(row, str)]


def _read(number: int, cells: Mapping[str, str]) -> Row | str:
    """A row as the gateway takes it, or what is wrong with it."""
    values: dict[str, Any] = {"row": number, **cells}
    try:
        currency = values["currency"] = _currency(cells.get("currency", ""))
        values |= {name: _count(name, cells[name]) for name in _COUNTS if name in cells}
        values |= {name: _day(name, cells[name]) for name in _DAYS if name in cells}
        values |= {name: _minor(name, cells[name], currency) for name in _AMOUNTS if name in cells}
        return CampaignOutcomeGiven.model_validate(values).model_dump(mode="json")
    except ValidationError as error:
        return "; ".join(_complaint(one) for one in complaints_of(error.errors()))
    except GeminivideoError as error:  # of an id that this program would never make
        return error.cause.rstrip(".")
    except ValueError as error:
        return str(error)


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{3}", text):
        raise ValueError(f"currency {text[:40]!r} is not a code such as AED")
    return text.upper()


def _count(name: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise ValueError(f"{name} {text[:40]!r} is not a whole number such as 1200")
    return int(text)


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{_in_file(name)} {text[:40]!r} is not a date such as 2026-11-20") from None


def _minor(name: str, text: str, currency: str) -> int:
    try:
        return Money.parse(text, currency).minor
    except ValueError as error:
        raise ValueError(f"{_in_file(name)}: {error}") from None


def _complaint(one: Mapping[str, str]) -> str:
    return one["message"] if one["field"] == "the body" else f"{_in_file(one['field'])} {one['message']}"


def _in_file(field: str) -> str:
    return _IN_FILES.get(field, field)


def _refused(file: Path, problems: Sequence[str], remedy: str = _REMEDY) -> InvalidInputError:
    more = f"; and {len(problems) - _TOLD} more" if len(problems) > _TOLD else ""
    return InvalidInputError(f"{file}: {'; '.join(problems[:_TOLD])}{more}.", next_step=remedy)
