"""Ids as clients send them."""

import re
from functools import partial
from typing import Annotated

from pydantic import AfterValidator

from geminivideo.core.errors import NotFoundError

_FORM = re.compile(r"[A-Za-z0-9_-]{1,80}")
# A model of one account is called like it: roas-ACCOUNT-v2.
_MODEL_FORM = re.compile(r"[A-Za-z0-9_.-]{1,100}")


def _well_formed(given: str, form: re.Pattern[str] = _FORM) -> str:
    """What this program would never make names nothing; some of it PostgreSQL would not even compare (NUL)."""
    if not form.fullmatch(given):
        raise NotFoundError(f"{given[:80]!r} is not an id.", next_step="use an id just as an answer of this API has it")
    return given


GivenId = Annotated[str, AfterValidator(_well_formed)]
GivenModelId = Annotated[str, AfterValidator(partial(_well_formed, form=_MODEL_FORM))]
