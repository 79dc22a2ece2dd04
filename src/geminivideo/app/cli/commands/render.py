"""`geminivideo render`: a campaign's blueprints, an edit plan, or the ad of a preview."""

from pathlib import Path

import typer

from geminivideo.app.cli.heeded import OF_A_PLAN, OF_A_VIDEO, refuse_others
from geminivideo.app.cli.options.groups import with_groups
from geminivideo.app.cli.options.render import PlanOptions, RenderOptions, Winners
from geminivideo.app.cli.options.shared import Delivery
from geminivideo.app.cli.settings import load_settings
from geminivideo.core.errors import InvalidInputError


@with_groups
def render(
    context: typer.Context, winners: Winners, options: RenderOptions, planned: PlanOptions, delivery: Delivery
) -> None:
    """Render blueprints of a campaign, an edit plan, or a preview's ad in full, to MP4 and download them."""
    if planned.video is not None:
        _refuse_with_video(winners, options, planned)
        refuse_others(context, "--video", OF_A_VIDEO)
        _of_video(planned.video, options, delivery)
    elif planned.plan is not None:
        refuse_others(context, "--plan", OF_A_PLAN)
        _of_plan(planned.plan, winners, options, planned, delivery)
    else:
        _of_campaign(winners, options, planned, delivery)


def _refuse_with_video(winners: Winners, options: RenderOptions, planned: PlanOptions) -> None:
    from geminivideo.app.cli.render import refuse_with_video

    given = {"a campaign": winners.campaign_id, "--plan": planned.plan}
    refuse_with_video({**given, "--preview": options.frame.preview, "--save-plan": planned.save_plan})


def _of_video(video: str, options: RenderOptions, delivery: Delivery) -> None:
    from geminivideo.app.cli.render import run_render_video

    run_render_video(load_settings(), delivery.output, video, quality=options.frame.quality, out=delivery.out)


def _of_plan(plan: Path, winners: Winners, options: RenderOptions, planned: PlanOptions, delivery: Delivery) -> None:
    from geminivideo.app.cli.edits import read_edit
    from geminivideo.app.cli.render import run_render_plan

    run_render_plan(
        load_settings(),
        delivery.output,
        plan,
        campaign_id=winners.campaign_id,
        quality=options.frame.quality,
        preview=options.frame.preview,
        edits=[read_edit(each) for each in planned.edit or []],
        out=delivery.out,
        save_plan=planned.save_plan,
    )


def _of_campaign(winners: Winners, options: RenderOptions, planned: PlanOptions, delivery: Delivery) -> None:
    from geminivideo.app.cli.render import run_render

    if planned.edit:
        raise InvalidInputError("--edit changes an edit plan.", next_step="name the plan with --plan FILE")
    if winners.campaign_id is None:
        raise InvalidInputError(
            "There is nothing to render.", next_step="name a campaign, or an edit plan with --plan FILE"
        )
    run_render(
        load_settings(),
        delivery.output,
        winners.campaign_id,
        blueprints=winners.blueprint or [],
        top=winners.top,
        options=options.body,
        out=delivery.out,
        save_plan=planned.save_plan,
    )
