"""What is in an export is counted once, what contradicts itself is refused, and nothing is guessed."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from geminivideo.attribution.ads_manager import reading
from geminivideo.attribution.ads_manager.amounts import DecimalMark
from geminivideo.attribution.ads_manager.dates import DayOrder
from geminivideo.attribution.ads_manager.export import minor
from geminivideo.attribution.ads_manager.reading import DUPLICATE, EMPTY, SUBTOTAL, SUM, read_export
from geminivideo.attribution.ads_manager.vocabulary import Field
from geminivideo.attribution.insights.model import ClickKind
from geminivideo.core.errors import InvalidInputError
from tests.attribution.exports import FIRST, HEADERS, SECOND, SIMPLE, csv_text, first, read, simple

DAY = date(2026, 11, 20)
ROW = ("A", "2026-11-20", "12.50", "1000", "10")
OTHER = ("B", "2026-11-20", "7.50", "500", "5")


def refusal(text: str, **choices: Any) -> str:
    with pytest.raises(InvalidInputError) as refused:
        read(text, **choices)
    assert "nothing of it was recorded" in refused.value.next_step
    assert len(refused.value.cause) < 2500
    return f"{refused.value.cause} {refused.value.next_step}"


# --- rows of sums, subtotals, breakdowns, repeats -----------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", "Total", "Results from 2 ads", "Ergebnisse von 2 Anzeigen", "合計", "الإجمالي", "-"]
)
@pytest.mark.parametrize("is_last", [True, False])
def test_a_row_of_sums_is_left_out_and_compared(name: str, is_last: bool) -> None:
    told = (name, "", "20.00", "1500", "15")
    rows = [ROW, OTHER, told] if is_last else [told, ROW, OTHER]
    export = read(simple(*rows))
    assert [period.ad_name for period in export.periods] == ["A", "B"]
    assert [(one.reason, one.rows) for one in export.skipped] == [(SUM, 1)]
    assert [(one.column, one.told, one.summed, one.agrees) for one in export.totals] == [
        ("Amount spent (USD)", "20", "20", True),
        ("Impressions", "1,500", "1,500", True),
        ("Link clicks", "15", "15", True),
    ]


def test_rows_that_come_to_less_than_their_sum_are_told_and_to_more_refused() -> None:
    export = read(simple(ROW, OTHER, ("", "", "25.00", "1500", "20")))
    assert [one.agrees for one in export.totals] == [False, True, False]
    said = refusal(simple(ROW, OTHER, ("", "", "12.50", "1500", "15")))
    assert "its rows come to more than its row of sums: Amount spent (USD) 20, not 12.50" in said
    assert "row 4: Impressions 'x'" in refusal(simple(ROW, OTHER, ("", "", "20", "x", "15")))


def test_a_row_of_sums_in_other_words_is_known_by_its_numbers() -> None:
    third, told = ("C", "2026-11-20", "1.01", "7", "0"), ("Yhteensä 3", "2026-11-20", "21.01", "1507", "15")
    for rows in ([ROW, OTHER, third, told], [told, ROW, OTHER, third]):
        export = read(simple(*rows))
        assert sorted(period.ad_name for period in export.periods) == ["A", "B", "C"]
        assert [one.reason for one in export.skipped] == [SUM]
        assert all(one.agrees for one in export.totals)
    assert len(read(simple(ROW, told, OTHER, third)).periods) == 4
    assert len(read(simple(ROW, OTHER, third, (*told[:4], "14"))).periods) == 4


def test_it_is_also_known_where_clicks_are_computed_from_a_rate() -> None:
    header = (*BASE, "CTR (link click-through rate)")
    ads = [("A", "2026-11-20", "5", "1000", "1.26"), ("B", "2026-11-20", "7", "900", "2.94")]
    told = ("Yhteensä 2", "2026-11-20", "19", "2800", "1.9")
    assert len(read(simple(*ads, ("C", "2026-11-20", "7", "900", "1.55"), told, header=header)).periods) == 3


def test_two_ads_with_the_same_numbers_are_two_ads_unless_one_has_no_id() -> None:
    twin = ("Yhteensä 1", *ROW[1:])
    assert len(read(simple(ROW, twin)).periods) == 2
    header = ("Ad ID", *SIMPLE)
    assert len(read(simple(("120201", *ROW), ("120202", *twin), header=header)).periods) == 2
    assert [one.ad_name for one in read(simple(("120201", *ROW), ("", *twin), header=header)).periods] == ["A"]


def test_a_row_of_sums_may_say_so_in_any_of_its_names() -> None:
    header = ("Campaign name", *SIMPLE)
    told = ("Samengevat", "", "", "20.00", "1500", "15")
    assert len(read(simple(("Autumn", *ROW), ("Autumn", *OTHER), told, header=header)).periods) == 2


def test_an_ad_without_a_name_in_the_middle_is_no_sum() -> None:
    assert "row 3: it names no ad" in refusal(simple(ROW, ("", "2026-11-20", "1", "1", "1"), OTHER))


def test_an_ad_that_is_called_total_is_an_ad_when_it_has_an_id_or_is_in_the_middle() -> None:
    header = ("Ad ID", *SIMPLE)
    export = read(simple(("120201", *ROW), ("120202", "Total", *OTHER[1:]), header=header))
    assert [period.ad_name for period in export.periods] == ["A", "Total"]
    middle = read(simple(ROW, ("Total", *OTHER[1:]), OTHER))
    assert [period.ad_name for period in middle.periods] == ["A", "Total", "B"]


def test_breakdowns_are_summed_by_ad_and_period_and_their_subtotals_left_out() -> None:
    header = (*SIMPLE, "Age", "Gender", "Publisher platform")
    rows = [
        ("A", "All", "30.00", "1500", "15", "All", "All", "All"),
        (*ROW, "18-24", "female", "facebook"),
        (*ROW, "18-24", "male", "facebook"),
        ("A", "2026-11-21", "5", "100", "1", "18-24", "female", "instagram"),
    ]
    export = read(simple(*rows, header=header))
    assert [(p.number, p.first_day, p.spend, p.impressions, p.clicks) for p in export.periods] == [
        (3, DAY, 25_000_000, 2000, 20),
        (5, date(2026, 11, 21), 5_000_000, 100, 1),
    ]
    assert [(one.reason, one.numbers) for one in export.skipped] == [(SUBTOTAL, (2,))]
    whole = read(simple((*ROW, "All", "All", "All"), header=header))
    assert len(whole.periods) == 1


def test_the_same_row_again_counts_once_and_other_numbers_are_a_contradiction() -> None:
    export = read(simple(ROW, OTHER, ROW, ROW))
    assert [(one.reason, one.rows, one.numbers) for one in export.skipped] == [(DUPLICATE, 2, (4, 5))]
    assert sum(period.spend for period in export.periods) == 20_000_000
    said = refusal(simple(ROW, OTHER, ("A", "2026-11-20", "13", "1000", "10")))
    assert "row 4: the ad 'A' is in row 2 already with the same days and other numbers" in said
    assert "with the columns Ad ID" in said
    unknown = refusal(simple((*ROW, "a"), (*ROW, "b"), header=(*SIMPLE, "Altersgruppe")))
    assert "export without breakdowns" in unknown


def test_ads_of_one_name_are_told_apart_by_their_ids_or_ad_sets() -> None:
    for column, values in (("Ad ID", ("120201", "120202")), ("Ad set name", ("Broad", "Narrow"))):
        export = read(simple(*((*ROW, value) for value in values), header=(*SIMPLE, column)))
        assert len(export.periods) == 2


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (("120212345678901000", "120212345678902000"), ("A", "B")),
        (("120212345678901000", "120212345678901000"), ("A", "B")),
    ],
)
def test_ids_that_a_spreadsheet_rounded_are_refused(ids: tuple[str, str], names: tuple[str, str]) -> None:
    rows = [(ids[n], names[n], f"2026-11-2{n}", "1", "10", "1") for n in range(2)]
    assert "its ads' ids end in zeros, as Excel rounds them" in refusal(simple(*rows, header=("Ad ID", *SIMPLE)))


@pytest.mark.parametrize("ids", [("120212345678901000",), ("120212345678901000", "120212345678902001"), ("120201000",)])
def test_zeros_at_the_end_of_an_id_can_be_its_own(ids: tuple[str, ...]) -> None:
    rows = [(one, *ROW) for one in ids]
    assert len(read(simple(*rows, header=("Ad ID", *SIMPLE))).periods) == len(ids)


@pytest.mark.parametrize("written", ["120201", "a:120201", "'120201", '="120201"'])
def test_an_id_may_be_protected_from_spreadsheets(written: str) -> None:
    assert first(simple((written, *ROW), header=("Ad ID", *SIMPLE))).ad_id == "120201"


def test_ads_that_were_not_shown_are_left_out() -> None:
    export = read(simple(ROW, ("B", "2026-11-20", "", "", ""), ("C", "2026-11-20", "0", "0", "-")))
    assert [(one.reason, one.numbers) for one in export.skipped] == [(EMPTY, (3, 4))]
    assert "no row of an ad that was shown" in refusal(simple(("B", "2026-11-20", "", "", "")))


# --- what is clicked, bought and earned ---------------------------------------------------------------------------

COUNTED = ("A", "2026-11-20", "10", "1000")
BASE = ("Ad name", "Day", "Amount spent (USD)", "Impressions")


@pytest.mark.parametrize(
    ("columns", "cells", "field", "conversions"),
    [
        (("Purchases", "Website purchases"), ("3", "2"), Field.PURCHASES, 3),
        (("Website purchases", "Purchases"), ("2", ""), Field.WEBSITE_PURCHASES, 2),
        (("Purchases", "Leads"), ("", ""), Field.PURCHASES, 0),
        (("Leads",), ("4",), Field.LEADS, 4),
        (("Results", "Result indicator"), ("5", "actions:offsite_conversion.fb_pixel_purchase"), Field.RESULTS, 5),
        (("Results", "Result type"), ("5", "Website purchases"), Field.RESULTS, 5),
        (("Results", "Result type"), ("5", "Website-Käufe"), Field.RESULTS, 5),
        (("Results", "Result indicator"), ("5", "actions:onsite_conversion.lead_grouped"), Field.RESULTS, 5),
        (("Results", "Result indicator"), ("5", "actions:link_click"), None, 0),
        (("Results",), ("5",), None, 0),
        (("Mobile app purchases",), ("5",), None, 0),
    ],
)
def test_one_column_of_conversions_is_chosen_and_none_added_up(
    columns: tuple[str, ...], cells: tuple[str, ...], field: Field | None, conversions: int
) -> None:
    export = read(simple((*COUNTED, "9", *cells), header=(*BASE, "Link clicks", *columns)))
    assert (export.counting.conversions, export.periods[0].conversions) == (field, conversions)
    assert export.insights("acme", {})[2].conversions == (None if field is None else conversions)


@pytest.mark.parametrize(
    ("columns", "unused"),
    [
        (("Website leads", "Leads", "Meta leads"), ("Website leads", "Meta leads")),
        (("Leads", "Website-Leads"), ("Website-Leads",)),
        (("ROAS", "Purchase ROAS (return on ad spend)"), ("ROAS",)),
        (("Conversion value", "Purchases conversion value"), ("Conversion value",)),
    ],
)
def test_of_several_columns_for_one_thing_the_one_that_says_most_is_taken(
    columns: tuple[str, ...], unused: tuple[str, ...]
) -> None:
    values = ["1" if column in unused else "7" for column in columns]
    export = read(simple((*COUNTED, "9", *values), header=(*BASE, "Link clicks", *columns)))
    assert export.columns.ignored == unused
    assert (export.periods[0].conversions or export.periods[0].revenue // 1_000_000) in {7, 70}


def test_results_of_another_kind_are_no_conversions_of_the_same_file() -> None:
    header = (*SIMPLE, "Results", "Result indicator")
    rows = [(*ROW, "3", "actions:omni_purchase"), (*OTHER, "40", "actions:link_click")]
    assert [period.conversions for period in read(simple(*rows, header=header)).periods] == [3, 0]


@pytest.mark.parametrize(
    ("columns", "cells", "revenue"),
    [
        (("Purchases conversion value", "Website purchases conversion value"), ("30.5", "20"), 30_500_000),
        (("Website purchases conversion value", "Purchase ROAS (return on ad spend)"), ("20", "3"), 20_000_000),
        (("Purchase ROAS (return on ad spend)",), ("3.25",), 32_500_000),
        (("Website purchase ROAS (return on advertising spend)", "Purchase ROAS"), ("2", ""), 20_000_000),
        (("Purchases conversion value",), ("",), 0),
        (("Cost per purchase (USD)",), ("4",), None),
    ],
)
def test_one_column_of_revenue_is_chosen(columns: tuple[str, ...], cells: tuple[str, ...], revenue: int | None) -> None:
    insight = read(simple((*COUNTED, "9", *cells), header=(*BASE, "Link clicks", *columns))).insights("acme", {})[2]
    assert insight.revenue_minor == (None if revenue is None else revenue // 10_000)


def test_link_clicks_go_before_all_clicks() -> None:
    both = read(simple((*COUNTED, "30", "9"), header=(*BASE, "Clicks (all)", "Link clicks")))
    assert (both.periods[0].clicks, both.counting.click_kind) == (9, ClickKind.LINK)
    one = read(simple((*COUNTED, "30"), header=(*BASE, "Clicks (all)")))
    assert (one.periods[0].clicks, one.counting.click_kind) == (30, ClickKind.ALL)


@pytest.mark.parametrize("rate", ["1.54331001", "1.54331001%", "1,54331001", "1,54331001 %"])
def test_without_clicks_their_rate_gives_them_back(rate: str) -> None:
    row = ("A", "2026-11-20", "1474", "21577", rate)
    export = read(simple(row, header=(*BASE, "CTR (link click-through rate)")))
    assert (export.periods[0].clicks, export.counting.click_kind) == (333, ClickKind.LINK)


@pytest.mark.parametrize(("exponent", "expected"), [(0, 2), (2, 150), (3, 1500)])
def test_amounts_become_minor_units_of_their_currency(exponent: int, expected: int) -> None:
    assert minor(1_500_000, exponent) == expected
    assert minor(1_499_999, exponent) in {expected, expected - 1}


# --- numbers and days that only the whole file explains -----------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "counts", "mark"),
    [
        (("1.234", "5.678"), ("1000", "999"), DecimalMark.COMMA),  # in dollars three digits are a group
        (("1.234", "5,5"), ("1000", "999"), DecimalMark.COMMA),
        (("1,234", "5.50"), ("1000", "999"), DecimalMark.POINT),
        (("1.234", "12"), ("1.000", "999"), DecimalMark.COMMA),
        (("1,234", "12"), ("1,000", "999"), DecimalMark.POINT),
        (("1234", "12"), ("1000", "999"), DecimalMark.POINT),
    ],
)
def test_the_whole_file_tells_the_decimal_mark(
    amounts: tuple[str, ...], counts: tuple[str, ...], mark: DecimalMark
) -> None:
    rows = [("AB"[at], "2026-11-20", amounts[at], counts[at], "1") for at in range(2)]
    assert read(simple(*rows)).survey.decimal_mark == mark


def test_a_mark_that_nothing_tells_is_asked_for() -> None:
    header = ("Ad name", "Day", "Amount spent (KWD)", "Impressions", "Link clicks")
    text = simple(("A", "2026-11-20", "1.234", "1000", "10"), header=header)
    assert "row 2: Amount spent (KWD) '1.234' can be thousands or decimals" in refusal(text)
    assert first(text, decimal_mark=DecimalMark.POINT).spend == 1_234_000
    assert first(text, decimal_mark=DecimalMark.COMMA).spend == 1_234_000_000


def test_complaints_end_where_reading_does_without_counting_what_was_not_read() -> None:
    said = refusal(simple(*((f"Ad {n}", "2026-11-20", "-1", "500", "5") for n in range(30))))
    assert said.count("is negative") == 10
    assert "is negative; and more. mend the file" in said


def test_a_cell_in_another_form_than_the_rest_is_named() -> None:
    said = refusal(simple(ROW, ("B", "2026-11-20", "7,5", "500", "5")))
    assert "row 3: Amount spent (USD) '7,5' is not a number whose decimals have “.” as elsewhere" in said


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("05/11/2026", "13/11/2026"), DayOrder.DAY_FIRST),
        (("05/11/2026", "11/13/2026"), DayOrder.MONTH_FIRST),
        (("05.11.2026", "06.11.2026"), DayOrder.DAY_FIRST),
        (("11/11/2026", "2026-11-12"), DayOrder.DAY_FIRST),
    ],
)
def test_the_whole_column_tells_day_and_month(days: tuple[str, ...], order: DayOrder) -> None:
    rows = [("A", day, "1", "10", "1") for day in days]
    assert read(simple(*rows)).survey.day_order == order


def test_an_order_that_nothing_tells_is_asked_for_but_not_where_the_language_has_one() -> None:
    text = simple(("A", "05/11/2026", "1", "10", "1"))
    assert "row 2: the day '05/11/2026' can be 2026-11-05 or 2026-05-11" in refusal(text)
    assert first(text, day_order=DayOrder.MONTH_FIRST).first_day == date(2026, 5, 11)
    german = ("Anzeigenname", "Tag", "Ausgegebener Betrag (EUR)", "Impressionen", "Link-Klicks")
    assert first(simple(("A", "05/11/2026", "1", "10", "1"), header=german)).first_day == date(2026, 11, 5)
    mixed = refusal(simple(("A", "13/11/2026", "1", "10", "1"), ("B", "11/14/2026", "1", "10", "1")))
    assert "the day comes first in row 2 ('13/11/2026'), and the month in row 3 ('11/14/2026')" in mixed


def test_the_day_goes_before_the_week_and_that_before_the_report() -> None:
    header = ("Ad name", "Amount spent (USD)", "Impressions", "Link clicks", "Reporting starts", "Reporting ends")
    row = ("A", "1", "10", "1", "2026-11-01", "2026-11-30")
    assert first(simple(row, header=header)).last_day == date(2026, 11, 30)
    assert first(simple((*row, "2026-11-02 - 2026-11-08"), header=(*header, "Week"))).last_day == date(2026, 11, 8)
    assert first(simple((*row, "2026-11-03"), header=(*header, "Day"))).last_day == date(2026, 11, 3)


def test_days_that_say_all_throughout_say_nothing() -> None:
    header = ("Ad name", "Amount spent (USD)", "Impressions", "Link clicks", "Day")
    assert "row 2: Day 'All' is not a day" in refusal(simple(("A", "1", "10", "1", "All"), header=header))
    row = ("A", "1", "10", "1", "All", "2026-11-01", "2026-11-30")
    whole = first(simple(row, header=(*header, "Reporting starts", "Reporting ends")))
    assert (whole.first_day, whole.last_day) == (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("header", "cell", "choice", "known", "currency"),
    [
        ("Amount spent (€)", None, None, "USD", "EUR"),
        ("Amount spent ($)", None, "AUD", None, "AUD"),
        ("Amount spent (USD)", None, None, None, "USD"),
        ("Amount Spent", "aed", None, None, "AED"),
        ("Amount Spent", None, "GBP", "EUR", "GBP"),
        ("Amount Spent", None, None, "EUR", "EUR"),
        ("Amount spent (USD)", "USD", "USD", "EUR", "USD"),
    ],
)
def test_where_the_currency_comes_from(
    header: str, cell: str | None, choice: str | None, known: str | None, currency: str
) -> None:
    columns, row = [*BASE[:2], header, "Impressions", "Clicks"], ["A", "2026-11-20", "1", "10", "1"]
    columns, row = (columns, row) if cell is None else ([*columns, "Currency"], [*row, cell])
    assert read(simple(row, header=columns), currency=choice, known_currency=known).currency == currency


# --- what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("\n  \n", "it is empty"),
        ("a,b\n1,2\n", "none of the first 20 lines is a header of Ads Manager; the first is 'a,b'"),
        (simple(), "it has no row of an ad that was shown"),
        (simple(ROW, header=("Campaign name", *SIMPLE[1:])), "the column 'Ad name (or Ad ID)' is missing"),
        (simple(ROW[1:], header=(SIMPLE[0], *SIMPLE[2:])), "the column 'Reporting starts (or Day)' is missing"),
        (simple(ROW, header=("Ad name", "Reporting starts", *SIMPLE[2:])), "the column 'Reporting ends' is missing"),
        (simple(ROW[:4], header=SIMPLE[:4]), "the column 'Link clicks (or Clicks (all))' is missing"),
        (simple((*ROW, "A"), header=(*SIMPLE, "ad  NAME")), "two columns for one thing: 'Ad name' and 'ad  NAME'"),
        (simple((*ROW, "1"), header=(*SIMPLE, "Purchase value (EUR)")), "its amounts are in EUR and USD"),
        (simple(ROW, header=(*SIMPLE[:2], "Amount Spent", *SIMPLE[3:])), "it does not say its currency"),
        (simple((*ROW, "EUR"), header=(*SIMPLE, "Currency")), "its amounts are in EUR and USD"),
        (simple(("A", "2026-11-20", "-3.50", "10", "1")), "row 2: Amount spent (USD) '-3.50' is negative"),
        (simple(("A", "2026-11-20", "3.50", "10.5", "1")), "row 2: Impressions '10.5' is not a whole number"),
        (simple(("A", "2026-11-20", "3.50", "ten", "1")), "row 2: Impressions 'ten' is not a number. mend"),
        (
            simple(("A", "2026-11-20", "10. Mai", "10", "1")),
            "row 2: Amount spent (USD) '10. Mai' is not a number. mend",
        ),
        (simple(("A", "2026-11-20", "9" * 30, "10", "1")), "row 2: Amount spent (USD)"),
        (simple(("A", "46346", "3.50", "10", "1")), "row 2: Day '46346' is not a day such as 2026-11-20"),
        (simple(ROW, (*ROW, "7")), "row 3 has 6 cells, and the header has 5"),
        (simple(ROW) + '"A,2026', "row 3 is not CSV (unexpected end of data)"),
        (simple(("1.2E+17", *ROW), header=("Ad ID", *SIMPLE)), "row 2: Ad ID '1.2E+17' is not an ad's id; Excel"),
        (simple(("A", "9" * 9000, "1", "1", "1")), "row 2: Day '999"),
        (simple(("A", "2026-11-20", "9" * 9000, "1", "1")), "row 2: Amount spent (USD) '999"),
        (simple((*ROW, "x" * 99), header=(*SIMPLE, "Currency")), "its amounts are in USD and XXXXXXXXXX"),
        (simple(*(("A", f"x{n}", "1", "1", "1") for n in range(30))), "row 11: Day 'x9'"),
    ],
)
def test_an_export_that_cannot_be_read_is_refused_with_row_and_column(text: str, said: str) -> None:
    assert said in refusal(text)


def test_a_period_that_ends_before_it_begins() -> None:
    header = ("Ad name", "Reporting starts", "Reporting ends", *SIMPLE[2:])
    said = refusal(simple(("A", "2026-11-20", "2026-11-19", "1", "1", "1"), header=header))
    assert "row 2: it ends before it begins: Reporting starts '2026-11-20' and Reporting ends '2026-11-19'" in said


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_is_refused_with_advice(start: bytes) -> None:
    with pytest.raises(InvalidInputError, match="this is an Excel workbook") as refused:
        read_export(BytesIO(start + b"\0" * 100))
    assert "save it as CSV" in refused.value.next_step


def test_more_ads_than_memory_is_meant_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PERIODS", 1)
    assert "it has more than 1 periods of ads. export fewer days at a time" in refusal(simple(ROW, OTHER))


def test_marks_that_nobody_sees_are_no_part_of_a_name() -> None:
    assert first(simple(("A\0\u200e  B\u202e", *ROW[1:]))).ad_name == "A B"


def test_empty_rows_do_not_matter() -> None:
    export = read(simple(ROW, ("",) * 5, OTHER) + ",,,,\n\n")
    assert (export.rows, export.skipped) == (2, ())


def test_lines_above_the_header_do_not_matter() -> None:
    text = 'Ads report\n"Acme, Inc."\n\n' + csv_text([HEADERS["en"], FIRST, SECOND])
    assert [period.number for period in read(text).periods] == [5, 6]
