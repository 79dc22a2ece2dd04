"""Which music an ad has, a bed of its own or a track of the library, and where its beats fall."""

from dataclasses import dataclass

from geminivideo.core.blueprint import Blueprint
from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.plan.frames import FPS
from geminivideo.rendering.plan.music import MusicSettings, TrackSettings
from geminivideo.rendering.sound.music.bed import beats_of
from geminivideo.rendering.sound.music.moods import MOODS, MoodName, choose_mood
from geminivideo.rendering.sound.track import fit
from geminivideo.rendering.templates.model import MusicLean

_AS_WRITTEN = MusicLean()


@dataclass(frozen=True, slots=True)
class Track:
    """A piece of music of the library, with what was measured of it."""

    ref: AssetRef
    seconds: float
    beats: tuple[float, ...]


def choose_music(
    blueprint: Blueprint,
    frames: int,
    track: Track | None,
    mood: MoodName | None = None,
    lean: MusicLean = _AS_WRITTEN,
) -> MusicSettings | TrackSettings:
    """The given track; else a bed in the given mood, or in the one that goes with the blueprint and its template."""
    if track is None:
        energy = min(10.0, max(0.0, blueprint.energy + lean.energy))
        usual = lean.mood or choose_mood(energy, blueprint.pacing).name
        return MusicSettings(mood=mood or usual, energy=energy)
    fitted = fit(track.seconds, track.beats, frames / FPS)
    return TrackSettings(
        asset_id=track.ref.asset_id,
        sha256=track.ref.sha256,
        offset_seconds=fitted.offset,
        loop_seconds=fitted.loop,
        beats=_on_frames(fitted.beats, frames),
    )


def beats_in(music: MusicSettings | TrackSettings, frames: int) -> tuple[int, ...]:
    """The frames of the ad on which the music's beats fall."""
    if isinstance(music, TrackSettings):
        return music.beats
    return _on_frames(beats_of(frames / FPS, MOODS[music.mood], music.energy), frames)


def _on_frames(beats: tuple[float, ...], frames: int) -> tuple[int, ...]:
    return tuple(sorted({round(beat * FPS) for beat in beats if round(beat * FPS) < frames}))
