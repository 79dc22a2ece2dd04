"""What a look at an account's results came to."""

from dataclasses import dataclass

from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.trial import Trial


@dataclass(frozen=True, slots=True)
class Lesson:
    """`ads` are all whose results are in; of too many the newest are learned from.

    `model` is a challenger, None when there is nothing to register; `promote` says that it shall answer now.

    Of accounts with fewer than 50 ads it answers without a trial: what such an account has is its own average.
    """

    name: ModelName
    ads: int
    made_here: int
    words: str
    model: TrainedModel | None = None
    trial: Trial | None = None
    promote: bool = False
