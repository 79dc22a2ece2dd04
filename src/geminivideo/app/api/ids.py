"""Ids as clients send them."""

import re
from typing import Annotated

from pydantic import AfterValidator

from geminivideo.core.errors import NotFoundError

_FORM = re.compile(r"[A-Za-z0-9_-]{1,80}")


def _well_formed(given: str) -> str:
    """What this program would never make names nothing; some of it PostgreSQL would not even compare (NUL)."""
    if not _FORM.fullmatch(given):
        raise NotFoundError(f"{given[:80]!r} is not an id.", next_step="use an id just as an answer of this API has it")
    return given


GivenId = Annotated[str, AfterValidator(_well_formed)]
