"""Which footage a campaign's ads are written for and cut from."""

from sqlalchemy.orm import Session

from geminivideo.core.errors import ConflictError
from geminivideo.core.footage_scene import FootageScene
from geminivideo.creative.store import Campaign
from geminivideo.footage import store


def scenes_for(session: Session, campaign: Campaign) -> list[FootageScene]:
    """The scenes of the campaign's own footage; of all the account has ready where it names none."""
    if campaign.footage_ids:
        return store.scenes_of(session, campaign.footage_ids)
    return store.ready_scenes(session, campaign.account_id)


def scenes_known_for(session: Session, campaign: Campaign) -> list[FootageScene]:
    """The same as far as it can be told: ads may be written while their footage is still analysed."""
    try:
        return scenes_for(session, campaign)
    except ConflictError:
        return []
