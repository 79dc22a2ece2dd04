import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.core.money import Money, split_minor

amounts = st.integers(min_value=-(10**12), max_value=10**12)
weights = st.lists(st.floats(min_value=0, max_value=1e6, allow_nan=False), min_size=1, max_size=40).filter(
    lambda w: sum(w) > 0
)


@given(amounts, weights)
def test_shares_sum_to_the_whole_to_the_cent(total: int, parts: list[float]) -> None:
    assert sum(split_minor(total, parts)) == total


@given(amounts, st.integers(min_value=1, max_value=50))
def test_equal_weights_differ_by_at_most_one_minor_unit(total: int, count: int) -> None:
    shares = split_minor(total, [1.0] * count)
    assert max(shares) - min(shares) <= 1


@given(st.integers(min_value=0, max_value=10**9), weights)
def test_no_share_is_negative_and_nothing_goes_to_zero_weight(total: int, parts: list[float]) -> None:
    for share, weight in zip(split_minor(total, parts), parts, strict=True):
        assert share >= 0
        if weight == 0:
            assert share == 0


def test_money_prints_with_its_own_minor_unit() -> None:
    assert str(Money(123456, "AED")) == "1,234.56 AED"
    assert str(Money(5000, "JPY")) == "5,000 JPY"
    assert str(Money(1234, "KWD")) == "1.234 KWD"


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="AED"):
        Money(1, "AED") + Money(1, "EUR")


@pytest.mark.parametrize("bad", [1.5, True, "1"])
def test_money_takes_integers_only(bad: object) -> None:
    with pytest.raises(TypeError):
        Money(bad, "AED")  # type: ignore[arg-type]


@pytest.mark.parametrize("bad", [[], [0.0], [1.0, -1.0]])
def test_weights_must_make_sense(bad: list[float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        split_minor(100, bad)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.50", "AED", 1250), ("12", "AED", 1200), ("12.5", "KWD", 12500), ("1200", "JPY", 1200), ("0.10", "EUR", 10)],
)
def test_an_amount_is_read_in_its_currency(amount: str, currency: str, minor: int) -> None:
    assert Money.parse(amount, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("1,250.00", "AED", "is not an amount"),
        ("-1", "AED", "is not an amount"),
        ("", "AED", "is not an amount"),
        ("1e9", "AED", "is not an amount"),
        ("٣", "AED", "is not an amount"),
        ("1.5", "JPY", "more decimals than JPY, which has 0"),
        ("1.005", "AED", "more decimals than AED, which has 2"),
    ],
)
def test_an_amount_that_is_none_is_not_rounded_into_one(amount: str, currency: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Money.parse(amount, currency)
