"""What an account's insights may not be, before they are stored and after."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from geminivideo.attribution.insights.model import AdInsight
from geminivideo.attribution.insights.tables import AdInsightRow
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.periods import days_told

# As long as none overlap, an ad's periods end in the order in which they begin: neighbours tell.
_OVERLAPPING = text("""
    SELECT ad_key, ad_name, before_first, before_last, first_day, last_day
    FROM (
        SELECT *, lag(first_day) OVER periods AS before_first, lag(last_day) OVER periods AS before_last
        FROM ad_insights WHERE account_id = :account_id
        WINDOW periods AS (PARTITION BY ad_key ORDER BY first_day)
    ) AS ordered
    WHERE before_last >= first_day ORDER BY ad_name, first_day LIMIT 1
""")

# The same ad under two keys: once with its id and once without, or once with more of its names. Ads first, then their
# days: an ad of many days would otherwise be held against itself for every pair of them.
_KNOWN_OTHERWISE = text("""
    WITH ads AS (
        SELECT DISTINCT ad_key, ad_id, ad_name, ad_set_name, campaign_name
        FROM ad_insights WHERE account_id = :account_id
    ), doubtful AS (
        SELECT ad_name, nameless.ad_key AS key, other.ad_key AS other_key
        FROM ads AS nameless JOIN ads AS other USING (ad_name)
        WHERE nameless.ad_id IS NULL AND nameless.ad_key <> other.ad_key
          AND coalesce(nameless.ad_set_name = other.ad_set_name, true)
          AND coalesce(nameless.campaign_name = other.campaign_name, true)
    )
    SELECT doubtful.ad_name, one.first_day, one.last_day, other.first_day, other.last_day
    FROM doubtful
    JOIN ad_insights AS one ON one.account_id = :account_id AND one.ad_key = doubtful.key
    JOIN ad_insights AS other ON other.account_id = :account_id AND other.ad_key = doubtful.other_key
      AND one.first_day <= other.last_day AND other.first_day <= one.last_day
    ORDER BY doubtful.ad_name, one.first_day LIMIT 1
""")


def must_be_once(rows: Mapping[int, AdInsight]) -> None:
    first: dict[tuple[str, date], int] = {}
    for number, insight in rows.items():
        earlier = first.setdefault((insight.ad_key, insight.first_day), number)
        if earlier != number:
            raise InvalidInputError(
                f"Rows {earlier} and {number} are both of the ad {insight.ad_name[:80]!r} from {insight.first_day} on.",
                next_step="leave one out; where the export has the ads' ids, ads of the same name are told apart",
            )


def must_not_overlap(session: Session, account_id: str, rows: Mapping[int, AdInsight]) -> None:
    found = session.execute(_OVERLAPPING, {"account_id": account_id}).first()
    if found:
        key, name, before_first, before_last, first, last = found
        number = _number_of(rows, key, first) or _number_of(rows, key, before_first)
        both = f"{days_told(before_first, before_last)} and {days_told(first, last)}"
        raise InvalidInputError(
            f"Row {number}: the ad {name[:80]!r} would have two counts of the same day, {both}.",
            next_step="import the same periods as before, which replaces them, or have what overlaps replaced"
            " (--replace; over HTTP replace=true)",
        )


def must_have_one_key(session: Session, account_id: str) -> None:
    found = session.execute(_KNOWN_OTHERWISE, {"account_id": account_id}).first()
    if found:
        name, first, last, other_first, other_last = found
        both = f"{days_told(first, last)} and {days_told(other_first, other_last)}"
        raise InvalidInputError(
            f"The ad {name[:80]!r} would be counted twice, {both}: once with its id or with its ad set's and"
            " campaign's names, and once without.",
            next_step="export with the same columns each time, best with the ads' ids",
        )


def must_be_one_currency(session: Session, account_id: str) -> None:
    query = select(AdInsightRow.currency).where(AdInsightRow.account_id == account_id).distinct()
    found = sorted(session.scalars(query))
    if len(found) > 1:
        raise InvalidInputError(
            f"The account {account_id} would have ads in {' and '.join(found)}; it can have one currency.",
            next_step="import the ads of each currency under an account of its own",
        )


def _number_of(rows: Mapping[int, AdInsight], key: str, first_day: date) -> int | None:
    """A search through all rows is fine where one error ends everything."""
    return next((number for number, one in rows.items() if (one.ad_key, one.first_day) == (key, first_day)), None)
