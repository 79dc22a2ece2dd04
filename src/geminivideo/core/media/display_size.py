"""The size at which a picture is meant to be seen, where its pixels are not square (DV, DVD, some cameras)."""

from fractions import Fraction

_WIDEST = 4  # beyond that the number is damage, not a format


def display_size(width: int, height: int, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """Stored width and height with square pixels: the picture is stretched one way, never made smaller."""
    if not pixel_aspect or pixel_aspect == 1 or not Fraction(1, _WIDEST) <= pixel_aspect <= _WIDEST:
        return width, height
    if pixel_aspect > 1:
        return round(width * pixel_aspect / 2) * 2, height
    return width, round(height / pixel_aspect / 2) * 2
