"""Days that people report on: from a first to a last one, both included."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from geminivideo.core.errors import InvalidInputError


def days_told(first_day: date, last_day: date) -> str:
    return str(first_day) if first_day == last_day else f"{first_day} to {last_day}"


def must_be_over(last_days: Mapping[int, date], at: datetime) -> None:
    """By the numbers of the rows. Today may have begun; somewhere tomorrow has.

    Raises:
        InvalidInputError: naming the first row whose last day is still to come.
    """
    tomorrow = (at + timedelta(days=1)).date()
    for number, last_day in last_days.items():
        if last_day > tomorrow:
            raise InvalidInputError(
                f"Row {number}: {last_day} is still to come.", next_step="check the year, and day and month"
            )
