"""Assets in PostgreSQL. Every function works in the caller's transaction and leaves committing to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.rendering.library.model import FACTS_OF, Asset, AssetDetails, AssetKind
from geminivideo.rendering.library.tables import AssetRow

_DETAILS = tuple(AssetDetails.model_fields)
_OWN = tuple(name for name in Asset.model_fields if name not in {"details", "facts"})


def create(session: Session, asset: Asset) -> Asset:
    """Add an asset; the same bytes with the same details are the asset that is there already.

    Raises:
        ConflictError: when the account has these bytes with other details, or `replaces` has a newer version already.
    """
    statement = insert(AssetRow).values(**_values(asset)).on_conflict_do_nothing().returning(AssetRow.asset_id)
    if session.execute(statement).scalar_one_or_none() is not None:
        return asset
    known = _same_bytes(session, asset)
    if known is None:
        raise ConflictError(
            f"{asset.replaces} has a newer version already.", next_step="replace that one; GET /api/assets lists it"
        )
    if known.details != asset.details or known.replaces != asset.replaces:
        raise ConflictError(
            f"The library has this file already, as {known.asset_id} ({known.details.title!r}).",
            next_step="use that one; to change what is said about it, delete it and send it again",
        )
    return known


def get(session: Session, asset_id: str) -> Asset:
    """An asset that is in the library.

    Raises:
        NotFoundError: when there is none, or it was removed.
    """
    row = session.get(AssetRow, asset_id, populate_existing=True)
    if row is None or row.removed_at is not None:
        raise NotFoundError(
            f"There is no asset {asset_id[:80]}." if row is None else f"The asset {asset_id} was removed.",
            next_step="GET /api/assets lists what there is; POST /api/assets adds to it",
        )
    return _asset(row)


def of_account(session: Session, account_id: str, asset_id: str, kind: AssetKind) -> Asset:
    """An asset that this account may use as a `kind`; one of another account does not exist for it."""
    asset = get(session, asset_id)
    if asset.account_id != account_id:
        raise NotFoundError(
            f"There is no asset {asset_id} in the account {account_id}.", next_step="GET /api/assets lists what it has"
        )
    if asset.kind is not kind:
        raise ConflictError(
            f"{asset_id} is {asset.kind}, not {kind}.", next_step=f"GET /api/assets?kind={kind} lists what fits"
        )
    return asset


def search(
    session: Session, account_id: str, *, kind: AssetKind | None = None, words: str = "", most: int = 100
) -> list[Asset]:
    """The newest versions, the latest first, whose title, tags, licence or credit hold every word."""
    newer = aliased(AssetRow)
    replaced = exists().where(newer.replaces == AssetRow.asset_id, newer.removed_at.is_(None))
    conditions: list[ColumnElement[bool]] = [AssetRow.account_id == account_id, AssetRow.removed_at.is_(None)]
    conditions += [AssetRow.kind == kind] if kind else []
    conditions += [AssetRow.words.contains(word, autoescape=True) for word in words.casefold().split()]
    query = select(AssetRow).where(*conditions, ~replaced)
    query = query.order_by(AssetRow.created_at.desc(), AssetRow.asset_id.desc()).limit(most)
    return [_asset(row) for row in session.scalars(query)]


def named(session: Session, asset_ids: Sequence[str]) -> list[Asset]:
    """These assets in this order, removed ones too: a video goes on naming what it was made with."""
    rows = {row.asset_id: row for row in session.scalars(select(AssetRow).where(AssetRow.asset_id.in_(asset_ids)))}
    return [_asset(rows[asset_id]) for asset_id in asset_ids if asset_id in rows]


def remove(session: Session, asset_id: str, at: datetime) -> Asset:
    """Take an asset out of the library. Its row stays: videos made with it go on naming their credits."""
    asset = get(session, asset_id)
    row = session.get_one(AssetRow, asset_id)
    row.removed_at = at
    session.flush()
    return asset


def searchable(details: AssetDetails) -> str:
    parts: Sequence[str] = (details.title, *details.tags, details.licence, details.attribution)
    return " ".join(parts).casefold()


def _same_bytes(session: Session, asset: Asset) -> Asset | None:
    query = select(AssetRow).where(
        AssetRow.account_id == asset.account_id,
        AssetRow.kind == asset.kind,
        AssetRow.original_sha256 == asset.original_sha256,
        AssetRow.removed_at.is_(None),
    )
    row = session.scalars(query).one_or_none()
    return _asset(row) if row else None


def _values(asset: Asset) -> dict[str, object]:
    own = {name: getattr(asset, name) for name in _OWN}
    details = asset.details.model_dump(mode="json")
    facts = asset.facts.model_dump(mode="json")
    return {**own, **details, "facts": facts, "words": searchable(asset.details)}


def _asset(row: AssetRow) -> Asset:
    details = AssetDetails(**{name: getattr(row, name) for name in _DETAILS})
    facts = FACTS_OF[AssetKind(row.kind)].model_validate(row.facts)
    return Asset(**{name: getattr(row, name) for name in _OWN}, details=details, facts=facts)
