"""Settings from the environment (`GEMINIVIDEO_*`) or an `.env` file; every one has a working default."""

import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from geminivideo.core.vertex_settings import VertexSettings
from geminivideo.core.vocabulary import LANGUAGE_TAG
from geminivideo.core.watch_folder import WatchFolder, folders_in, watch_folders_in
from geminivideo.core.web_address import api_key, web_address

_SCHEMES = {"database_url": ("postgresql", "postgres", "postgresql+psycopg"), "redis_url": ("redis", "rediss")}


def _default_home() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or (
        Path(os.environ["HOME"]) / ".local/share" if os.environ.get("HOME") else ""
    )
    return Path(base or tempfile.gettempdir()) / "geminivideo"


class Settings(VertexSettings):
    model_config = SettingsConfigDict(
        env_prefix="GEMINIVIDEO_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,  # what is wrong about a URL is told without the password in it
    )

    home: Path = Field(default_factory=_default_home, description="where data, caches and run files live")

    database_url: SecretStr | None = Field(None, description="postgresql://…; empty: the embedded server")
    redis_url: SecretStr | None = Field(None, description="redis://…; empty: the embedded server")
    storage_url: str | None = Field(None, description="file:///… or gs://bucket/prefix; empty: HOME/objects")
    ml_url: str | None = Field(None, description="base URL of the ML service; empty: predict in this process")

    gateway_host: str = "127.0.0.1"
    gateway_port: int = Field(8080, ge=0, le=65535)
    ml_host: str = "127.0.0.1"
    ml_port: int = Field(8003, ge=0, le=65535)
    public_url: str = Field("http://127.0.0.1:8080", description="how clients reach the gateway; starts signed links")

    ffmpeg: Path | None = Field(
        None, description="the ffmpeg to use; empty: the system's if able, else the bundled one"
    )
    whisper_model: str | None = Field(
        None, description="Whisper's weights for CTranslate2: a folder, or a model's name such as small; empty: none"
    )
    whisper_download: bool = Field(False, description="whether a model that is only named may be fetched on first use")
    footage_language: str = Field(
        "en", pattern=LANGUAGE_TAG, description="what is spoken in footage, unless an upload says otherwise; BCP 47"
    )
    object_model: str | None = Field(
        None, description="an object detector: an ONNX file, or yolox_tiny or yolox_s; empty: the bundled one"
    )
    object_model_download: bool = Field(False, description="whether one that is only named may be fetched on first use")
    object_looks_per_second: float = Field(2.0, gt=0, le=4, description="how often it looks into each second of video")
    video_encoder: Literal["auto", "libx264", "nvenc", "videotoolbox", "qsv"] = Field(
        "libx264", description="auto: hardware for previews, DRAFT and STANDARD where it passes a trial encode"
    )
    render_concurrency: int = Field(default_factory=lambda: max(1, (os.cpu_count() or 2) // 2), ge=1, le=64)
    render_cache_bytes: int = Field(
        4 * 1024**3, ge=0, description="what renders keep for each other, in HOME/cache; 0: nothing"
    )
    generation_concurrency: int = Field(default_factory=lambda: min(4, os.cpu_count() or 2), ge=1, le=64)
    lease_seconds: float = Field(15.0, gt=1, description="a job whose worker is silent for longer is taken over")

    gemini_api_key: SecretStr | None = Field(None, description="of Google AI Studio; empty: Gemini is not used")
    gemini_base_url: str = "https://generativelanguage.googleapis.com"
    gemini_voice_model: str = "gemini-3.8-flash-tts"
    gemini_voice: str = Field("Kore", description="the voice of ads that name none")
    openai_api_key: SecretStr | None = Field(None, description="empty: OpenAI is not used")
    openai_base_url: str = Field("https://api.openai.com", description="or any server that speaks the same")
    openai_voice_model: str = "gpt-4o-mini-tts"
    openai_voice: str = "alloy"
    elevenlabs_api_key: SecretStr | None = Field(None, description="empty: ElevenLabs is not used")
    elevenlabs_base_url: str = "https://api.elevenlabs.io"
    elevenlabs_voice_model: str = "eleven_multilingual_v2"
    elevenlabs_voice: str = Field("JBFqnCBsd6RMkjVDRZzb", description="a voice id of the account")
    voice_timeout_seconds: float = Field(60.0, gt=0, le=600, description="for one line from a voice service")
    voice_concurrency: int = Field(2, ge=1, le=16, description="lines that one render asks a service for at once")

    drive_credentials: Path | None = Field(
        None, description="JSON file of a service account or an authorized user; empty: nothing is taken from Drive"
    )
    drive_base_url: str = Field("https://www.googleapis.com", description="of the Google Drive API")
    import_concurrency: int = Field(2, ge=1, le=16, description="files that are fetched at the same time")

    footage_folders: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="PATH:PATH…: what POST /api/video/import-path may take files from; empty: it is off"
    )
    watch_folders: Annotated[tuple[WatchFolder, ...], NoDecode] = Field(
        (),
        description="PATH, PATH=ACCOUNT or PATH=* (an account per sub-folder), apart by `:`: their videos are taken in",
    )
    watch_seconds: float = Field(5.0, ge=1, description="between two looks into the watched folders")
    watch_settle_seconds: float = Field(10.0, ge=0, description="a watched file has to lie unchanged for so long")
    watch_depth: int = Field(5, ge=0, le=32, description="how deep sub-folders of a watched folder are looked into")

    upload_max_bytes: int = Field(4 * 1024**3, gt=0)
    asset_max_bytes: int = Field(128 * 1024**2, gt=0, description="of a file for the asset library")
    footage_max_seconds: float = Field(2 * 3600, gt=0)
    footage_max_pixels: int = Field(7680 * 4320, gt=0)
    min_free_bytes: int = Field(512 * 1024**2, ge=0, description="work that would leave less room is refused")
    signed_url_seconds: int = Field(24 * 3600, gt=0)

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "json"
    sentry_dsn: SecretStr | None = None
    otlp_endpoint: str | None = None

    @cached_property
    def run_dir(self) -> Path:
        """Where a supervisor keeps its lock, the addresses of its services and the counters of its processes."""
        return self.home / "run"

    @field_validator("footage_folders", mode="before")
    @classmethod
    def _are_folders(cls, value: object) -> object:
        return folders_in(value)

    @field_validator("watch_folders", mode="before")
    @classmethod
    def _are_watch_folders(cls, value: object) -> object:
        return watch_folders_in(value)

    @field_validator("database_url", "redis_url")
    @classmethod
    def _is_an_address(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Refused here, where the setting can be named, and not by a driver deep inside."""
        if url is not None:
            schemes = _SCHEMES[str(info.field_name)]
            parts = urlsplit(url.get_secret_value())
            if parts.scheme not in schemes:
                raise ValueError(f"it has to begin with {schemes[0]}://")
            _ = parts.port  # raises a ValueError that says what is wrong with it
        return url

    @field_validator("gemini_api_key", "openai_api_key", "elevenlabs_api_key")
    @classmethod
    def _is_a_key(cls, key: SecretStr | None) -> SecretStr | None:
        value = api_key(key.get_secret_value()) if key is not None else None
        return SecretStr(value) if value else None

    @field_validator("gemini_base_url", "openai_base_url", "elevenlabs_base_url", "drive_base_url")
    @classmethod
    def _is_a_web_address(cls, url: str) -> str:
        return web_address(url)

    @cached_property
    def render_cache_dir(self) -> Path:
        return self.home / "cache" / "rendering"

    @cached_property
    def encoder_trials_dir(self) -> Path:
        return self.home / "cache" / "encoders"

    @cached_property
    def models_dir(self) -> Path:
        return self.home / "models"

    @cached_property
    def storage_location(self) -> str:
        return self.storage_url or (self.home.resolve() / "objects").as_uri()
