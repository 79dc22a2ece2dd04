"""Motion graphics as a render request asks for them; `placing` finds their time and place in the plan."""

from pydantic import Field, field_validator

from geminivideo.core.blueprint import Frozen
from geminivideo.core.vocabulary import CountdownAt
from geminivideo.rendering.text.escape import clean


class WantedLowerThird(Frozen):
    """Who is seen. Names are never made up: without this there is no lower third."""

    name: str = Field(min_length=1, max_length=60, examples=["Sara Haddad"])
    line: str = Field("", max_length=90, description="what they are or say", examples=["Customer since 2022"])

    @field_validator("name", "line")
    @classmethod
    def _as_it_is_shown(cls, value: str) -> str:
        return clean(value)

    @field_validator("name")
    @classmethod
    def _is_visible(cls, value: str) -> str:
        if not value:
            raise ValueError("a name has at least one visible letter")
        return value


class WantedCountdown(Frozen):
    """Only for something that does end: a countdown to nothing misleads, and platforms refuse such ads."""

    from_seconds: int = Field(5, ge=3, le=10, description="a number each second, the last one is 1")
    at: CountdownAt = Field(CountdownAt.END_CARD, description="from the first frame on, or down to the ad's last one")


class Graphics(Frozen):
    progress_bar: bool = False
    lower_third: WantedLowerThird | None = None
    countdown: WantedCountdown | None = None
