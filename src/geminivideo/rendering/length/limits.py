"""How long ads may be: the one table to change when a platform changes its rules."""

from dataclasses import dataclass

from geminivideo.core.vocabulary import Platform


@dataclass(frozen=True, slots=True)
class LengthLimit:
    """Seconds. A longer ad than `longest` is not made; one longer than `recommended` says so in its report."""

    longest: int
    recommended: int
    basis: str


_OURS = "the platform takes far more; a render of ours is sized for two minutes, and a feed is left within seconds"

LIMITS = {
    Platform.TIKTOK: LengthLimit(60, 34, "in-feed ads: 5 to 60 s, 21 to 34 s recommended by TikTok's ad help"),
    Platform.INSTAGRAM_REELS: LengthLimit(
        90, 30, "reels of up to 90 s can be promoted everywhere; Meta's guide takes longer ones in some placements"
    ),
    Platform.YOUTUBE_SHORTS: LengthLimit(60, 60, "Shorts may last 180 s, but as ads they are played up to 60 s"),
    Platform.INSTAGRAM_FEED: LengthLimit(120, 30, _OURS),
    Platform.FACEBOOK_FEED: LengthLimit(120, 30, _OURS),
    Platform.SQUARE: LengthLimit(60, 30, "a shape that is shown anywhere: what the strictest platform takes"),
    Platform.YOUTUBE: LengthLimit(120, 60, "in-stream ads that can be skipped have no limit; ours is two minutes"),
    Platform.FACEBOOK_VIDEO: LengthLimit(120, 30, _OURS),
}
STRICTEST = min(limit.longest for limit in LIMITS.values())
