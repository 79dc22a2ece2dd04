"""Whose it is, as clients say it."""

import re

from geminivideo.core.errors import InvalidInputError

ACCOUNT_PATTERN = r"^[a-zA-Z0-9_.-]{1,64}$"


def account_named(account_id: str | None) -> str:
    """The account of a form's field, which says nothing for the default one."""
    account_id = account_id or "default"
    if not re.fullmatch(ACCOUNT_PATTERN, account_id):
        raise InvalidInputError(
            f"{account_id[:80]!r} is not an account id.", next_step="use up to 64 letters, digits, dots, dashes"
        )
    return account_id
