"""An account's blueprints with what became of them: what the council and the Director learn from."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from geminivideo.creative.outcomes import store
from geminivideo.creative.outcomes.model import Totals, totals
from geminivideo.creative.store import BlueprintRecord, record_of
from geminivideo.creative.tables import BlueprintRow, CampaignRow, OutcomeRow


@dataclass(frozen=True, slots=True)
class MeasuredBlueprint:
    """Its periods do not overlap; the first one begins on `first_day`, the last one ends on `last_day`."""

    campaign_id: str
    record: BlueprintRecord
    totals: Totals
    first_day: date
    last_day: date

    @property
    def place(self) -> str:
        return f"{self.campaign_id}/{self.record.blueprint.id}"


def measured_blueprints(session: Session, account_id: str) -> list[MeasuredBlueprint]:
    """Every blueprint of the account of which an outcome is recorded, in the order of their ids."""
    outcomes = store.of_account(session, account_id)
    keys = BlueprintRow.campaign_id, BlueprintRow.blueprint_id
    measured = exists().where(OutcomeRow.campaign_id == keys[0], OutcomeRow.blueprint_id == keys[1])
    query = select(BlueprintRow).join(CampaignRow, CampaignRow.campaign_id == BlueprintRow.campaign_id)
    rows = session.scalars(query.where(CampaignRow.account_id == account_id, measured).order_by(*keys))
    return [
        MeasuredBlueprint(row.campaign_id, record_of(row), total, found[0].first_day, found[-1].last_day)
        for row in rows
        if (found := outcomes.get((row.campaign_id, row.blueprint_id))) and (total := totals(found))
    ]
