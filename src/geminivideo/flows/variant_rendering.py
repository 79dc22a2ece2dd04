"""Videos made from videos: an ad in full from its preview, and variants that share its pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Blueprint
from geminivideo.core.clock import Clock
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.core.vocabulary import CaptionStyle, Quality
from geminivideo.creative import store as campaigns
from geminivideo.creative.model import PolicyViolation
from geminivideo.flows.plan_rendering import PlanQueue
from geminivideo.flows.render_styling import styling_of
from geminivideo.flows.variant_order import HookChange, VariantOrder, changed_blueprint, warnings_about
from geminivideo.flows.video_origin import Origin, origin_of, stored_plan
from geminivideo.rendering import plan_changes
from geminivideo.rendering import store as videos
from geminivideo.rendering.captions.edited import with_captions
from geminivideo.rendering.music_choice import choose_music
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan_changes import HookTexts
from geminivideo.rendering.render_request import RenderRequest
from geminivideo.rendering.timeline_edits.model import TimelineEdit
from geminivideo.rendering.variants import Original


@dataclass(frozen=True, slots=True)
class Variant:
    """A queued variant, and what ad policy has against its new texts."""

    job: Job
    warnings: tuple[PolicyViolation, ...]


class VideoQueue:
    """Another hook is planned anew, around the pictures that stay; all else only changes the plan that is there."""

    def __init__(self, storage: ObjectStorage, clock: Clock, ids: IdSource, plans: PlanQueue) -> None:
        self._storage = storage
        self._clock = clock
        self._ids = ids
        self._plans = plans

    def in_full(self, session: Session, video_id: str, quality: Quality) -> Job:
        """A job that renders a video's plan as it is.

        Raises:
            NotFoundError: for an unknown video.
        """
        origin = origin_of(session, self._storage, video_id)
        return self._from_plan(session, origin, origin.plan, {**origin.told, "quality": quality, "preview": False})

    def captioned(
        self, session: Session, video_id: str, srt: str, quality: Quality | None, *, preview: bool = False
    ) -> Job:
        """A job that renders a video's plan with the captions of an SRT file.

        Raises:
            NotFoundError: for an unknown video.
            InvalidInputError: when the text is no SRT file, or does not fit the ad.
        """
        origin = origin_of(session, self._storage, video_id)
        told = {"quality": quality or origin.video.quality, "preview": preview, "as_planned": False}
        return self._from_plan(session, origin, with_captions(origin.plan, srt), {**origin.told, **told})

    def edited_plan(self, session: Session, video_id: str, edits: Sequence[TimelineEdit]) -> EditPlan:
        """A video's plan with edits at its timeline.

        Raises:
            NotFoundError: for an unknown video, or footage that the account does not have.
            InvalidInputError: when an edit cannot be made.
        """
        return self._edited(session, origin_of(session, self._storage, video_id), edits)

    def edited(
        self,
        session: Session,
        video_id: str,
        edits: Sequence[TimelineEdit],
        quality: Quality | None,
        *,
        preview: bool = False,
    ) -> Job:
        """A job that renders that plan. Raises as `edited_plan`."""
        origin = origin_of(session, self._storage, video_id)
        told = {"quality": quality or origin.video.quality, "preview": preview, "as_planned": False}
        return self._from_plan(session, origin, self._edited(session, origin, edits), {**origin.told, **told})

    def _edited(self, session: Session, origin: Origin, edits: Sequence[TimelineEdit]) -> EditPlan:
        return self._plans.edit(session, origin.plan.model_dump(mode="json"), edits, origin.video.campaign_id)

    def variants(self, session: Session, video_id: str, order: VariantOrder) -> list[Variant]:
        """A job for each hook; one where the hook stays.

        Raises:
            NotFoundError: for an unknown video, or music that the account does not have.
            InvalidInputError: when a plan that was changed by hand has no place for a hook.
        """
        origin = origin_of(session, self._storage, video_id)
        return [self._variant(session, origin, hook, order) for hook in order.distinct_hooks]

    def _variant(self, session: Session, origin: Origin, hook: HookChange | None, order: VariantOrder) -> Variant:
        blueprint = changed_blueprint(origin.blueprint, hook, order)
        told = _told(origin, blueprint, order)
        if hook is not None and not origin.edited_by_hand:
            job = self._planned_anew(session, origin, told)
        else:
            plan = _changed_plan(session, origin, hook, order, told)
            job = self._from_plan(session, origin, plan, told)
        return Variant(job, warnings_about(blueprint, hook, order))

    def _planned_anew(self, session: Session, origin: Origin, told: dict[str, Any]) -> Job:
        campaign = campaigns.get_campaign(session, origin.video.campaign_id)
        styling_of(session, campaign.account_id, told)  # what is gone from the library is said now
        payload = {**told, "original": origin.blueprint.model_dump(mode="json")}
        now = self._clock.now()
        return jobs.create(session, self._ids.new("job"), JobKind.RENDER, campaign.campaign_id, payload, now)

    def _from_plan(self, session: Session, origin: Origin, plan: EditPlan, told: dict[str, Any]) -> Job:
        document, campaign_id = plan.model_dump(mode="json"), origin.video.campaign_id
        quality, preview = Quality(told["quality"]), told["preview"]
        return self._plans.queue(session, document, quality, campaign_id, preview=preview, told=told)


def as_variant(session: Session, storage: ObjectStorage, job: Job, request: RenderRequest) -> RenderRequest:
    """The request of a variant that is planned anew; any other as it is."""
    original = job.payload.get("original")
    if original is None:
        return request
    plan = stored_plan(storage, videos.get(session, job.payload["variant_of"]))
    before = Original(Blueprint.model_validate(original), plan)
    return replace(request, palette=plan.palette, variant_of=before)


def _told(origin: Origin, blueprint: Blueprint, order: VariantOrder) -> dict[str, Any]:
    told = {
        **origin.told,
        "blueprint": blueprint.model_dump(mode="json"),
        "variant_of": origin.video.video_id,
        "quality": order.quality or origin.video.quality,
        "preview": order.preview,
        "hook_text": blueprint.hook.text if order.hooks else origin.video.hook_text,
        "cta_text": order.cta_text or origin.video.cta_text,
    }
    if order.caption_style:
        told |= {"caption_style": order.caption_style, "add_captions": order.caption_style is not CaptionStyle.NONE}
    if order.mood or order.audio_id:
        told |= {"mood": order.mood, "audio_id": order.audio_id}
    return told


def _changed_plan(
    session: Session, origin: Origin, hook: HookChange | None, order: VariantOrder, told: dict[str, Any]
) -> EditPlan:
    plan = origin.plan
    if hook is not None:
        plan = plan_changes.with_hook(plan, HookTexts(hook.text, hook.shown, hook.voice_over))
    if order.cta_text:
        plan = plan_changes.with_call_to_action(plan, order.cta_text)
    if order.caption_style:
        plan = plan_changes.with_caption_style(plan, order.caption_style)
    if order.mood or order.audio_id:
        plan = _with_music(session, origin, plan, told)
    return plan


def _with_music(session: Session, origin: Origin, plan: EditPlan, told: dict[str, Any]) -> EditPlan:
    campaign = campaigns.get_campaign(session, origin.video.campaign_id)
    styling = styling_of(session, campaign.account_id, told)
    music = choose_music(origin.blueprint, plan.frames, styling.track, styling.mood)
    return plan_changes.with_music(plan, music)
