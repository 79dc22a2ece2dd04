"""The ad blueprint: what the Director writes, the Oracle predicts and the Video Agent renders."""

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.core.vocabulary import AdStructure, CtaType, HookType, Pacing, Platform, ShotType, Transition


class Frozen(BaseModel):
    """A value: never changed in place, stored as JSON, refused when it holds a field we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Hook(Frozen):
    type: HookType
    text: str


class CallToAction(Frozen):
    type: CtaType
    text: str


class BlueprintScene(Frozen):
    seconds: float = Field(gt=0)
    visual_direction: str
    voice_over: str
    on_screen_text: str
    footage_query: str
    emotion: str
    shot_type: ShotType
    transition: Transition = Transition.CUT


class Transformation(Frozen):
    before: str
    after: str
    believability: float = Field(ge=0, le=10)


class WinningPattern(Frozen):
    """A past winner that shaped this blueprint."""

    id: str
    summary: str


class Blueprint(Frozen):
    id: str
    title: str
    hook: Hook
    scenes: tuple[BlueprintScene, ...] = Field(min_length=1)
    cta: CallToAction
    product_name: str
    offer: str
    target_avatar: str
    angle: str
    structure: AdStructure
    emotional_triggers: tuple[str, ...]
    transformation: Transformation | None
    pains_addressed: tuple[str, ...]
    desires_addressed: tuple[str, ...]
    pacing: Pacing
    energy: float = Field(ge=0, le=10)
    language: str
    platforms: tuple[Platform, ...]
    winning_patterns: tuple[WinningPattern, ...] = ()

    @property
    def total_seconds(self) -> float:
        return round(sum(scene.seconds for scene in self.scenes), 3)

    @property
    def script(self) -> str:
        """All that is spoken, in order."""
        return " ".join(scene.voice_over for scene in self.scenes if scene.voice_over)
