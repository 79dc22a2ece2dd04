"""The edit plan: everything the renderer will do, as JSON that a person can read, change and render again.

All times are whole frames at FPS, counted from the start of the ad, except places in source files, which are seconds.
A plan that is not renderable cannot be built: see `rules`.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import AdStructure, CaptionStyle, Platform
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.plan import rules
from geminivideo.rendering.plan.assets import FontMark, LogoMark, LutMark
from geminivideo.rendering.plan.clips import Clip, FootageClip
from geminivideo.rendering.plan.frames import FPS, TimedWord
from geminivideo.rendering.plan.graphics import Countdown, LowerThird, ProgressBar
from geminivideo.rendering.plan.music import MusicSettings, TrackSettings
from geminivideo.rendering.plan.voice import OFFLINE, VoiceMark
from geminivideo.rendering.plan.words import CaptionCue, HeardLine, NarrationLine, Title
from geminivideo.rendering.sound.levels import MixSettings


class EditPlan(Frozen):
    version: Literal[1] = 1
    blueprint_id: str
    platform: Platform
    width: int
    height: int
    fps: Literal[30] = 30
    frames: int = Field(gt=0)
    language: str
    template: AdStructure | None = Field(None, description="the structure whose edit grammar the plan was made by")
    template_reason: str = Field("", description="what that grammar does, and which part each scene plays in it")
    seed: int = Field(ge=0)
    palette: Palette
    sources: tuple[FootageSource, ...]
    clips: tuple[Clip, ...] = Field(min_length=1)
    narration: tuple[NarrationLine, ...]
    titles: tuple[Title, ...]
    caption_style: CaptionStyle
    logo: LogoMark | None = None
    font: FontMark | None = None
    lut: LutMark | None = None
    progress_bar: ProgressBar | None = None
    lower_thirds: tuple[LowerThird, ...] = ()
    countdown: Countdown | None = None
    mix: MixSettings = MixSettings()
    voice: VoiceMark = Field(OFFLINE, description="who speaks the narration; its times are this voice's")
    notes: tuple[str, ...] = Field((), description="what is otherwise than asked for, and why; goes into the report")
    heard: tuple[HeardLine, ...] = Field((), description="speech in the clips' own sound, for its captions")
    captions: tuple[CaptionCue, ...] | None = Field(
        None, description="captions set by hand, shown instead of the narration's own words; null: those"
    )
    campaign_id: str | None = Field(None, description="the campaign among whose videos a render of this plan is listed")
    music: MusicSettings | TrackSettings | None = Field(description="null for an ad without music")

    @property
    def seconds(self) -> float:
        return self.frames / FPS

    @property
    def words(self) -> tuple[TimedWord, ...]:
        return tuple(word for line in self.narration for word in line.words)

    @property
    def is_heard(self) -> bool:
        """Whether anything in it makes a sound."""
        return bool(self.narration or self.music or any(isinstance(c, FootageClip) and c.sound for c in self.clips))

    def source(self, footage_id: str) -> FootageSource:
        return next(source for source in self.sources if source.footage_id == footage_id)

    def tail(self, index: int) -> int:
        """Frames that clip `index` still shows under the transition into the next one."""
        return self.clips[index + 1].transition_frames if index + 1 < len(self.clips) else 0

    @model_validator(mode="after")
    def _can_be_rendered(self) -> Self:
        rules.check(self)
        return self
