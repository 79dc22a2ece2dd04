"""The words of the domain that several contexts, and the API, use with the same meaning."""

from dataclasses import dataclass
from enum import StrEnum

LANGUAGE_TAG = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A BCP 47 tag, as far as its form goes."""


class HookType(StrEnum):
    CURIOSITY_GAP = "curiosity_gap"
    TRANSFORMATION = "transformation"
    URGENCY_SCARCITY = "urgency_scarcity"
    SOCIAL_PROOF = "social_proof"
    PATTERN_INTERRUPT = "pattern_interrupt"
    QUESTION = "question"
    NEGATIVE = "negative"
    STORY = "story"
    STATISTIC = "statistic"
    CONTROVERSY = "controversy"
    BENEFIT_STACK = "benefit_stack"
    PAIN_AGITATE = "pain_agitate"


class CtaType(StrEnum):
    BOOK_CALL = "book_call"
    DOWNLOAD = "download"
    BUY_NOW = "buy_now"
    LEARN_MORE = "learn_more"


class AdStructure(StrEnum):
    TRANSFORMATION = "transformation"
    TESTIMONIAL = "testimonial"
    PROBLEM_SOLUTION = "problem_solution"
    LISTICLE = "listicle"
    HOOK_STORY_OFFER = "hook_story_offer"
    UGC_STYLE = "ugc_style"
    EDUCATIONAL = "educational"
    PRODUCT_SHOWCASE = "product_showcase"
    COMPARISON = "comparison"
    BEHIND_SCENES = "behind_scenes"


class ShotType(StrEnum):
    CLOSE_UP = "close_up"
    MEDIUM = "medium"
    WIDE = "wide"
    DETAIL = "detail"
    ACTION = "action"
    TEXT_CARD = "text_card"


class Transition(StrEnum):
    CUT = "cut"
    DISSOLVE = "dissolve"
    WIPE = "wipe"
    SLIDE = "slide"
    WHIP = "whip"
    ZOOM = "zoom"
    BLUR = "blur"
    GLITCH = "glitch"
    LIGHT = "light"


class Pacing(StrEnum):
    SLOW = "slow"
    MEDIUM = "medium"
    FAST = "fast"


class ConfidenceLevel(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Source(StrEnum):
    """Whether an answer came from a live outside model or from what this machine carries."""

    LIVE = "live"
    LOCAL = "local"


class VoiceProvider(StrEnum):
    """Who speaks: the voice that is bundled, or a service by key."""

    OFFLINE = "offline"
    GEMINI = "gemini"
    OPENAI = "openai"
    ELEVENLABS = "elevenlabs"


class Quality(StrEnum):
    DRAFT = "DRAFT"
    STANDARD = "STANDARD"
    HIGH = "HIGH"
    MASTER = "MASTER"


class CountdownAt(StrEnum):
    HOOK = "hook"
    END_CARD = "end_card"


class LookName(StrEnum):
    CINEMATIC = "cinematic"
    VINTAGE = "vintage"
    HIGH_CONTRAST = "high_contrast"
    WARM = "warm"
    COLD = "cold"
    FITNESS_ENERGY = "fitness_energy"
    CLEAN_CORPORATE = "clean_corporate"
    INSTAGRAM_DRAMATIC = "instagram_dramatic"
    INSTAGRAM_FADE = "instagram_fade"
    INSTAGRAM_VIBRANT = "instagram_vibrant"


class CaptionStyle(StrEnum):
    HORMOZI = "hormozi"
    MODERN = "modern"
    MINIMAL = "minimal"
    KARAOKE = "karaoke"
    NONE = "none"


class Platform(StrEnum):
    INSTAGRAM_REELS = "instagram_reels"
    TIKTOK = "tiktok"
    YOUTUBE_SHORTS = "youtube_shorts"
    INSTAGRAM_FEED = "instagram_feed"
    FACEBOOK_FEED = "facebook_feed"
    SQUARE = "square"
    YOUTUBE = "youtube"
    FACEBOOK_VIDEO = "facebook_video"

    @property
    def frame(self) -> "FrameSize":
        return _FRAMES[self]


@dataclass(frozen=True, slots=True)
class FrameSize:
    width: int
    height: int


_VERTICAL, _PORTRAIT = FrameSize(1080, 1920), FrameSize(1080, 1350)
_SQUARE, _LANDSCAPE = FrameSize(1080, 1080), FrameSize(1920, 1080)
_FRAMES = {
    Platform.INSTAGRAM_REELS: _VERTICAL,
    Platform.TIKTOK: _VERTICAL,
    Platform.YOUTUBE_SHORTS: _VERTICAL,
    Platform.INSTAGRAM_FEED: _PORTRAIT,
    Platform.FACEBOOK_FEED: _PORTRAIT,
    Platform.SQUARE: _SQUARE,
    Platform.YOUTUBE: _LANDSCAPE,
    Platform.FACEBOOK_VIDEO: _LANDSCAPE,
}
