"""Which column of an export is what: found by the names in its header."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geminivideo.attribution.ads_manager.garbling import is_garbled
from geminivideo.attribution.ads_manager.refusal import refused, shown
from geminivideo.attribution.ads_manager.vocabulary import Field, fold, split_currency, vocabulary

_MONEY = frozenset({Field.SPEND, Field.PURCHASE_VALUE, Field.WEBSITE_PURCHASE_VALUE})
_AD = Field.AD_ID, Field.AD_NAME
_CLICKS = Field.LINK_CLICKS, Field.LINK_CTR, Field.ALL_CLICKS, Field.ALL_CTR
_REMEDY = "choose the Ads tab of Ads Manager, add the column under Columns > Customise columns, and export again"


@dataclass(frozen=True, slots=True)
class Columns:
    """`at` says where each field is; `breakdowns` are the columns that split an ad into several rows. `currency` is
    that of the amounts, where the header says it.
    """

    header: tuple[str, ...]
    at: Mapping[Field, int]
    breakdowns: tuple[int, ...]
    currency: str | None
    languages: tuple[str, ...]

    def has(self, *fields: Field) -> bool:
        return any(field in self.at for field in fields)

    def name(self, field: Field) -> str:
        return self.header[self.at[field]].strip()

    @property
    def ignored(self) -> tuple[str, ...]:
        used = {*self.at.values(), *self.breakdowns}
        return tuple(name.strip() for place, name in enumerate(self.header) if place not in used and name.strip())


def read_columns(header: Sequence[str]) -> Columns:
    """Find every field that the header names.

    Raises:
        InvalidInputError: when a field that is needed is not there, or one is there twice.
    """
    known = vocabulary().fields
    split = [split_currency(cell) for cell in header]
    fields = [known.get(fold(name)) for name, _ in split]
    at: dict[Field, int] = {
        field: place for place, field in enumerate(fields) if field and field is not Field.BREAKDOWN
    }
    complaints = [*_garbled(header), *_twice(header, fields), *_missing(at)]
    currencies = sorted({code for (_, code), field in zip(split, fields, strict=True) if code and field in _MONEY})
    if len(currencies) > 1:
        complaints.append(f"its amounts are in {' and '.join(currencies)}")
    if complaints:
        raise refused(*complaints, remedy=_REMEDY)
    breakdowns = tuple(place for place, field in enumerate(fields) if field is Field.BREAKDOWN)
    languages = _languages([fold(name) for name, _ in split])
    return Columns(tuple(header), at, breakdowns, next(iter(currencies), None), languages)


def _garbled(header: Sequence[str]) -> list[str]:
    found = [cell for cell in header if is_garbled(cell)]
    return [f"letters of the column {shown(found[0])} are garbled"] if found else []


def _twice(header: Sequence[str], fields: Sequence[Field | None]) -> list[str]:
    counted = Counter(field for field in fields if field and field is not Field.BREAKDOWN)
    several = [field for field, count in counted.items() if count > 1]
    names = [[name for name, own in zip(header, fields, strict=True) if own is field][:2] for field in several]
    return [f"it has two columns for one thing: {shown(a)} and {shown(b)}" for a, b in names]


def _missing(at: Mapping[Field, int]) -> list[str]:
    needed = {
        "Ad name (or Ad ID)": _AD,
        "Amount spent": (Field.SPEND,),
        "Impressions": (Field.IMPRESSIONS,),
        "Link clicks (or Clicks (all))": _CLICKS,
        "Reporting starts (or Day)": (Field.STARTS, Field.DAY, Field.PERIOD),
    }
    missing = [f"the column {name!r} is missing" for name, fields in needed.items() if not any(f in at for f in fields)]
    if Field.STARTS in at and not any(field in at for field in (Field.ENDS, Field.DAY, Field.PERIOD)):
        missing.append("the column 'Reporting ends' is missing")
    return missing


def _languages(names: Sequence[str]) -> tuple[str, ...]:
    """Those in which most of the names are known; several where they cannot be told apart."""
    counted = {code: sum(name in own for name in names) for code, own in vocabulary().languages.items()}
    return tuple(code for code, count in counted.items() if count == max(counted.values()))
