"""Files of the asset library."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.rendering.library.model import (
    AssetKind,
    FontFacts,
    LutFacts,
    PictureFacts,
    StillFacts,
)


class MusicSummary(BaseModel):
    seconds: float
    loudness_lufs: float
    bpm: float | None = Field(description="null where no steady beat was found")
    beat_count: int


class AssetAnswer(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "asset_id": "asset_01kb3v0c5d2m8p4x7n9q1r6s0t",
                    "kind": "music",
                    "title": "Vibe Ace",
                    "licence": "CC-BY-3.0",
                    "attribution": "Vibe Ace by Kevin MacLeod",
                    "origin": "https://incompetech.com",
                    "tags": ["upbeat"],
                    "version": 1,
                    "replaces": None,
                    "read_only": False,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "size_bytes": 5123456,
                    "facts": {"seconds": 61.46, "loudness_lufs": -14.2, "bpm": 130.06, "beat_count": 130},
                    "url": "http://127.0.0.1:8080/files/assets/asset_01kb….flac?expires=…",
                    "created_at": "2026-11-21T08:00:00Z",
                }
            ]
        }
    )

    asset_id: str
    kind: AssetKind
    title: str
    licence: str
    attribution: str = Field(description="the line of credit that the licence asks for")
    origin: str
    tags: list[str]
    version: int
    replaces: str | None
    read_only: bool = Field(description="true for what the program carries")
    sha256: str | None = Field(description="of the stored file, which was written anew from the one that was sent")
    size_bytes: int | None
    facts: MusicSummary | LutFacts | FontFacts | StillFacts | PictureFacts | None = Field(
        description="what was measured, by kind; null for what the program carries"
    )
    url: str | None = Field(description="a signed link to the stored file; null for what the program carries")
    created_at: datetime | None


class AssetsAnswer(BaseModel):
    assets: list[AssetAnswer]
