"""Outcomes in PostgreSQL. Every function works in the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geminivideo.core.database import hold
from geminivideo.core.errors import InvalidInputError, NotFoundError
from geminivideo.core.periods import must_be_over
from geminivideo.creative.outcomes.model import Outcome
from geminivideo.creative.tables import BlueprintRow, CampaignRow, OutcomeRow

_TOLD = 5  # complaints in one error
_KEY = ("campaign_id", "blueprint_id", "first_day")


def record(session: Session, rows: Mapping[int, Outcome], at: datetime) -> frozenset[str]:
    """Store what is new, and replace what is known of the same blueprint and first day. `rows` are numbered as the
    sender numbers them; errors name these numbers, and leave the transaction to be rolled back. Gives the accounts
    whose ads these are.

    Raises:
        NotFoundError: for a blueprint that does not exist.
        InvalidInputError: for a period that is still to come, is there twice or overlaps another one, and for a second
            currency.
    """
    accounts = _accounts_of(session, rows)
    for account_id in sorted(set(accounts.values())):
        hold(session, f"outcomes of {account_id}")
    must_be_over({number: outcome.last_day for number, outcome in rows.items()}, at)
    _must_be_once(rows)
    _upsert(session, rows.values(), at)
    _must_not_overlap(session, rows)
    for account_id in sorted(set(accounts.values())):
        _must_be_one_currency(session, account_id)
    return frozenset(accounts.values())


def of_blueprint(session: Session, campaign_id: str, blueprint_id: str) -> list[Outcome]:
    """In the order of their days."""
    query = select(OutcomeRow).where(OutcomeRow.campaign_id == campaign_id, OutcomeRow.blueprint_id == blueprint_id)
    return [_outcome(row) for row in session.scalars(query.order_by(OutcomeRow.first_day))]


def of_account(session: Session, account_id: str) -> dict[tuple[str, str], list[Outcome]]:
    """By campaign and blueprint, in the order of their ids."""
    query = select(OutcomeRow).join(CampaignRow, CampaignRow.campaign_id == OutcomeRow.campaign_id)
    query = query.where(CampaignRow.account_id == account_id).order_by(*(getattr(OutcomeRow, name) for name in _KEY))
    found: defaultdict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.campaign_id, row.blueprint_id].append(_outcome(row))
    return dict(found)


def _accounts_of(session: Session, rows: Mapping[int, Outcome]) -> dict[str, str]:
    """Of each campaign, once it is sure that every blueprint is there."""
    keys = BlueprintRow.campaign_id, BlueprintRow.blueprint_id
    places = {(outcome.campaign_id, outcome.blueprint_id) for outcome in rows.values()}
    query = select(*keys, CampaignRow.account_id).join(CampaignRow, CampaignRow.campaign_id == BlueprintRow.campaign_id)
    found = session.execute(query.where(tuple_(*keys).in_(places))).all()
    known = {(campaign_id, blueprint_id) for campaign_id, blueprint_id, _ in found}
    unknown = {number: o for number, o in rows.items() if (o.campaign_id, o.blueprint_id) not in known}
    if unknown:
        raise NotFoundError(
            _complaint(f"row {number}: there is no blueprint {o.place}" for number, o in unknown.items()),
            next_step="use campaign and blueprint ids as GET /pipeline/campaign/{campaign_id} lists them",
        )
    return {campaign_id: account_id for campaign_id, _, account_id in found}


def _must_be_once(rows: Mapping[int, Outcome]) -> None:
    first: dict[tuple[object, ...], int] = {}
    for number, outcome in rows.items():
        earlier = first.setdefault(tuple(getattr(outcome, name) for name in _KEY), number)
        if earlier != number:
            raise InvalidInputError(
                f"Rows {earlier} and {number} are both of {outcome.place} from {outcome.first_day} on.",
                next_step="add them up to one row, or leave one out",
            )


def _upsert(session: Session, outcomes: Iterable[Outcome], at: datetime) -> None:
    values = [{**outcome.model_dump(), "recorded_at": at} for outcome in outcomes]
    statement = insert(OutcomeRow)
    fresh = {name: statement.excluded[name] for name in values[0] if name not in _KEY}
    session.execute(statement.on_conflict_do_update(index_elements=list(_KEY), set_=fresh), values)


def _must_not_overlap(session: Session, rows: Mapping[int, Outcome]) -> None:
    numbers = {(outcome.place, outcome.first_day): number for number, outcome in rows.items()}
    for earlier, later in _neighbours(session, rows.values()):
        if earlier.overlaps(later):
            number = numbers.get((later.place, later.first_day)) or numbers.get((earlier.place, earlier.first_day))
            raise InvalidInputError(
                f"Row {number}: {later.place} would have two counts of the same day, {earlier.days} and {later.days}.",
                next_step="send the same periods as before, which replaces them, or others that do not overlap",
            )


def _neighbours(session: Session, outcomes: Iterable[Outcome]) -> Iterable[tuple[Outcome, Outcome]]:
    places = sorted({(outcome.campaign_id, outcome.blueprint_id) for outcome in outcomes})
    query = select(OutcomeRow).where(tuple_(OutcomeRow.campaign_id, OutcomeRow.blueprint_id).in_(places))
    ordered = query.order_by(*(getattr(OutcomeRow, name) for name in _KEY))
    stored = session.scalars(ordered.execution_options(populate_existing=True))
    return pairwise([_outcome(row) for row in stored])


def _must_be_one_currency(session: Session, account_id: str) -> None:
    query = select(OutcomeRow.currency).join(CampaignRow, CampaignRow.campaign_id == OutcomeRow.campaign_id)
    found = sorted(session.scalars(query.where(CampaignRow.account_id == account_id).distinct()))
    if len(found) > 1:
        raise InvalidInputError(
            f"The account {account_id} would have outcomes in {' and '.join(found)}; it can have one currency.",
            next_step="convert the amounts; a currency is corrected by sending every period of the account at once",
        )


def _complaint(parts: Iterable[str]) -> str:
    told: Sequence[str] = list(parts)
    more = f"; and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    text = "; ".join(told[:_TOLD])
    return f"{text[:1].upper()}{text[1:]}{more}."


def _outcome(row: OutcomeRow) -> Outcome:
    return Outcome(**{name: getattr(row, name) for name in Outcome.model_fields})
