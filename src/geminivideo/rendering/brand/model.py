"""A brand kit as an account describes it."""

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from geminivideo.core.blueprint import Frozen

_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def _colour(value: str) -> str:
    if not _HEX.fullmatch(value):
        raise ValueError(f"write #RRGGBB, for instance #1A7F5A; {value[:40]!r} is not such a colour")
    return value.upper()


Colour = Annotated[str, AfterValidator(_colour)]


class BrandColours(Frozen):
    primary: Colour = Field(description="the ground of cards and of the end card is made from it")
    accent: Colour = Field(description="buttons, hook titles and marked words")
    text: Colour = Field("#FFFFFF", description="texts on cards")


class BrandKit(Frozen):
    kit_id: str
    account_id: str
    name: str = Field(min_length=1, max_length=120)
    colours: BrandColours
    logo_id: str | None = Field(None, description="a logo of the asset library")
    font_id: str | None = Field(None, description="a font of the asset library")
    created_at: datetime
