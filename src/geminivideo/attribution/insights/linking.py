"""Which blueprint an ad was made from, where its name says so: people put our ids into the names of their ads."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_CAMPAIGN = re.compile(r"(?<![0-9a-z])campaign_([0-9a-z]{1,40})(?![0-9a-z])")
_BLUEPRINT = re.compile(r"(?<![0-9a-z])bp_([0-9]{1,5})(?![0-9a-z])")
_VIDEO = re.compile(r"(?<![0-9a-z])video_([0-9a-z]{1,40})(?![0-9a-z])")
_LENGTH_OF_OURS = 26  # after the prefix; other words with the prefix are people's own


@dataclass(frozen=True, slots=True)
class Reference:
    """A blueprint of a campaign, or a video of one; the ids need not exist."""

    campaign_id: str | None
    blueprint_id: str | None
    video_id: str | None

    @property
    def is_ours(self) -> bool:
        """Whether the ids look as this program makes them, so that one that does not exist is worth telling."""
        named = self.video_id or self.campaign_id or ""
        return len(named.partition("_")[2]) == _LENGTH_OF_OURS

    def __str__(self) -> str:
        return self.video_id or f"{self.campaign_id}/{self.blueprint_id}"


@lru_cache(maxsize=20_000)
def reference_in(ad_name: str, ad_set_name: str | None, campaign_name: str | None) -> Reference | None:
    """The ad's own name says blueprint or video; its campaign may stand in the names above it."""
    name = ad_name.lower()
    blueprint_id = _first(_BLUEPRINT, "bp", [name])
    campaign_id = _first(_CAMPAIGN, "campaign", [name, (ad_set_name or "").lower(), (campaign_name or "").lower()])
    if blueprint_id and campaign_id:
        return Reference(campaign_id, blueprint_id, None)
    video_id = _first(_VIDEO, "video", [name])
    return Reference(None, None, video_id) if video_id else None


def _first(pattern: re.Pattern[str], prefix: str, names: Iterable[str]) -> str | None:
    found = next((match for name in names if (match := pattern.search(name))), None)
    return f"{prefix}_{found[1]}" if found else None
