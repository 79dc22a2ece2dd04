"""Addresses of outside services, as settings name them."""

from urllib.parse import urlsplit


def web_address(url: str) -> str:
    """`url` if it is an http(s) address that carries no secret.

    Raises:
        ValueError: otherwise; it does not repeat the address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username:
        raise ValueError("it has to be like https://host, without a user, a password or a query")
    return url


def api_key(value: str) -> str | None:
    """A key without the space around it; an empty one is none.

    Raises:
        ValueError: when it cannot stand in a header: then it was copied wrongly.
    """
    value = value.strip()
    if value and (not value.isascii() or not value.isprintable() or " " in value):
        raise ValueError("a key is one word of ASCII letters, digits and signs")
    return value or None
