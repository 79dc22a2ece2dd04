"""What a report says of the stills that were given for an ad."""

from collections.abc import Sequence

from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.still_clip import StillClip
from geminivideo.rendering.stills.given import Still


def with_unused_noted(plan: EditPlan, given: Sequence[Still]) -> EditPlan:
    shown = {clip.asset_id for clip in plan.clips if isinstance(clip, StillClip)}
    unused = [still.ref.asset_id for still in given if still.ref.asset_id not in shown]
    said = [f"the picture {asset_id} is not shown: no scene called for it" for asset_id in unused]
    return plan.model_copy(update={"notes": (*plan.notes, *said)}) if said else plan
