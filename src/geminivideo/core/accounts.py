"""Whose something is. An account is a name, of one client for instance; there are no passwords behind it."""

ACCOUNT_PATTERN = r"^[a-zA-Z0-9_.-]{1,64}$"
DEFAULT_ACCOUNT = "default"
