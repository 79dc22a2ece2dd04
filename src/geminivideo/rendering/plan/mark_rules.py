"""What makes the marks over the picture ones that can be drawn: inside the ad, and none on top of another."""

from itertools import pairwise
from typing import TYPE_CHECKING

from geminivideo.rendering.graphics import places
from geminivideo.rendering.plan.clips import CardClip, EndCardClip
from geminivideo.rendering.plan.layers import check_keys
from geminivideo.rendering.plan.words import TitlePlace
from geminivideo.rendering.safe_area import layout_for

if TYPE_CHECKING:
    from geminivideo.rendering.plan.edit_plan import EditPlan


def _graphics_are_in_the_ad(plan: "EditPlan") -> None:
    if any(mark.end > plan.frames for mark in plan.lower_thirds):
        raise ValueError("a lower third goes on after the end of the ad")
    if plan.countdown and plan.countdown.end > plan.frames:
        raise ValueError("the countdown goes on after the end of the ad")
    if plan.logo:
        check_keys(plan.logo.keyframes, plan.frames, "the logo")


def _lower_thirds_stand_alone(plan: "EditPlan") -> None:
    for before, after in pairwise(sorted(plan.lower_thirds, key=lambda mark: mark.start)):
        if after.start < before.end:
            raise ValueError(f"the lower thirds at frames {before.start} and {after.start} overlap")
    low = [title for title in plan.titles if title.place is TitlePlace.LOW]
    for mark in plan.lower_thirds:
        title = next((title for title in low if title.meets(mark)), None)
        if title:
            raise ValueError(f"the lower third at frame {mark.start} stands where the title of frame {title.start} is")


def _lower_thirds_stand_on_footage(plan: "EditPlan") -> None:
    for mark in plan.lower_thirds:
        card = next((c for c in plan.clips if isinstance(c, CardClip | EndCardClip) and c.meets(mark)), None)
        if card:
            raise ValueError(f"the lower third at frame {mark.start} reaches into the card at frame {card.start}")


def _graphics_keep_off_the_logo(plan: "EditPlan") -> None:
    if plan.logo is None:
        return
    layout, logo = layout_for(plan.platform), places.logo_area(plan.logo)
    if plan.progress_bar and places.bar_area(layout, plan.progress_bar).touches(logo):
        raise ValueError("the progress bar runs through the logo: put it at the other edge, or the logo elsewhere")
    free = places.beside_bar(layout, plan.progress_bar)
    if plan.countdown and places.ring_area(free, plan.logo, plan.language) is None:
        raise ValueError("the logo leaves no place for the countdown at the top")
    if plan.lower_thirds and free.low_title.touches(logo):
        raise ValueError("the logo is where lower thirds stand")


MARK_RULES = (
    _graphics_are_in_the_ad,
    _lower_thirds_stand_alone,
    _lower_thirds_stand_on_footage,
    _graphics_keep_off_the_logo,
)
