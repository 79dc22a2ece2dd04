"""The fonts that the program carries, listed beside an account's own assets. They cannot be changed or removed."""

from typing import NamedTuple

from geminivideo.rendering.text.fonts import Font

_OFL = "OFL-1.1"


class BundledFont(NamedTuple):
    asset_id: str
    font: Font
    title: str
    licence: str
    attribution: str


FONTS = (
    BundledFont(
        "bundled_montserrat_black",
        Font.BLACK,
        "Montserrat Black",
        _OFL,
        "Copyright 2024 The Montserrat.Git Project Authors",
    ),
    BundledFont(
        "bundled_montserrat_semibold",
        Font.SEMIBOLD,
        "Montserrat SemiBold",
        _OFL,
        "Copyright 2024 The Montserrat.Git Project Authors",
    ),
    BundledFont("bundled_anton", Font.CONDENSED, "Anton", _OFL, "Copyright 2020 The Anton Project Authors"),
    BundledFont("bundled_cairo_black", Font.ARABIC, "Cairo Black", _OFL, "Copyright 2009 The Cairo Project Authors"),
    BundledFont("bundled_noto_emoji", Font.EMOJI, "Noto Emoji Bold", _OFL, "Copyright 2013 Google LLC"),
)


def bundled_font(asset_id: str) -> BundledFont | None:
    return next((each for each in FONTS if each.asset_id == asset_id), None)


def matching(words: str) -> list[BundledFont]:
    """Those whose title or licence holds every word."""
    wanted = words.casefold().split()
    return [each for each in FONTS if all(word in f"{each.title} {each.licence}".casefold() for word in wanted)]
