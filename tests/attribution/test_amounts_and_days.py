"""Numbers and days in every way of writing them, and never with another value than they had."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.attribution.ads_manager.amounts import MICRO, DecimalMark, is_nothing, micros, readings
from geminivideo.attribution.ads_manager.dates import (
    DayOrder,
    depends_on_order,
    month_named,
    possible_orders,
    read_day,
    read_period,
)

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA
HUNDREDTHS = st.integers(0, 10**12)
DAYS = st.dates(date(2004, 1, 1), date(2099, 12, 31))


@given(HUNDREDTHS, st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "'", ""]), st.sampled_from(list(DecimalMark)))
def test_an_amount_is_read_as_it_was_written(hundredths: int, group: str, mark: DecimalMark) -> None:
    if group == mark:
        group = "\u2009"
    text = f"{Decimal(hundredths) / 100:,.2f}".replace(",", "G").replace(".", mark).replace("G", group)
    assert micros(text, mark) == hundredths * (MICRO // 100)
    found = readings(f"EUR {text}")
    assert set(found.values()) == {Decimal(hundredths) / 100}


@given(HUNDREDTHS)
def test_arabic_digits_and_marks(hundredths: int) -> None:
    text = f"{Decimal(hundredths) / 100:,.2f}".translate(str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫"))
    assert readings(f"\u200f{text}\u00a0د.إ.").get(POINT) == Decimal(hundredths) / 100


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    for mark in DecimalMark:
        assert micros(text, mark) is None or isinstance(micros(text, mark), int)
    for order in DayOrder:
        assert read_day(text, order) is None or read_day(text, order).year >= 2004  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1.234", "1.234", "1234"),
        ("1,234", "1234", "1.234"),
        ("1.234.567", None, "1234567"),
        ("1,23,456.78", "123456.78", None),
        ("12.5", "12.5", None),
        ("AED1,000.00", "1000", None),
        ("R$ 1.234,56", None, "1234.56"),
        ("3,20 zł", None, "3.2"),
        ("CHF 1’234.50", "1234.5", None),
        ("-3.5", "-3.5", None),
        ("\u22123,5", None, "-3.5"),
        ("(12.50)", "-12.5", None),
        ("$-12.50", "-12.5", None),
        ("+7", "7", "7"),
        ("1234.5678901", "1234.5678901", None),
    ],
)
def test_what_a_number_can_be(text: str, point: str | None, comma: str | None) -> None:
    assert readings(text) == {m: Decimal(v) for m, v in ((POINT, point), (COMMA, comma)) if v is not None}


@pytest.mark.parametrize("text", ["abc", "1e5", "12%", "1,2,3", "12.", ".5", "1..2", "--3", "1 2", "Infinity", "NaN"])
def test_what_is_no_number(text: str) -> None:
    assert readings(text) == {}


def test_an_empty_cell_and_a_dash_are_nothing() -> None:
    assert all(map(is_nothing, ("", " ", "-", "—", "N/A")))
    assert not any(map(is_nothing, ("0", "0.00", "x")))


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%Y-%m-%d 00:00:00", "%Y年%m月%d日"]))
def test_a_day_that_can_be_only_one(day: date, form: str) -> None:
    text = day.strftime(form)
    assert {read_day(text, order) for order in DayOrder} == {day}
    assert not depends_on_order(text)


@given(DAYS, st.sampled_from(["/", "-"]), st.sampled_from(["%Y", "%y"]))
def test_a_day_whose_order_is_known(day: date, mark: str, year: str) -> None:
    forms = {DayOrder.DAY_FIRST: f"%d{mark}%m{mark}{year}", DayOrder.MONTH_FIRST: f"%m{mark}%d{mark}{year}"}
    for order, form in forms.items():
        text = day.strftime(form)
        assert read_day(text, order) == day
        assert order in possible_orders(text)
        assert depends_on_order(text) == (day.day <= 12 and day.day != day.month)


@pytest.mark.parametrize(
    "text",
    ["20 Nov 2026", "Nov 20, 2026", "20. November 2026", "20 de noviembre de 2026", "20 nov. 2026", "20-nov-26",
     "20 novembre 2026", "20 kasım 2026", "20 listopada 2026", "20 نوفمبر 2026", "٢٠\u200f/١١\u200f/٢٠٢٦"],
)  # fmt: skip
def test_the_same_day_in_words(text: str) -> None:
    assert read_day(text, DayOrder.DAY_FIRST) == date(2026, 11, 20)


def test_months_by_their_names() -> None:
    names = {
        "März": 3,
        "juin": 6,
        "juillet": 7,
        "août": 8,
        "Ağustos": 8,
        "paź": 10,
        "ottobre": 10,
        "mei": 5,
        "Aralık": 12,
    }
    assert {name: month_named(name) for name in names} == names
    assert month_named("de") is None


@pytest.mark.parametrize("text", ["2026-13-01", "31/02/2026", "46346", "1999-01-01", "", "All", "20/11", "2026", "Nov"])
def test_what_is_no_day(text: str) -> None:
    assert possible_orders(text) == frozenset()


def test_a_week_is_two_days() -> None:
    assert read_period("2026-11-16 - 2026-11-22", DayOrder.DAY_FIRST) == (date(2026, 11, 16), date(2026, 11, 22))
    assert read_period("2026-11-16", DayOrder.DAY_FIRST) == (date(2026, 11, 16), date(2026, 11, 16))
    assert read_period("week 47", DayOrder.DAY_FIRST) is None
