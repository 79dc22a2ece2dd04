"""Brand kits in PostgreSQL, in the caller's transaction."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from geminivideo.core.errors import NotFoundError
from geminivideo.rendering.brand.model import BrandKit
from geminivideo.rendering.brand.tables import BrandKitRow
from geminivideo.rendering.library import store as library
from geminivideo.rendering.library.model import AssetKind


def create(session: Session, kit: BrandKit) -> None:
    """Add a kit.

    Raises:
        NotFoundError, ConflictError: when its logo or font is not one of the account's library.
    """
    for asset_id, kind in ((kit.logo_id, AssetKind.LOGO), (kit.font_id, AssetKind.FONT)):
        if asset_id is not None:
            library.of_account(session, kit.account_id, asset_id, kind)
    session.add(BrandKitRow(**(dict(kit) | {"colours": kit.colours.model_dump()})))
    session.flush()


def get(session: Session, kit_id: str) -> BrandKit:
    row = session.get(BrandKitRow, kit_id)
    if row is None:
        raise NotFoundError(f"There is no brand kit {kit_id}.", next_step="GET /api/brand-kits lists them")
    return _kit(row)


def of_account(session: Session, account_id: str) -> list[BrandKit]:
    """The latest first."""
    query = select(BrandKitRow).where(BrandKitRow.account_id == account_id)
    return [
        _kit(row) for row in session.scalars(query.order_by(BrandKitRow.created_at.desc(), BrandKitRow.kit_id.desc()))
    ]


def _kit(row: BrandKitRow) -> BrandKit:
    return BrandKit.model_validate({name: getattr(row, name) for name in BrandKit.model_fields})
