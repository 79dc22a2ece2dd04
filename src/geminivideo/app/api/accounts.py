"""Whose it is, as clients say it."""

import re

from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.errors import InvalidInputError


def account_named(account_id: str | None) -> str:
    """The account of a form's field, which says nothing for the default one."""
    account_id = account_id or DEFAULT_ACCOUNT
    if not re.fullmatch(ACCOUNT_PATTERN, account_id):
        raise InvalidInputError(
            f"{account_id[:80]!r} is not an account id.", next_step="use up to 64 letters, digits, dots, dashes"
        )
    return account_id
