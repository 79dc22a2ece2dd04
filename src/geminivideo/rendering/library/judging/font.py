"""Fonts: parsed by fontTools and saved anew, static, with only the tables that drawing needs and a name of our own."""

import io
from pathlib import Path
from typing import Any

from geminivideo.rendering.library.judging.refusal import RefusedError, read_whole
from geminivideo.rendering.library.model import FontFacts, family_for

_MOST_BYTES = 16 * 1024**2
_SIGNATURES = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_NEEDED = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2")
# Hinting programs are code, bitmaps and colour layers pictures that nobody has judged; letters do not need them.
_KEPT = frozenset({*_NEEDED, "glyf", "loca", "CFF ", "post", "GDEF", "GPOS", "GSUB", "kern"})
_LEAST_LETTERS = 26
_CAP_HEIGHT = 0.7


def judge(source: Path, target: Path, *, digest: str) -> FontFacts:
    """`digest` of the file names the family, so that no two fonts and no font of the machine are ever confused."""
    from fontTools.ttLib import TTLibError

    data = read_whole(source, _MOST_BYTES)
    if not data.startswith(_SIGNATURES):
        raise RefusedError("The file is not a TrueType or OpenType font (.ttf, .otf).")
    try:
        font = _static(_opened(data))
        facts = _clean(font, family_for(digest))
        font.save(target, reorderTables=True)
    except (TTLibError, KeyError, ValueError, AssertionError, IndexError, AttributeError, OverflowError) as error:
        # fontTools reports damage by whatever its readers trip over.
        raise RefusedError(f"The font is damaged ({type(error).__name__}: {error}).") from error
    return facts


def _opened(data: bytes) -> Any:
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=False, recalcTimestamp=False)
    missing = [tag for tag in _NEEDED if tag not in font]
    if missing or not ({"glyf", "CFF ", "CFF2"} & set(font.keys())):
        raise RefusedError(f"The font lacks its {', '.join(missing) or 'outlines'}.")
    return font


def _static(font: Any) -> Any:
    if "fvar" not in font:
        return font
    from fontTools.varLib.instancer import instantiateVariableFont

    return instantiateVariableFont(font, {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes})


def _clean(font: Any, family: str) -> FontFacts:
    shown_as = str(font["name"].getDebugName(1) or "")[:80]
    characters = font.getBestCmap() or {}
    if sum(chr(code).isalpha() for code in characters if code < 0x110000) < _LEAST_LETTERS:
        raise RefusedError("The font has no alphabet; a font of symbols cannot set a text.")
    for tag in [tag for tag in font.keys() if tag not in _KEPT and tag != "GlyphOrder"]:  # noqa: SIM118 - not a dict
        del font[tag]
    _remove_hinting(font)
    _rename(font, family)
    _set_measures(font)
    return FontFacts(family=family, shown_as=shown_as, characters=len(characters))


def _remove_hinting(font: Any) -> None:
    if "glyf" in font:
        for name in font.getGlyphOrder():
            font["glyf"][name].removeHinting()


def _rename(font: Any, family: str) -> None:
    table = font["name"]
    table.names = []
    for number, text in {1: family, 2: "Regular", 4: family, 6: family}.items():
        table.setName(text, number, 3, 1, 0x409)
        table.setName(text, number, 1, 0, 0)


def _set_measures(font: Any) -> None:
    """Regular and upright whatever it was, so that nothing slants or thickens it; with a capitals' height."""
    os2, head = font["OS/2"], font["head"]
    if os2.version < 2:
        os2.version, os2.sxHeight, os2.ulCodePageRange1, os2.ulCodePageRange2 = 2, 0, 1, 0
        os2.sCapHeight, os2.usDefaultChar, os2.usBreakChar, os2.usMaxContext = 0, 0, 32, 0
    if os2.sCapHeight <= 0:
        os2.sCapHeight = round(_CAP_HEIGHT * head.unitsPerEm)
    if os2.usWinAscent + os2.usWinDescent <= 0:
        os2.usWinAscent, os2.usWinDescent = max(font["hhea"].ascent, 1), max(-font["hhea"].descent, 0)
    os2.usWeightClass, os2.fsSelection, head.macStyle = 400, 0x40, 0
