"""What requests and answers of both predict routes have in common."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from geminivideo.core.accounts import ACCOUNT_PATTERN, DEFAULT_ACCOUNT
from geminivideo.core.errors import UnavailableError
from geminivideo.oracle.model import Basis, CtrPrediction, History, RoasPrediction, Weighting

LARGEST_BATCH = 1000
# PostgreSQL, where predictions are kept, takes no NUL.
Identifier = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
# Which fields there must be, and their ranges, is the schema's business: its errors name the field and the range.
FeatureValues = Annotated[dict[Identifier, Annotated[float, Field(strict=True)] | None], Field(max_length=100)]


class Wire(BaseModel):
    """Answers may grow fields; an older client ignores those that it does not know. A NaN is no answer."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", protected_namespaces=(), from_attributes=True, allow_inf_nan=False
    )


class Asked(BaseModel):
    """A misspelt field is refused: a request that is half understood would be answered for another account."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Request(Asked):
    account_id: Annotated[str, Field(pattern=ACCOUNT_PATTERN)] = DEFAULT_ACCOUNT
    log: bool = Field(True, description="keep the predictions, for comparison with what will become of the ads")


class HistoryWire(Wire):
    """The account's matured ads that its model knows."""

    ads: int
    average: float = Field(description="their mean ROAS or click rate")
    made_here: int = Field(0, description="those whose features are known; only they show what a score is worth")
    engines: Basis = Field(
        Basis.ACCOUNT, description="what the engines learned from; level and interval are the account's"
    )

    def history(self) -> History:
        return History(self.ads, self.average, self.made_here, self.engines)


class Origin(Wire):
    """What a prediction stands on."""

    missing_engines: list[str] = []
    basis: Basis
    weighting: Weighting = Weighting.FIXED
    history: HistoryWire | None = None

    def known(self) -> History | None:
        return self.history.history() if self.history else None


class Response(Wire):
    """`model_version` is None only for an empty request, which no model answered."""

    model_version: str | None
    logged: bool = False


def answered_by(predictions: Sequence[RoasPrediction] | Sequence[CtrPrediction]) -> str | None:
    return predictions[0].model_version if predictions else None


def check_answered(asked: Sequence[str], answered: Sequence[str]) -> None:
    if list(asked) != list(answered):
        raise UnavailableError(
            "The ML service answered for other items than it was asked about.",
            next_step="check that GEMINIVIDEO_ML_URL is this program's ML service, of the same version",
        )
