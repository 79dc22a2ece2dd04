"""How far a render is, as one number over all its stages."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Report = Callable[[str, float], None]


class Stage(StrEnum):
    VOICE = "voice"
    TIMELINE = "timeline"
    CROP = "crop"
    CAPTIONS = "captions"
    ENCODE = "encode"
    VERIFY = "verify"


# Percent at which each stage begins, by the time it takes: the encoder is nearly all of it.
_BEGINS = {
    Stage.VOICE: 0.0,
    Stage.TIMELINE: 6.0,
    Stage.CROP: 7.0,
    Stage.CAPTIONS: 8.0,
    Stage.ENCODE: 10.0,
    Stage.VERIFY: 94.0,
}
_ENDS = dict(zip(_BEGINS, [*list(_BEGINS.values())[1:], 100.0], strict=True))


@dataclass(frozen=True, slots=True)
class Progress:
    report: Report
    check: Callable[[], None]

    def at(self, stage: Stage, share: float = 0.0) -> None:
        """Tell that `share` (0-1) of the stage is done; raises when the work must stop."""
        self.check()
        begin, end = _BEGINS[stage], _ENDS[stage]
        self.report(stage.value, round(begin + (end - begin) * max(0.0, min(1.0, share)), 2))
