"""From the ids in a render request to what the renderer needs of the account's library, and to the video's credits."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.database import Database
from geminivideo.core.errors import ConflictError, NotFoundError
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.vocabulary import LookName
from geminivideo.flows.render_stills import stills_left
from geminivideo.rendering.brand import store as brand_kits
from geminivideo.rendering.brand.brand import Brand, Logo
from geminivideo.rendering.brand.colours import palette_of
from geminivideo.rendering.graphics.wanted import Graphics
from geminivideo.rendering.library import store
from geminivideo.rendering.library.credits import Credit, assets_in, credits_of
from geminivideo.rendering.library.model import Asset, AssetKind, AssetRef, FontFacts, MusicFacts, PictureFacts
from geminivideo.rendering.library.opening import OpenAsset
from geminivideo.rendering.music_choice import Track
from geminivideo.rendering.plan.assets import FontMark, LutMark
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.sound.music.moods import MoodName
from geminivideo.rendering.styling import Styling


def styling_of(session: Session, account_id: str, options: Mapping[str, Any]) -> Styling:
    """What the ids of a request stand for; asked when it is queued, and again when it is rendered.

    Raises:
        NotFoundError: for what the account does not have.
        ConflictError: for an asset of another kind.
    """
    stills, notes = stills_left(session, account_id, options.get("still_ids", ()))
    return Styling(
        stills=stills,
        notes=notes,
        track=_track(session, account_id, options.get("audio_id")),
        mood=MoodName(options["mood"]) if options.get("mood") else None,
        brand=_brand(session, account_id, options.get("brand_kit_id")),
        look=LookName(options["look"]) if options.get("look") else None,
        lut=_lut(session, account_id, options.get("lut_id")),
        match_clips=options.get("match_clips", True),
        original_sound=options.get("original_sound", False),
        caption_original_sound=options.get("caption_original_sound", True),
        graphics=Graphics.model_validate({name: options[name] for name in Graphics.model_fields if name in options}),
        mix=MixSettings.model_validate(options.get("mix", {})),
    )


def open_assets(database: Database, storage: ObjectStorage, account_id: str) -> OpenAsset:
    """Opens an account's assets for a render, whatever a plan from outside may name."""

    @contextmanager
    def opened(ref: AssetRef) -> Iterator[Path]:
        with database.transaction() as session:
            asset = store.get(session, ref.asset_id)
        if asset.account_id != account_id or asset.sha256 != ref.sha256:
            raise ConflictError(
                f"{ref.asset_id} is not the file that the plan was made with.",
                next_step="make the plan again with an asset that GET /api/assets lists",
            )
        with storage.local_copy(asset.storage_key) as path:
            yield path

    return opened


def credits_for(session: Session, plan: EditPlan) -> tuple[Credit, ...]:
    return credits_of(store.named(session, [ref.asset_id for ref in assets_in(plan)]))


def _track(session: Session, account_id: str, audio_id: str | None) -> Track | None:
    if audio_id is None:
        return None
    asset = store.of_account(session, account_id, audio_id, AssetKind.MUSIC)
    facts = asset.facts
    assert isinstance(facts, MusicFacts)  # noqa: S101 - its kind says so
    return Track(_ref(asset), facts.seconds, facts.beats)


def _lut(session: Session, account_id: str, lut_id: str | None) -> LutMark | None:
    if lut_id is None:
        return None
    asset = store.of_account(session, account_id, lut_id, AssetKind.LUT)
    return LutMark(asset_id=asset.asset_id, sha256=asset.sha256)


def _brand(session: Session, account_id: str, kit_id: str | None) -> Brand | None:
    """The kit as far as its files are there: an ad is not held up by a logo or a font that was removed meanwhile."""
    if kit_id is None:
        return None
    kit = brand_kits.get(session, kit_id)
    if kit.account_id != account_id:
        raise NotFoundError(
            f"There is no brand kit {kit_id} in the account {account_id}.",
            next_step=f"GET /api/brand-kits?account_id={account_id} lists what it has",
        )
    palette, notes = palette_of(kit.colours)
    logo, font = (_still_there(session, asset_id) for asset_id in (kit.logo_id, kit.font_id))
    return Brand(
        palette=palette,
        logo=Logo(_ref(logo), logo.facts) if logo and isinstance(logo.facts, PictureFacts) else None,
        font=_font_mark(font, font.facts) if font and isinstance(font.facts, FontFacts) else None,
        notes=(*notes, *_missing("logo", kit.logo_id, logo), *_missing("font", kit.font_id, font)),
    )


def _still_there(session: Session, asset_id: str | None) -> Asset | None:
    try:
        return store.get(session, asset_id) if asset_id else None
    except NotFoundError:
        return None


def _missing(what: str, asset_id: str | None, asset: Asset | None) -> list[str]:
    instead = {"logo": "the ad is without one", "font": "texts are set in the bundled one"}[what]
    return [f"the brand's {what} {asset_id} was removed: {instead}"] if asset_id and not asset else []


def _ref(asset: Asset) -> AssetRef:
    return AssetRef(asset_id=asset.asset_id, sha256=asset.sha256)


def _font_mark(asset: Asset, facts: FontFacts) -> FontMark:
    return FontMark(asset_id=asset.asset_id, sha256=asset.sha256, family=facts.family)
