"""The layout of a plan: that of its platform, with room for its logo and graphics, in its font."""

from dataclasses import replace

from geminivideo.rendering.brand.own_font import own_font
from geminivideo.rendering.graphics import places
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.plan.frames import Span
from geminivideo.rendering.safe_area import Layout, layout_for

_GAP = 22.0  # below a logo, in pixels of a 1080x1920 design
_MOST = 0.2  # of the safe area: a logo placed lower by hand stands among the texts


def layout_of(plan: EditPlan) -> Layout:
    layout = places.beside_bar(layout_for(plan.platform), plan.progress_bar)
    return replace(layout, strip=_strip(plan, layout), own_font=own_font(plan))


def layout_during(plan: EditPlan, span: Span) -> Layout:
    """The layout for what is seen in that time: below the countdown, if it is seen too."""
    return under_countdown(layout_of(plan), plan, span)


def under_countdown(layout: Layout, plan: EditPlan, span: Span) -> Layout:
    counting = plan.countdown is not None and plan.countdown.meets(span)
    return replace(layout, head=places.ring_head(layout)) if counting else layout


def _strip(plan: EditPlan, layout: Layout) -> float:
    if plan.logo is None:
        return 0.0
    needed = plan.logo.y + plan.logo.height + _GAP * layout.unit - layout.safe.top
    return max(0.0, needed) if needed <= _MOST * layout.safe.height else 0.0
