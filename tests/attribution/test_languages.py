"""The same export in every language, as the product and as spreadsheets write it, says the same."""

from collections.abc import Callable
from datetime import date

import pytest

from geminivideo.attribution.ads_manager.export import AdPeriod
from geminivideo.attribution.ads_manager.vocabulary import Field, vocabulary
from geminivideo.core.errors import InvalidInputError
from tests.attribution.exports import FIRST, HEADERS, SECOND, csv_text, read

NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
MONEY, COUNTS = (6, 11), (7, 8, 9, 10, 12)


def expected() -> list[AdPeriod]:
    one = AdPeriod(2, FIRST[5], FIRST[4], "Broad", "Autumn", *NOVEMBER, 12_000, 300, 9, 1_234_500_000, 4_000_250_000)
    two = AdPeriod(3, SECOND[5], SECOND[4], "Broad", "Autumn", *NOVEMBER, 2000, 20, 0, 10_000_000, 0)
    return [one, two]


@pytest.mark.parametrize("language", HEADERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_export_as_it_is_downloaded(language: str, encoding: str) -> None:
    export = read(csv_text([HEADERS[language], FIRST, SECOND]), encoding)
    assert list(export.periods) == expected()
    assert (export.currency, export.rows, export.skipped) == ("EUR", 2, ())
    assert language in export.columns.languages
    assert export.columns.ignored == (HEADERS[language][-1],)


def rewritten(row: tuple[str, ...], amount: Callable[[str], str], day: Callable[[date], str]) -> list[str]:
    days = [day(date.fromisoformat(text)) for text in row[:2]]
    numbers = {place: amount(row[place]) for place in (*MONEY, *COUNTS) if row[place]}
    return [numbers.get(place, text) if place > 1 else days[place] for place, text in enumerate(row)]


def european(text: str) -> str:
    grouped = f"{float(text):,.2f}" if "." in text else f"{int(text):,}"
    return grouped.translate(str.maketrans(",.", ".,"))


def spaced(text: str) -> str:
    return european(text).replace(".", "\u202f")


def arabic(text: str) -> str:
    grouped = f"{float(text):,.2f}" if "." in text else f"{int(text):,}"
    return grouped.translate(str.maketrans("0123456789,.", "٠١٢٣٤٥٦٧٨٩٬٫"))


def american(text: str) -> str:
    return f"${float(text):,.2f}" if "." in text else f"{int(text):,}"


SPREADSHEETS = {
    "de": (european, "%d.%m.%Y", ";", "cp1252"),
    "es": (european, "%d/%m/%Y", ";", "cp1252"),
    "fr": (spaced, "%d/%m/%Y", ";", "utf-8-sig"),
    "it": (european, "%d/%m/%y", ";", "cp1252"),
    "pt": (european, "%d/%m/%Y", ";", "cp1252"),
    "nl": (european, "%d-%m-%Y", ";", "cp1252"),
    "pl": (spaced, "%d.%m.%Y", ";", "utf-16"),
    "tr": (european, "%d.%m.%Y", ";", "cp1254"),
    "ar": (arabic, "%d/%m/%Y", "\t", "utf-8"),
    "ja": (american, "%Y/%m/%d", ",", "utf-8-sig"),
    "en": (american, "%m/%d/%Y", "\t", "utf-16"),
}


@pytest.mark.parametrize("language", SPREADSHEETS)
def test_an_export_that_a_spreadsheet_of_the_country_saved_again(language: str) -> None:
    amount, day, delimiter, encoding = SPREADSHEETS[language]
    rows = [rewritten(row, amount, lambda one: one.strftime(day)) for row in (FIRST, SECOND)]
    text = csv_text([HEADERS[language], *rows], delimiter, "\r\n")
    export = read(f"sep={delimiter}\r\n{text}" if language == "es" else text, encoding)
    for period, like in zip(export.periods, expected(), strict=True):
        period.number = like.number
        assert period == like
    assert (export.table.delimiter, export.currency) == (delimiter, "EUR")


@pytest.mark.parametrize(
    ("language", "page"), [("pl", "cp1250"), ("tr", "cp1254"), ("ar", "cp1256"), ("ja", "cp932"), ("de", "mac_roman")]
)
def test_the_header_tells_the_code_page(language: str, page: str) -> None:
    first = tuple(text.replace("é", "e") for text in FIRST)
    export = read(csv_text([HEADERS[language], first, SECOND]), page)
    assert (export.table.encoding, language in export.columns.languages) == (page, True)
    assert [period.spend for period in export.periods] == [1_234_500_000, 10_000_000]


def test_a_name_means_one_thing_in_all_languages() -> None:
    words = vocabulary()
    for code, header in HEADERS.items():
        assert set(words.languages[code]) <= words.fields.keys()
        assert len({words.fields.get(name) for name in words.languages[code]}) == len(Field), code
        assert len(header) == len(FIRST)


def test_text_in_the_wrong_code_page_is_refused_with_its_line() -> None:
    garbled = "Kettle é A".encode().decode("cp1252")
    row = [*FIRST[:4], garbled, *FIRST[5:]]
    with pytest.raises(InvalidInputError, match=r"row 3: letters of 'Kettle Ã© A' are garbled") as refused:
        read(csv_text([HEADERS["en"], SECOND, row]))
    assert 'save it as "CSV UTF-8"' in refused.value.next_step
    header = csv_text([HEADERS["fr"], FIRST]).encode().decode("cp1252")
    with pytest.raises(InvalidInputError, match=r"letters of the column 'DÃ©but des rapports' are garbled"):
        read(header)
    plain = ["2026-11-01", "2026-11-30", "C", "S", "A", "120201", "1", "1", "1", "1", "", "", "1"]
    bytes_of_both = csv_text([HEADERS["fr"], FIRST, *[plain] * 30]).encode() + "Été".encode("cp1252")
    with pytest.raises(InvalidInputError, match=r"line 33 is not text in UTF-8"):
        read(bytes_of_both.decode("latin-1"), "latin-1")
