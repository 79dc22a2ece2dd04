"""The bundled fonts: what they can show, how large libass draws them, how wide a text becomes.

libass sizes a font so that usWinAscent + usWinDescent fill `Fontsize`; everything here is in em, so that a text
measured here is as wide in the picture.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

_SYSTEM_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
_MEASURED_AT = 256  # pixels per em while measuring: hinting rounds advances to whole pixels


class Font(Enum):
    """A font by the file it comes in."""

    BLACK = "Montserrat_900Black.ttf"
    SEMIBOLD = "Montserrat_600SemiBold.ttf"
    CONDENSED = "Anton_400Regular.ttf"
    ARABIC = "Cairo_900Black.ttf"
    EMOJI = "NotoEmoji_700Bold.ttf"


# Who steps in for a character that the chosen font lacks, in order. Cyrillic and Vietnamese are in Montserrat.
_STAND_INS = (Font.ARABIC, Font.EMOJI, Font.BLACK)


@dataclass(frozen=True, slots=True)
class OwnFont:
    """A font of an account, by its family name and the hash of its file."""

    family: str
    sha256: str


AnyFont = Font | OwnFont
# Where the files of own fonts are in this process. By content, so an entry can be missing but never wrong.
_INSTALLED: dict[str, Path] = {}


def install(font: OwnFont, path: Path) -> None:
    """Make a font usable; its file must stay for as long as texts are measured or drawn with it."""
    _INSTALLED[font.sha256] = path


def font_file(font: AnyFont) -> Path:
    return font_folder() / font.value if isinstance(font, Font) else _INSTALLED[font.sha256]


@dataclass(frozen=True, slots=True)
class Face:
    """The measures of a font, in em."""

    family: str
    ascent: float
    descent: float
    cap_height: float
    characters: frozenset[int]

    @property
    def line(self) -> float:
        """The libass font size that gives one pixel per em."""
        return self.ascent + self.descent


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one font draws."""

    text: str
    font: AnyFont


def font_folder() -> Path:
    return Path(str(files("geminivideo.rendering") / "assets" / "fonts"))


@lru_cache(maxsize=64)
def face(font: AnyFont) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(font_file(font), lazy=True) as table:
        em = table["head"].unitsPerEm
        os2 = table["OS/2"]
        return Face(
            family=table["name"].getDebugName(1),
            ascent=os2.usWinAscent / em,
            descent=os2.usWinDescent / em,
            cap_height=os2.sCapHeight / em,
            characters=frozenset(table.getBestCmap()),
        )


@lru_cache(maxsize=64)
def pillow_font(font: AnyFont, pixels: float) -> Any:
    """The font for drawing with Pillow at `pixels` per em, with real shaping where Pillow was built with it."""
    from PIL import ImageFont, features

    layout = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(font_file(font)), pixels, layout_engine=layout)


@lru_cache(maxsize=4096)
def runs(text: str, font: AnyFont) -> tuple[Run, ...]:
    """The text in pieces of one font each; a character that no font has stays with `font`."""
    base = Font.ARABIC if any(_is_arabic(character) for character in text) else font
    pieces: list[Run] = []
    for character in text:
        kept = bool(pieces) and _stays_with_previous(character)
        chosen = pieces[-1].font if kept else _font_for(ord(character), base)
        if pieces and pieces[-1].font == chosen:
            pieces[-1] = Run(pieces[-1].text + character, chosen)
        else:
            pieces.append(Run(character, chosen))
    return tuple(pieces)


def _font_for(codepoint: int, base: AnyFont) -> AnyFont:
    for candidate in (base, *_STAND_INS):
        if codepoint in face(candidate).characters:
            return candidate
    return base


def _is_arabic(character: str) -> bool:
    return unicodedata.bidirectional(character) == "AL"


def _stays_with_previous(character: str) -> bool:
    """Marks, joiners, skin tones and variation selectors must not be torn from what they change."""
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"} or 0x1F3FB <= ord(character) <= 0x1F3FF


@lru_cache(maxsize=16384)
def width(text: str, font: AnyFont) -> float:
    """How wide the text is drawn, in em."""
    return float(
        sum(pillow_font(run.font, _MEASURED_AT).getlength(run.text) for run in runs(text, font)) / _MEASURED_AT
    )


def uncovered(texts: Iterable[str], own: OwnFont | None = None) -> str:
    """The characters that neither a bundled font nor the own one has, each once, in order of appearance."""
    known = frozenset[int]().union(*(face(font).characters for font in (*Font, *([own] if own else []))))
    seen = {character: None for text in texts for character in text if ord(character) not in known}
    return "".join(c for c in seen if not c.isspace() and unicodedata.category(c) not in {"Cf", "Mn"})


def fontconfig(cache: Path, *, with_system_fonts: bool, own_fonts: Path | None = None) -> str:
    """The fontconfig file by which libass finds the bundled fonts and nothing else, unless asked for more.

    Fonts of the machine make a render depend on the machine, so they are let in only for scripts we carry no font for.
    """
    from xml.sax.saxutils import escape

    folders = [
        str(font_folder()),
        *([str(own_fonts)] if own_fonts else []),
        *(_SYSTEM_FOLDERS if with_system_fonts else ()),
    ]
    listed = "".join(f"<dir>{escape(folder)}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{escape(str(cache))}</cachedir></fontconfig>\n"
    )


def digest(*, with_system_fonts: bool) -> str:
    """Stands for every font that a text may be drawn with."""
    found = hashlib.sha256(_bundled_digest().encode())
    for folder in _SYSTEM_FOLDERS if with_system_fonts else ():
        for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
            found.update(f"{path} {path.stat().st_size}\n".encode("utf-8", "surrogatepass"))
    return found.hexdigest()


@lru_cache(maxsize=1)
def _bundled_digest() -> str:
    found = hashlib.sha256()
    for path in sorted(font_folder().glob("*.ttf")):
        found.update(path.read_bytes())
    return found.hexdigest()
