"""What the columns of Ads Manager exports are called, in every language known here."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


class Field(StrEnum):
    AD_ID = "ad_id"
    AD_NAME = "ad_name"
    AD_SET_NAME = "ad_set_name"
    CAMPAIGN_NAME = "campaign_name"
    DAY = "day"
    PERIOD = "period"
    STARTS = "starts"
    ENDS = "ends"
    IMPRESSIONS = "impressions"
    LINK_CLICKS = "link_clicks"
    ALL_CLICKS = "all_clicks"
    LINK_CTR = "link_ctr"
    ALL_CTR = "all_ctr"
    SPEND = "spend"
    CURRENCY = "currency"
    PURCHASES = "purchases"
    WEBSITE_PURCHASES = "website_purchases"
    PURCHASE_VALUE = "purchase_value"
    WEBSITE_PURCHASE_VALUE = "website_purchase_value"
    ROAS = "roas"
    WEBSITE_ROAS = "website_roas"
    LEADS = "leads"
    RESULTS = "results"
    RESULT_KIND = "result_kind"
    BREAKDOWN = "breakdown"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All names are folded. A name can stand for the same field in several languages, and never for two fields.

    `fields` are in the order of the file: of two names for one field the first says more.
    """

    fields: Mapping[str, Field]
    languages: Mapping[str, frozenset[str]]
    months: Mapping[str, int]
    totals: frozenset[str]
    everything: frozenset[str]


# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "đ": "d", "’": "'", "ʼ": "'", "–": "-", "‑": "-", "ـ": ""})
_CODES = {"€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "₪": "ILS", "R$": "BRL", "zł": "PLN", "$": None, "¥": None}
_CURRENCY = re.compile(rf"\s*\(([A-Z]{{3}}|{'|'.join(map(re.escape, _CODES))})\)$")
_COUNT = re.compile(r"\s*(?:#|[0-9][0-9., ]*)\s*")
_LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "nl", "pl", "tr", "ar", "ja")


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Spellings that mean the same made equal: case, accents, widths, spaces and marks that nobody sees."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in apart if unicodedata.category(c) not in {"Mn", "Cf"}).translate(_LETTERS)
    return " ".join(kept.split())


def split_currency(header: str) -> tuple[str, str | None]:
    """The name and the currency of "Amount spent (USD)", for instance; a sign that several have says none."""
    header = unicodedata.normalize("NFKC", header).strip()
    found = _CURRENCY.search(header)
    if found is None:
        return header, None
    return header[: found.start()], _CODES.get(found[1], found[1])


def summary_name(text: str) -> str:
    """What stands for an ad's name in a row of sums, whatever the number of ads in it."""
    return _COUNT.sub("#", fold(text))


@cache
def vocabulary() -> Vocabulary:
    data: dict[str, Any] = tomllib.loads((files(__package__) / "columns.toml").read_text("utf-8"))
    names = [(fold(name), Field(field), code) for code in _LANGUAGES for field, name in _entries(data[code])]
    fields: dict[str, Field] = {}
    for name, field, _ in names:
        fields.setdefault(name, field)
    return Vocabulary(
        fields,
        {code: frozenset(name for name, _, own in names if own == code) for code in _LANGUAGES},
        {fold(stem): int(month) for month, stems in data["months"].items() for stem in stems},
        frozenset(map(summary_name, data["summary"]["totals"])),
        frozenset(map(fold, data["summary"]["all"])),
    )


def _entries(names: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    return [(field, name) for field, given in names.items() for name in given]
