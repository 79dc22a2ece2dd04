"""Numbers as people and programs write them: 1,234.56, 1.234,56, 1 234,56, 1,23,456.78, ١٬٢٣٤٫٥٦, $12.50, (12.50).

Which of point and comma is the decimal mark is a question for a whole file, not for a cell: "1.234" alone is both.
"""

import re
from decimal import Decimal
from enum import StrEnum

MICRO = 1_000_000

_NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "null"})
_ARABIC = {ord(zero) + value: str(value) for zero in "٠۰" for value in range(10)}
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202c\ufeff"), "")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007'’"), " ")
# Marks that can only be the decimal one, or that of groups.
_DECIMAL, _GROUP = "\ue000", "\ue001"
PLAIN_DIGITS = _ARABIC | _UNSEEN
_TABLE = PLAIN_DIGITS | _SPACES | {ord("٫"): _DECIMAL, ord("٬"): _GROUP, ord("\u2212"): "-"}
_LETTERS = r"[^\W\d_]{1,4}(?:\.[^\W\d_]{1,2})*\.?"
_SYMBOL = rf"(?:[A-Z]{{0,3}}[$€£¥₹₺₽₪₩₫฿₴₦₱₡₲₵₸₼₾]|{_LETTERS})"
_CURRENCY = re.compile(rf"^{_SYMBOL}\s?|\s?{_SYMBOL}$")
_SIGNED = re.compile(r"(?P<debit>\()?(?P<minus>-)?\s?(?P<bare>[^()]*?)(?P<after>-)?(?(debit)\))")
_LONGEST = 60
_PLAIN = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,6})?")


class DecimalMark(StrEnum):
    POINT = "."
    COMMA = ","


def _written(mark: str, other: str) -> re.Pattern[str]:
    """Groups are of three digits, or of two where the last has three, as in India."""
    grouped = "|".join(f"[0-9]{{1,3}}(?:{group}[0-9]{{2,3}})*{group}[0-9]{{3}}" for group in (other, _GROUP, " "))
    return re.compile(rf"(?P<whole>{grouped}|[0-9]+)(?:[{_DECIMAL}{mark}](?P<fraction>[0-9]+))?")


_WRITTEN = {DecimalMark.POINT: _written(r"\.", ","), DecimalMark.COMMA: _written(",", r"\.")}


def is_nothing(cell: str) -> bool:
    """Where nothing was counted, exports have an empty cell; people and programs put a dash."""
    return not cell or cell.strip().casefold() in _NOTHING


def is_plain(cell: str) -> bool:
    """Digits, or digits with decimals after a point."""
    return _PLAIN.fullmatch(cell) is not None


def readings(cell: str) -> dict[DecimalMark, Decimal]:
    """What the number is with each decimal mark that it can have; empty for what is no number."""
    if len(cell) > _LONGEST:
        return {}
    negative, bare = _bare(cell)
    found = {mark: pattern.fullmatch(bare) for mark, pattern in _WRITTEN.items()}
    return {mark: -_value(match) if negative else _value(match) for mark, match in found.items() if match}


def micros(cell: str, mark: DecimalMark) -> int | None:
    """In millionths, rounded half to even; None for what is no number with this decimal mark."""
    if mark is DecimalMark.POINT and is_plain(cell):
        whole, _, fraction = cell.partition(".")
        return int(whole) * MICRO + int(fraction.ljust(6, "0"))
    value = readings(cell).get(mark)
    return None if value is None else round(value * MICRO)


def _bare(cell: str) -> tuple[bool, str]:
    """Whether it is negative, and the number without sign, currency and marks that nobody sees."""
    text = _CURRENCY.sub("", cell.translate(_TABLE).strip()).strip()
    signed = _SIGNED.fullmatch(text)
    if signed is None:
        return False, text
    bare = _CURRENCY.sub("", signed["bare"].strip()).strip().removeprefix("+")
    minuses = [part for part in ("debit", "minus", "after") if signed[part]]
    return bool(minuses), bare


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(f"{re.sub('[^0-9]', '', match['whole'])}.{match['fraction'] or '0'}")
