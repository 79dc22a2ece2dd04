"""Money as integer minor units with a currency; nothing here ever rounds silently."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

# ISO 4217 currencies whose minor unit is not a hundredth. Everything else counts in hundredths.
_EXPONENTS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"), 0),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}

CURRENCY_PATTERN = r"^[A-Z]{3}$"
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount such as `Money(1250, "AED")` for 12.50 dirhams."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"money is an integer of minor units, not {self.minor!r}")
        if len(self.currency) != 3 or not self.currency.isascii() or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency code")

    @classmethod
    def parse(cls, amount: str, currency: str) -> "Money":
        """What "12.50" means in a currency; no sign, no thousands separators.

        Raises:
            ValueError: in words for people, also when the currency has no coin that small.
        """
        if not _AMOUNT.fullmatch(amount):
            raise ValueError(f"{amount[:40]!r} is not an amount such as 12.50")
        exponent = cls(0, currency).exponent
        minor = Decimal(amount).scaleb(exponent)
        if minor != minor.to_integral_value():
            raise ValueError(f"{amount} has more decimals than {currency}, which has {exponent}")
        return cls(int(minor), currency)

    def __add__(self, other: Self) -> "Money":
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.minor - self._same(other).minor, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Self) -> bool:
        return self.minor <= self._same(other).minor

    @property
    def exponent(self) -> int:
        return _EXPONENTS.get(self.currency, 2)

    def __str__(self) -> str:
        amount = Decimal(self.minor).scaleb(-self.exponent)
        return f"{amount:,.{self.exponent}f} {self.currency}"

    def split(self, weights: Sequence[float]) -> list["Money"]:
        """Shares in proportion to `weights` that sum to the whole exactly.

        Raises:
            ValueError: when there is no positive weight, or one is negative.
        """
        return [Money(share, self.currency) for share in split_minor(self.minor, weights)]

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} with {other.currency}")
        return other


def split_minor(total: int, weights: Sequence[float]) -> list[int]:
    """Largest-remainder division of `total` minor units; ties go to the earlier share."""
    if any(weight < 0 for weight in weights) or not sum(weights) > 0:
        raise ValueError("weights must not be negative and must have a positive sum")
    scale = Decimal(total) / sum(Decimal(weight) for weight in weights)
    exact = [Decimal(weight) * scale for weight in weights]
    shares = [int(amount) for amount in exact]
    missing = total - sum(shares)
    step = 1 if missing >= 0 else -1
    by_remainder = sorted(range(len(exact)), key=lambda i: (-abs(exact[i] - shares[i]), i))
    for index in by_remainder[: abs(missing)]:
        shares[index] += step
    return shares
