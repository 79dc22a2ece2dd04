"""What models cost: a table as data with its date, which settings override."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from geminivideo.core.language_models.model import Usage

_TABLE = Path(__file__).with_name("prices.json")
# Names of snapshots, such as gpt-5.4-mini-2026-03-17 and claude-haiku-4-5-20251001, cost what the plain name costs.
_SNAPSHOT = re.compile(r"-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$")
_MILLION = 1_000_000


class Price(BaseModel):
    """Millionths of a US dollar per million tokens. What is not told apart costs what fresh input costs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date = date.min
    input: int = Field(ge=0)
    output: int = Field(ge=0)
    cached: int | None = Field(None, ge=0)
    cache_write: int | None = Field(None, ge=0)

    def of(self, usage: Usage) -> int:
        """Millionths of a US dollar, rounded up."""
        fresh = max(0, usage.input - usage.cached - usage.cache_written)
        read, written = (self.input if each is None else each for each in (self.cached, self.cache_write))
        exact = fresh * self.input + usage.cached * read + usage.cache_written * written + usage.output * self.output
        return -(-exact // _MILLION)


class Prices:
    def __init__(self, own: Mapping[str, Price]) -> None:
        self._own = own

    def price(self, model: str, day: date) -> Price | None:
        """None for a model that the table does not know."""
        plain = _SNAPSHOT.sub("", model)
        own = self._own.get(model) or self._own.get(plain)
        if own is not None:
            return own
        listed = _listed().get(model) or _listed().get(plain) or []
        return max((price for price in listed if price.since <= day), key=lambda price: price.since, default=None)


@cache
def _listed() -> dict[str, list[Price]]:
    models = json.loads(_TABLE.read_bytes())["models"]
    return TypeAdapter(dict[str, list[Price]]).validate_python(models)
