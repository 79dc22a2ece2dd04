"""The layout of a plan: that of its platform, with room for its logo, in its font."""

from dataclasses import replace

from geminivideo.rendering.brand.own_font import own_font
from geminivideo.rendering.plan.edit_plan import EditPlan
from geminivideo.rendering.safe_area import Layout, layout_for

_GAP = 22.0  # below a logo, in pixels of a 1080x1920 design
_MOST = 0.2  # of the safe area: a logo placed lower by hand stands among the texts


def layout_of(plan: EditPlan) -> Layout:
    layout = layout_for(plan.platform)
    return replace(layout, strip=_strip(plan, layout), own_font=own_font(plan))


def _strip(plan: EditPlan, layout: Layout) -> float:
    if plan.logo is None:
        return 0.0
    needed = plan.logo.y + plan.logo.height + _GAP * layout.unit - layout.safe.top
    return max(0.0, needed) if needed <= _MOST * layout.safe.height else 0.0
