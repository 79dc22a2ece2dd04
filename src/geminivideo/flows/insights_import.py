"""Exports of what ads did become an account's insights, each linked to the blueprint it was made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy.orm import Session

from geminivideo.attribution.ads_manager.export import AdPeriod, Export
from geminivideo.attribution.ads_manager.reading import UNDECIDED, read_export
from geminivideo.attribution.ads_manager.survey import Choices
from geminivideo.attribution.insights import store
from geminivideo.attribution.insights.linking import Reference, reference_in
from geminivideo.attribution.insights.model import AdInsight, BlueprintLink
from geminivideo.core.clock import Clock
from geminivideo.core.database import Database
from geminivideo.creative import store as campaigns
from geminivideo.rendering import store as videos


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """With `dry_run` everything is checked as if it were stored, and nothing is."""

    account_id: str
    choices: Choices = UNDECIDED
    dry_run: bool = False
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """`unknown` are ids in names of ads that look like ours and are not of this account."""

    export: Export
    insights: tuple[AdInsight, ...]
    unknown: tuple[str, ...]
    removed: int

    @property
    def ads(self) -> int:
        return len({insight.ad_key for insight in self.insights})

    @property
    def linked_ads(self) -> int:
        return len({insight.ad_key for insight in self.insights if insight.link})


class InsightsImport:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(self, content: BinaryIO, order: ImportOrder) -> Imported:
        """Take all of the export, or nothing.

        Raises:
            InvalidInputError: for an export that cannot be read, or contradicts what is stored.
        """
        with self._database.transaction() as session:
            currency = store.currency_of(session, order.account_id)
        export = read_export(content, order.choices, currency)
        with self._database.transaction() as session:
            references = _references(export.periods)
            links = _links(session, order.account_id, set(references.values()))
            own = {number: links[one] for number, one in references.items() if one in links}
            rows = export.insights(order.account_id, own)
            removed = self._record(session, order, rows)
        unknown = sorted({str(one) for one in references.values() if one not in links and one.is_ours})
        return Imported(export, tuple(rows.values()), tuple(unknown), removed)

    def _record(self, session: Session, order: ImportOrder, rows: Mapping[int, AdInsight]) -> int:
        with session.begin_nested() as stored:
            done = store.record(session, order.account_id, rows, self._clock.now(), replace=order.replace)
            if order.dry_run:
                stored.rollback()
        return done.removed


def _references(periods: Collection[AdPeriod]) -> dict[int, Reference]:
    found = {p.number: reference_in(p.ad_name, p.ad_set_name, p.campaign_name) for p in periods}
    return {number: reference for number, reference in found.items() if reference}


def _links(session: Session, account_id: str, references: Collection[Reference]) -> dict[Reference, BlueprintLink]:
    made_from = videos.blueprints_of(session, [one.video_id for one in references if one.video_id])
    places = {one: made_from.get(one.video_id or "") or _place(one) for one in references}
    known = campaigns.blueprints_among(session, account_id, {place for place in places.values() if place})
    return {one: BlueprintLink(*place) for one, place in places.items() if place in known and place}


def _place(reference: Reference) -> tuple[str, str] | None:
    if reference.campaign_id and reference.blueprint_id:
        return reference.campaign_id, reference.blueprint_id
    return None
