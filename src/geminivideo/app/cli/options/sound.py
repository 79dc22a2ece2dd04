"""What is heard: music, the clips' own sound, a voice."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from geminivideo.app.cli.options.shared import one_of
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.vocabulary import VoiceProvider
from geminivideo.rendering.sound.music.moods import MoodName


@dataclass(frozen=True, slots=True)
class MusicOptions:
    music: Annotated[
        str | None,
        typer.Option(
            "--music",
            "--audio",
            metavar="MOOD|ID",
            help=f"Made in a mood ({one_of(MoodName)}), or an asset_id of yours.",
        ),
    ] = None

    @property
    def body(self) -> dict[str, Any]:
        if self.music is None:
            return {}
        if self.music in list(MoodName):
            return {"mood": self.music}
        if not self.music.startswith("asset_"):
            moods = one_of(MoodName)
            raise InvalidInputError(
                f"There is no music {self.music!r}.",
                next_step=f"give a mood ({moods}), or the asset_id of music that was sent to POST /api/assets",
            )
        return {"audio_id": self.music}


@dataclass(frozen=True, slots=True)
class SoundOptions:
    music: MusicOptions
    original_sound: Annotated[bool, typer.Option(help="Let the clips' own sound be heard.")] = False
    caption_original_sound: Annotated[
        bool, typer.Option(help="With --original-sound: caption what is said in the clips.")
    ] = True
    beat_sync: Annotated[bool, typer.Option(help="Cut on the music's beats.")] = False

    @property
    def body(self) -> dict[str, Any]:
        return {
            **self.music.body,
            "original_sound": self.original_sound,
            "caption_original_sound": self.caption_original_sound,
            "use_beat_sync": self.beat_sync,
        }


@dataclass(frozen=True, slots=True)
class VoiceOptions:
    voice: Annotated[
        str, typer.Option(metavar="WHO", help=f"{one_of(VoiceProvider)}; a voice of it as in gemini:Kore.")
    ] = "offline"
    voice_style: Annotated[str | None, typer.Option(help="How a Gemini or OpenAI voice is to speak.")] = None
    voice_fallback: Annotated[bool, typer.Option(help="Let the offline voice speak the ad when the service fails.")] = (
        True
    )

    @property
    def body(self) -> dict[str, Any]:
        return {"voice": voice_option(self.voice, self.voice_style, fallback=self.voice_fallback)}


def voice_option(who: str, style: str | None, *, fallback: bool) -> dict[str, Any]:
    """`gemini:Kore` and how to speak, as the gateway takes it, which also judges it."""
    provider, _, voice = who.partition(":")
    return {"provider": provider, "voice": voice or None, "instructions": style, "fallback": fallback}
