"""The edit plan: everything the renderer will do, as JSON that a person can read, change and render again.

All times are whole frames at FPS, counted from the start of the ad, except places in source files, which are seconds.
A plan that is not renderable cannot be built: see `EditPlan`.
"""

from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.footage_scene import FootageSource
from geminivideo.core.vocabulary import CaptionStyle, Platform, Transition
from geminivideo.rendering.library.model import FAMILY_PATTERN
from geminivideo.rendering.palette import Palette
from geminivideo.rendering.sound.levels import MixSettings
from geminivideo.rendering.sound.music.moods import MoodName

FPS = 30
MIN_END_CARD_FRAMES = 75  # 2.5 s: the time to read an offer and a button
_SOURCE_SLACK_SECONDS = 0.1  # containers round durations; a missing last frame is held instead


class CropWindow(Frozen):
    """A rectangle of the upright source picture in pixels, even so that colour planes are cut without a shift."""

    x: int = Field(ge=0, multiple_of=2)
    y: int = Field(ge=0, multiple_of=2)
    width: int = Field(gt=0, multiple_of=2)
    height: int = Field(gt=0, multiple_of=2)

    def fits(self, source: FootageSource) -> bool:
        return self.x + self.width <= source.width and self.y + self.height <= source.height


class CropKey(Frozen):
    """Where the window's corner stands at one frame of its clip; on the way between two of them it moves finer."""

    frame: int = Field(ge=0, description="counted from the start of the clip")
    x: int = Field(ge=0, multiple_of=2)
    y: int = Field(ge=0, multiple_of=2)


class Fill(StrEnum):
    """How the window meets the frame: it covers it, or stands whole on a blurred copy of itself."""

    COVER = "cover"
    BLURRED = "blurred"


class Grade(Frozen):
    contrast: float = Field(1.0, ge=0.5, le=2)
    saturation: float = Field(1.0, ge=0, le=3)
    gamma: float = Field(1.0, ge=0.5, le=2)
    warmth: int = Field(0, ge=-20, le=20, description="8-bit steps from blue to red in the colour planes")
    tint: int = Field(0, ge=-20, le=20, description="8-bit steps from green to magenta in the colour planes")
    fade: float = Field(0.0, ge=0, le=0.3, description="how far black is lifted towards white")


class Easing(StrEnum):
    LINEAR = "linear"
    EASE_IN = "ease_in"
    EASE_OUT = "ease_out"
    EASE_IN_OUT = "ease_in_out"
    BEZIER = "bezier"
    ELASTIC = "elastic"
    BOUNCE = "bounce"
    STEP = "step"


_Share = Annotated[float, Field(ge=0, le=1)]
_Reach = Annotated[float, Field(ge=-2, le=3)]
Bezier = tuple[_Share, _Reach, _Share, _Reach]


class Keyframe(Frozen):
    """How a clip looks at one of its frames, and how it came to look so since the keyframe before."""

    frame: int = Field(ge=0, description="counted from the start of the clip")
    zoom: float = Field(1.0, ge=1, le=4, description="how much closer than the crop")
    x: float = Field(0.0, ge=-1, le=1, description="where in the room that zooming leaves: -1 left, 0 middle, 1 right")
    y: float = Field(0.0, ge=-1, le=1, description="-1 top, 0 middle, 1 bottom")
    opacity: float = Field(1.0, ge=0, le=1, description="of the clip over the palette's base colour")
    easing: Easing = Easing.EASE_IN_OUT
    bezier: Bezier = Field((0.25, 0.1, 0.25, 1.0), description="control points x1, y1, x2, y2 of a `bezier` easing")


class TimedWord(Frozen):
    text: str
    start: int = Field(ge=0)
    end: int

    @model_validator(mode="after")
    def _takes_time(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"the word {self.text!r} ends before it begins")
        return self


class Span(Frozen):
    start: int = Field(ge=0)
    frames: int = Field(gt=0)

    @property
    def end(self) -> int:
        return self.start + self.frames


class _Clip(Span):
    scene: int = Field(ge=0, description="index of the blueprint's scene")
    transition: Transition = Field(Transition.CUT, description="how this clip comes in")
    transition_frames: int = Field(0, ge=0, description="how long the clip before still shows; 0 for a cut")
    reason: str = Field("", description="why this picture was chosen")

    @model_validator(mode="after")
    def _transition_is_shorter(self) -> Self:
        if self.transition_frames >= self.frames:
            raise ValueError("a transition must be shorter than the clip it brings in")
        if (self.transition is Transition.CUT) != (self.transition_frames == 0):
            raise ValueError("a cut takes no frames, every other transition takes some")
        return self


class ClipSound(Frozen):
    """A clip's own sound. It may begin before its picture (a J cut) and go on after it (an L cut)."""

    gain_db: float = Field(0.0, ge=-30, le=12)
    lead_frames: int = Field(0, ge=0, le=60, description="heard so long before the picture")
    tail_frames: int = Field(0, ge=0, le=60, description="heard so long after the picture")


class FootageClip(_Clip):
    kind: Literal["footage"] = "footage"
    footage_id: str
    scene_id: str
    in_seconds: float = Field(ge=0)
    crop: CropWindow
    crop_path: tuple[CropKey, ...] = Field(
        (), description="empty: the window stands. Else it stands until the first frame, eases to the next, and so on"
    )
    crop_reason: str = Field("the middle of the picture", description="why the window stands or moves as it does")
    crop_override: CropWindow | None = Field(None, description="set by hand; wins over `crop` and `crop_path`")
    fill: Fill = Fill.COVER
    keyframes: tuple[Keyframe, ...] = Field((), description="eased zoom, pan and opacity on top of the crop")
    grade: Grade = Grade()
    grade_reason: str = Field("", description="the look it has, and what was changed to match the other clips")
    sound: ClipSound | None = Field(None, description="null: the clip is not heard")
    motion: float | None = Field(None, description="measured in the source, 0-1; explains a still picture")
    brightness: float | None = Field(None, description="measured in the source, 0-1; explains a dark picture")

    @property
    def window(self) -> CropWindow:
        return self.crop_override or self.crop

    @property
    def path(self) -> tuple[CropKey, ...]:
        return () if self.crop_override else self.crop_path

    def looks_inside(self, source: FootageSource) -> bool:
        """Between two places of a path the window is between them, so the places are enough."""
        inside = all(
            key.x + self.crop.width <= source.width and key.y + self.crop.height <= source.height
            for key in self.crop_path
        )
        return inside and self.crop.fits(source) and self.window.fits(source)

    @model_validator(mode="after")
    def _path_moves_on(self) -> Self:
        if len(self.crop_path) == 1:
            raise ValueError("a crop path has at least two places, one place is what `crop` is for")
        if any(after.frame <= before.frame for before, after in pairwise(self.crop_path)):
            raise ValueError("the frames of a crop path must grow")
        if self.crop_path and self.crop_path[-1].frame >= self.frames:
            raise ValueError("a crop path ends with its clip")
        if self.crop_path and self.fill is Fill.BLURRED:
            raise ValueError("a picture that stands whole on its blur has no crop path")
        return self

    @model_validator(mode="after")
    def _keyframes_move_on(self) -> Self:
        if any(after.frame <= before.frame for before, after in pairwise(self.keyframes)):
            raise ValueError("the frames of keyframes must grow")
        if self.keyframes and self.keyframes[-1].frame >= self.frames:
            raise ValueError("keyframes end with their clip")
        if self.keyframes and self.fill is Fill.BLURRED and self.crop_override is None:
            raise ValueError("a picture that stands whole on its blur has no keyframes")
        return self


class CardDesign(StrEnum):
    RINGS = "rings"
    LINES = "lines"
    DOTS = "dots"


class CardClip(_Clip):
    """A designed moving background with a headline whose words come with the voice.

    Without a headline the narration itself is set large, and captions stay away from this clip.
    """

    kind: Literal["card"] = "card"
    design: CardDesign
    headline: tuple[TimedWord, ...] = ()

    @property
    def shows_narration(self) -> bool:
        return not self.headline


class EndCardClip(_Clip):
    kind: Literal["end_card"] = "end_card"
    product_name: str
    offer: str
    call_to_action: str


Clip = Annotated[FootageClip | CardClip | EndCardClip, Field(discriminator="kind")]


class NarrationLine(Frozen):
    scene: int
    text: str
    start: int = Field(ge=0, description="frame at which the recording of this line begins")
    frames: int = Field(gt=0, description="length of the recording")
    words_per_minute: int = Field(gt=0)
    words: tuple[TimedWord, ...] = Field((), description="empty: the text is spoken anew and its words are timed by it")

    @model_validator(mode="after")
    def _words_are_the_text(self) -> Self:
        if self.words and "".join(word.text for word in self.words) != "".join(self.text.split()):
            raise ValueError(
                f"the line at frame {self.start} says {self.text[:60]!r}, which its words do not;"
                " leave its words out to have them timed by the voice"
            )
        return self


class CaptionCue(Frozen):
    """A caption set by hand: these words stand together from the first one's start until frame `end`."""

    words: tuple[TimedWord, ...] = Field(min_length=1)
    end: int

    @property
    def start(self) -> int:
        return self.words[0].start

    @model_validator(mode="after")
    def _holds_its_words(self) -> Self:
        if self.words[-1].end > self.end:
            raise ValueError(f"the caption at frame {self.start} does not last as long as its words")
        if any(after.start < before.end for before, after in pairwise(self.words)):
            raise ValueError(f"in the caption at frame {self.start} words overlap")
        return self


class TitleRole(StrEnum):
    HOOK = "hook"
    POINT = "point"


class TitlePlace(StrEnum):
    TOP = "top"
    LOW = "low"


class Title(Span):
    text: str
    role: TitleRole
    place: TitlePlace = TitlePlace.TOP


class MusicSettings(Frozen):
    mood: MoodName
    energy: float = Field(ge=0, le=10)


class TrackSettings(Frozen):
    """A track of the asset library in place of a bed of our own."""

    asset_id: str
    sha256: str
    offset_seconds: float = Field(0.0, ge=0, le=600, description="where in the track the ad begins")
    loop_seconds: float | None = Field(
        None, gt=0, le=600, description="the stretch from there on that repeats; null: it is played once"
    )
    beats: tuple[int, ...] = Field((), description="frames of the ad on which the track's beats fall: explains cuts")


class LogoMark(Frozen):
    """A logo of the asset library over the whole ad, by its box in the frame; texts keep clear of it."""

    asset_id: str
    sha256: str
    x: int = Field(ge=0, multiple_of=2)
    y: int = Field(ge=0, multiple_of=2)
    width: int = Field(gt=0, multiple_of=2)
    height: int = Field(gt=0, multiple_of=2)


class LutMark(Frozen):
    """A colour table of the asset library over all footage, after each clip's own grade."""

    asset_id: str
    sha256: str


class FontMark(Frozen):
    """A font of the asset library in place of the bundled ones; letters that it lacks come from those."""

    asset_id: str
    sha256: str
    family: str = Field(pattern=FAMILY_PATTERN, description="the name inside the file, given by the library")


class EditPlan(Frozen):
    version: Literal[1] = 1
    blueprint_id: str
    platform: Platform
    width: int
    height: int
    fps: Literal[30] = 30
    frames: int = Field(gt=0)
    language: str
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
    mix: MixSettings = MixSettings()
    notes: tuple[str, ...] = Field((), description="what is otherwise than asked for, and why; goes into the report")
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
    def _has_the_platforms_frame(self) -> Self:
        frame = self.platform.frame
        if (self.width, self.height) != (frame.width, frame.height):
            raise ValueError(f"{self.platform.value} is {frame.width}x{frame.height}, not {self.width}x{self.height}")
        return self

    @model_validator(mode="after")
    def _logo_is_in_the_frame(self) -> Self:
        logo = self.logo
        if logo and (logo.x + logo.width > self.width or logo.y + logo.height > self.height):
            raise ValueError("the logo is not inside the frame")
        return self

    @model_validator(mode="after")
    def _clips_cover_the_ad(self) -> Self:
        if self.clips[0].start != 0 or self.clips[0].transition is not Transition.CUT:
            raise ValueError("the first clip begins at frame 0 with a cut")
        for before, after in pairwise(self.clips):
            if before.end != after.start:
                raise ValueError(f"frames {before.end} to {after.start}: clips must follow without gap or overlap")
            if after.transition_frames > before.frames:
                raise ValueError(f"the transition at frame {after.start} is longer than the clip before it")
        if self.clips[-1].end != self.frames:
            raise ValueError(f"the clips end at frame {self.clips[-1].end}, the ad at {self.frames}")
        return self

    @model_validator(mode="after")
    def _clips_are_in_their_sources(self) -> Self:
        sources = {source.footage_id: source for source in self.sources}
        if len(sources) != len(self.sources):
            raise ValueError("two sources have the same footage_id")
        for clip in self.clips:
            if not isinstance(clip, FootageClip):
                continue
            source = sources.get(clip.footage_id)
            if source is None:
                raise ValueError(
                    f"the clip at frame {clip.start} uses {clip.footage_id}, which is not among the sources"
                )
            if clip.in_seconds + clip.frames / FPS > source.duration_seconds + _SOURCE_SLACK_SECONDS:
                raise ValueError(f"the clip at frame {clip.start} reaches past the end of {clip.footage_id}")
            if not clip.looks_inside(source):
                raise ValueError(f"the crop of the clip at frame {clip.start} is not inside its picture")
        return self

    @model_validator(mode="after")
    def _clips_are_heard_where_there_is_sound(self) -> Self:
        for before, clip in pairwise((None, *self.clips)):
            if not isinstance(clip, FootageClip) or clip.sound is None:
                continue
            source, at = self.source(clip.footage_id), f"the sound of the clip at frame {clip.start}"
            if not source.has_audio:
                raise ValueError(f"{at} cannot be heard: {clip.footage_id} has none")
            if clip.sound.lead_frames > (before.frames if before else 0):
                raise ValueError(f"{at} begins before the clip before it")
            first = clip.in_seconds - clip.sound.lead_frames / FPS
            last = clip.in_seconds + (clip.frames + clip.sound.tail_frames) / FPS
            if first < 0 or last > source.duration_seconds + _SOURCE_SLACK_SECONDS:
                raise ValueError(f"{at} reaches past the ends of {clip.footage_id}")
            if clip.end + clip.sound.tail_frames > self.frames:
                raise ValueError(f"{at} goes on after the end of the ad")
        return self

    @model_validator(mode="after")
    def _words_and_titles_are_in_the_ad(self) -> Self:
        for before, after in pairwise(self.words):
            if after.start < before.end:
                raise ValueError(f"the words {before.text!r} and {after.text!r} overlap")
        if self.words and self.words[-1].end > self.frames:
            raise ValueError("the narration goes on after the end of the ad")
        if any(title.end > self.frames for title in self.titles):
            raise ValueError("a title goes on after the end of the ad")
        return self

    @model_validator(mode="after")
    def _captions_follow_each_other(self) -> Self:
        cues = self.captions or ()
        for before, after in pairwise(cues):
            if after.start < before.end:
                raise ValueError(f"the captions at frames {before.start} and {after.start} overlap")
        if cues and cues[-1].end > self.frames:
            raise ValueError("a caption goes on after the end of the ad")
        return self
