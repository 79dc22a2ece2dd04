"""When an account's model is tried again, and how sure the next trial must be.

Every import asks for a look. Whoever looks often enough sees chance win: of challengers no better than the champion,
looked at every ten ads, half won one trial or another at 5%. So a trial waits for news, and each one against the same
champion must be surer than the one before: the chances of all of them together stay below 5%.
"""

from dataclasses import dataclass

from geminivideo.oracle.trial import LEAST_ADS, SIGNIFICANCE

# Of the ads that the last trial knew: so many more are news.
_NEWS = 1 / 3


@dataclass(frozen=True, slots=True)
class PastTrials:
    """How many ads the account had at each trial that the present model stood, the oldest first.

    `taken_back`: how many it had for its last model that a person took back; None: nobody did.
    """

    ads: tuple[int, ...] = ()
    taken_back: int | None = None

    @property
    def significance(self) -> float:
        """1/2 + 1/6 + 1/12 + ... of 5%, which is 5% however many follow (the union bound)."""
        number = len(self.ads) + 1
        return SIGNIFICANCE / (number * (number + 1))

    def next_trial(self, seen: int) -> int:
        """How many ads the account must have for another trial, of which the present model learned from `seen`."""
        return _with_news(self.ads[-1], seen) if self.ads else 0

    @property
    def next_average(self) -> int:
        """How many ads it must have for another average without a trial, where a person did not want the last one."""
        return 0 if self.taken_back is None else _with_news(self.taken_back, 0)


def _with_news(known: int, seen: int) -> int:
    return known + max(LEAST_ADS, round(_NEWS * (known - seen)))
