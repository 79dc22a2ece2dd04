"""The weights of a council that judges for an account."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.calibration import calibrate
from geminivideo.creative.council.click_rates import MeasuredAd
from geminivideo.creative.model import CouncilWeights, Member, MemberJudgement
from geminivideo.creative.outcomes.measured import MeasuredBlueprint, measured_blueprints

Seats = Mapping[Member, Source]


def weights_for(session: Session, account_id: str, sources: Seats | None = None) -> CouncilWeights:
    """What the members' scores count for in this account's next campaign.

    A live model and the local judge of its seat are two judges: with `sources`, the seats as they are taken now, a
    score from another source does not speak for its seat.
    """
    return calibrate([_ad(blueprint, sources) for blueprint in measured_blueprints(session, account_id)])


def _ad(measured: MeasuredBlueprint, sources: Seats | None) -> MeasuredAd:
    judgements = [j for j in measured.record.verdict.judgements if _speaks_for_its_seat(j, sources)]
    return MeasuredAd(
        measured.campaign_id,
        {judgement.member: judgement.score for judgement in judgements},
        measured.totals.impressions,
        measured.totals.clicks,
    )


def _speaks_for_its_seat(judgement: MemberJudgement, sources: Seats | None) -> bool:
    return sources is None or sources.get(judgement.member) is judgement.source
