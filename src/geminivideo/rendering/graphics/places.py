"""Where progress bar and countdown stand, and what they leave to the other marks. Pixels of the layout's frame."""

from dataclasses import replace

from geminivideo.rendering.area import Area
from geminivideo.rendering.plan.assets import LogoMark
from geminivideo.rendering.plan.graphics import Edge, ProgressBar
from geminivideo.rendering.safe_area import Layout
from geminivideo.rendering.text.direction import language_reads_right_to_left

# In pixels of a 1080x1920 design.
_BAR, _BAR_GAP = 12.0, 20.0
_RING, _RING_GAP = 148.0, 24.0


def bar_area(layout: Layout, bar: ProgressBar) -> Area:
    """From the platform's whole safe area."""
    safe, height = layout.safe, round(_BAR * layout.unit)
    top = safe.top if bar.place is Edge.TOP else safe.bottom - height
    return Area(round(safe.left), round(top), round(safe.right), round(top) + height)


def beside_bar(layout: Layout, bar: ProgressBar | None) -> Layout:
    """The layout of what the bar leaves."""
    if bar is None:
        return layout
    safe, taken = layout.safe, (_BAR + _BAR_GAP) * layout.unit
    top = safe.top + (taken if bar.place is Edge.TOP else 0.0)
    bottom = safe.bottom - (taken if bar.place is Edge.BOTTOM else 0.0)
    return replace(layout, safe=Area(safe.left, top, safe.right, bottom))


def ring_head(layout: Layout) -> float:
    """How much of the height at the top belongs to a countdown."""
    return (_RING + _RING_GAP) * layout.unit


def ring_area(layout: Layout, logo: LogoMark | None, language: str) -> Area | None:
    """At the top in the middle; where the logo is there, in a corner; None where it leaves none."""
    size, safe = _RING * layout.unit, layout.safe
    corners = [safe.right - size, safe.left]  # the logo stands where reading begins
    if language_reads_right_to_left(language):
        corners.reverse()
    for left in (safe.centre_x - size / 2, *corners):
        area = Area(left, safe.top, left + size, safe.top + size)
        if logo is None or not area.touches(logo_area(logo)):
            return area
    return None


def logo_area(logo: LogoMark) -> Area:
    return Area(logo.x, logo.y, logo.x + logo.width, logo.y + logo.height)
