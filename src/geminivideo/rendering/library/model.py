"""An asset: a file of an account that was judged and written anew here, with where it comes from and its licence."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import Box

_FAMILY_LETTERS = 12
FAMILY_PATTERN = rf"^Asset[0-9a-f]{{{_FAMILY_LETTERS}}}$"


class AssetKind(StrEnum):
    MUSIC = "music"
    LUT = "lut"
    FONT = "font"
    LOGO = "logo"
    STILL = "still"


class MusicFacts(Frozen):
    seconds: float
    loudness_lufs: float
    bpm: float | None = Field(description="null where no steady beat was found")
    beats: tuple[float, ...] = Field(description="seconds from the start of the file")


class LutFacts(Frozen):
    size: int = Field(description="the table has size x size x size colours")


class FontFacts(Frozen):
    family: str = Field(description="the name that the stored file has: ours, made from its bytes")
    shown_as: str = Field(description="what the uploaded file called itself: data, never used as a name")
    characters: int


class PictureFacts(Frozen):
    width: int
    height: int
    transparent: bool


class StillFacts(PictureFacts):
    subject: Box | None = Field(None, description="what stands out from a plain ground; null where nobody can tell")


Facts = MusicFacts | LutFacts | FontFacts | StillFacts | PictureFacts
FACTS_OF: dict[AssetKind, type[MusicFacts] | type[LutFacts] | type[FontFacts] | type[PictureFacts]] = {
    AssetKind.MUSIC: MusicFacts,
    AssetKind.LUT: LutFacts,
    AssetKind.FONT: FontFacts,
    AssetKind.LOGO: PictureFacts,
    AssetKind.STILL: StillFacts,
}
# Ending of the stored file, and its media type.
STORED_AS = {
    AssetKind.MUSIC: ("flac", "audio/flac"),
    AssetKind.LUT: ("cube", "text/plain"),
    AssetKind.FONT: ("ttf", "font/ttf"),
    AssetKind.LOGO: ("png", "image/png"),
    AssetKind.STILL: ("png", "image/png"),
}


class AssetDetails(Frozen):
    """What a person says about a file. A file without a known licence must not get into an ad."""

    title: str = Field(min_length=1, max_length=120)
    licence: str = Field(
        min_length=2, max_length=200, description="SPDX id, or words such as `own work` or `licensed from …`"
    )
    attribution: str = Field("", max_length=300, description="the line of credit that the licence asks for")
    origin: str = Field("", max_length=500, description="where the file comes from")
    tags: tuple[str, ...] = Field((), max_length=20)


class Asset(Frozen):
    asset_id: str
    account_id: str
    kind: AssetKind
    details: AssetDetails
    sha256: str = Field(description="of the stored file")
    original_sha256: str = Field(description="of the file as it was sent")
    size_bytes: int
    version: int = Field(1, ge=1)
    replaces: str | None = Field(None, description="the asset that this is a newer version of")
    facts: Facts
    created_at: datetime

    @property
    def storage_key(self) -> str:
        return f"assets/{self.asset_id}.{STORED_AS[self.kind][0]}"


class AssetRef(Frozen):
    """An asset as a plan names it: the hash makes sure that it is the very same file."""

    asset_id: str
    sha256: str


def family_for(digest: str) -> str:
    """The family name of a font of the library: letters and digits only, like no other font's."""
    return f"Asset{digest[:_FAMILY_LETTERS]}"
