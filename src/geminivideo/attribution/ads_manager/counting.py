"""Which columns say what was clicked, bought and earned. Exports repeat one purchase under several names: one column is
chosen, and none are added up.
"""

from dataclasses import dataclass

from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.survey import Survey
from geminivideo.attribution.ads_manager.vocabulary import Field, vocabulary
from geminivideo.attribution.insights.model import ClickKind

RATES = frozenset({Field.LINK_CTR, Field.ALL_CTR})
_CLICKS = Field.LINK_CLICKS, Field.LINK_CTR, Field.ALL_CLICKS, Field.ALL_CTR
_PURCHASES = Field.PURCHASES, Field.WEBSITE_PURCHASES
_REVENUE = Field.PURCHASE_VALUE, Field.WEBSITE_PURCHASE_VALUE, Field.ROAS, Field.WEBSITE_ROAS


@dataclass(frozen=True, slots=True)
class Counting:
    """`conversions` None: the file does not count them, or counts what is none. Where they are the results, only rows
    of one of `kinds` have any. `revenue` can be a return on the spend, `clicks` a rate of the impressions.
    """

    clicks: Field
    conversions: Field | None
    kinds: frozenset[str]
    revenue: Field | None

    @property
    def click_kind(self) -> ClickKind:
        return ClickKind.LINK if self.clicks in {Field.LINK_CLICKS, Field.LINK_CTR} else ClickKind.ALL

    @property
    def clicks_are_ratio(self) -> bool:
        return self.clicks in RATES

    @property
    def revenue_is_ratio(self) -> bool:
        return self.revenue in {Field.ROAS, Field.WEBSITE_ROAS}


def choose(columns: Columns, survey: Survey) -> Counting:
    """The widest column that counts anything; where none does, the widest there is."""
    clicks = next(field for field in _CLICKS if columns.has(field))
    kinds = {field: _kinds(survey, field) for field in (Field.PURCHASES, Field.LEADS)}
    offered = [field for field in _PURCHASES if columns.has(field)]
    offered += [Field.RESULTS] if kinds[Field.PURCHASES] else []
    offered += [Field.LEADS] if columns.has(Field.LEADS) else []
    conversions = next((field for field in offered if field in survey.counted), None)
    if conversions is None and kinds[Field.LEADS]:
        return Counting(clicks, Field.RESULTS, kinds[Field.LEADS], _revenue(columns, survey))
    conversions = conversions or next(iter(offered), None)
    return Counting(clicks, conversions, kinds[Field.PURCHASES], _revenue(columns, survey))


def _revenue(columns: Columns, survey: Survey) -> Field | None:
    offered = [field for field in _REVENUE if columns.has(field)]
    return next((field for field in offered if field in survey.counted), next(iter(offered), None))


def _kinds(survey: Survey, field: Field) -> frozenset[str]:
    """Those of the file's kinds of results that are purchases, or leads: as identifiers, or as a column is called."""
    fields, word = ({*_PURCHASES}, "purchase") if field is Field.PURCHASES else ({Field.LEADS}, "lead")
    known = vocabulary().fields
    return frozenset(kind for kind in survey.result_kinds if word in kind or known.get(kind) in fields)
