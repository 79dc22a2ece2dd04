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
    _must_be_legible(header)
    known = vocabulary().fields
    split = [split_currency(cell) for cell in header]
    names = [fold(name) for name, _ in split]
    fields = [known.get(name) for name in names]
    at = _places(names)
    missing = _missing(at)
    complaints = [*_twice(header, names), *missing]
    currencies = sorted({code for (_, code), field in zip(split, fields, strict=True) if code and field in _MONEY})
    if len(currencies) > 1:
        complaints.append(f"its amounts are in {' and '.join(currencies)}")
    if complaints:
        raise refused(*complaints, remedy=_REMEDY if missing else None)
    breakdowns = tuple(place for place, field in enumerate(fields) if field is Field.BREAKDOWN)
    return Columns(tuple(header), at, breakdowns, next(iter(currencies), None), _languages(names))


def _must_be_legible(header: Sequence[str]) -> None:
    for cell in header:
        if is_garbled(cell):
            raise refused(f"letters of the column {shown(cell)} are garbled", save_as=True)


def _places(names: Sequence[str]) -> dict[Field, int]:
    """Of "Leads" and "Website leads", say, the one that says more: exports have both."""
    known = vocabulary().fields
    rank = {name: number for number, name in enumerate(known)}
    at: dict[Field, int] = {}
    for _, place in sorted((rank[name], place) for place, name in enumerate(names) if name in known):
        at.setdefault(known[names[place]], place)
    at.pop(Field.BREAKDOWN, None)
    return at


def _twice(header: Sequence[str], names: Sequence[str]) -> list[str]:
    """The same name again: nothing tells which of the two is meant."""
    known = vocabulary().fields
    counted = Counter(name for name in names if known.get(name, Field.BREAKDOWN) is not Field.BREAKDOWN)
    several = [name for name, count in counted.items() if count > 1]
    written = [[cell for cell, own in zip(header, names, strict=True) if own == name][:2] for name in several]
    return [f"it has two columns for one thing: {shown(a)} and {shown(b)}" for a, b in written]


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
