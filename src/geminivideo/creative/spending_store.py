"""What campaigns used of language models, in PostgreSQL. Every function works in the caller's transaction."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geminivideo.core.language_models.budget import Spending
from geminivideo.core.language_models.model import Usage
from geminivideo.creative.tables import ModelSpendingRow

_COUNTS = (
    "requests", "unpriced_requests", "input_tokens", "output_tokens", "cached_tokens", "cache_written_tokens",
    "cost_micros",
)  # fmt: skip


def save_spending(session: Session, campaign_id: str, attempt: int, used: Mapping[str, Spending]) -> None:
    """What the attempt used until now, by role. Each attempt has rows of its own, so that none overwrites another's."""
    rows = [_row(campaign_id, attempt, role, spending) for role, spending in used.items()]
    if not rows:
        return
    statement = insert(ModelSpendingRow).values(rows)
    key = [column.name for column in ModelSpendingRow.__table__.primary_key]
    changes = {name: statement.excluded[name] for name in _COUNTS}
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))


def spending_of(session: Session, campaign_id: str) -> dict[str, Spending]:
    """By role, of all attempts together."""
    sums = [func.sum(getattr(ModelSpendingRow, name)).label(name) for name in _COUNTS]
    query = select(ModelSpendingRow.role, *sums).where(ModelSpendingRow.campaign_id == campaign_id)
    grouped = session.execute(query.group_by(ModelSpendingRow.role).order_by(ModelSpendingRow.role))
    return {row.role: _spending(row) for row in grouped}


def _row(campaign_id: str, attempt: int, role: str, spending: Spending) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "attempt": attempt,
        "role": role,
        "requests": spending.requests,
        "unpriced_requests": spending.unpriced_requests,
        "input_tokens": spending.usage.input,
        "output_tokens": spending.usage.output,
        "cached_tokens": spending.usage.cached,
        "cache_written_tokens": spending.usage.cache_written,
        "cost_micros": spending.cost,
    }


def _spending(row: Row[Any]) -> Spending:
    """PostgreSQL's sums of bigints are numerics."""
    tokens = (row.input_tokens, row.output_tokens, row.cached_tokens, row.cache_written_tokens)
    usage = Usage(*map(int, tokens))
    return Spending(usage, int(row.cost_micros), int(row.requests), int(row.unpriced_requests))
