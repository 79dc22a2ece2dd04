"""Whatever bytes come in, they are read or refused in words; and an export as it is downloaded by default."""

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from geminivideo.attribution.ads_manager.reading import SUM, read_export
from geminivideo.attribution.ads_manager.survey import Choices
from geminivideo.core.errors import InvalidInputError
from tests.attribution.exports import FIRST, HEADERS, SECOND, csv_text, read

CELLS = st.one_of(
    st.sampled_from(
        ["", "0", "12", "1.234", "1,5", "-3", "All", "Total", "2026-11-20", "05/11/2026", "120201000000001"]
    ),
    st.text(max_size=12),
)
CHOICES = Choices(currency="EUR")


def attempt(content: bytes) -> None:
    try:
        export = read_export(BytesIO(content), CHOICES)
    except InvalidInputError as error:
        refused = error
    else:
        assert export.insights("acme", {})
        return
    assert refused.next_step
    assert len(refused.cause) < 3000


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    attempt(content)


@given(st.lists(st.lists(CELLS, min_size=13, max_size=13), max_size=5), st.sampled_from(list(HEADERS)))
def test_any_cells_below_a_header(rows: list[list[str]], language: str) -> None:
    attempt(csv_text([HEADERS[language], FIRST, *rows]).encode("utf-8", "replace"))


@given(st.integers(0, 12), CELLS, st.sampled_from([";", ",", "\t"]))
def test_one_cell_of_an_export_changed(place: int, cell: str, delimiter: str) -> None:
    changed = [cell if at == place else text for at, text in enumerate(FIRST)]
    attempt(csv_text([HEADERS["fr"], changed, SECOND], delimiter).encode("utf-8", "replace"))


@given(st.data())
def test_an_export_cut_anywhere(data: st.DataObject) -> None:
    whole = csv_text([HEADERS["ar"], FIRST, SECOND]).encode()
    attempt(whole[: data.draw(st.integers(0, len(whole)))])


def test_an_export_with_the_columns_of_performance_as_they_stand() -> None:
    """Sums come first, with days and without names; what is not counted is empty or a dash."""
    header = (
        "Reporting starts", "Reporting ends", "Ad name", "Ad delivery", "Attribution setting", "Results",
        "Result indicator", "Reach", "Frequency", "Cost per result", "Ad set budget", "Amount spent (SGD)", "Ends",
        "Quality ranking", "Impressions", "CPM (cost per 1,000 impressions) (SGD)", "Link clicks", "Ad set name",
    )  # fmt: skip
    days, kind = ("2026-11-01", "2026-11-30"), "actions:offsite_conversion.fb_pixel_purchase"
    sums = ("", "0", "", "", "", "", "", "", "0", "3084.4", "", "", "241300", "12.78", "2402", "")
    sold = ("Steam, “new”", "active", "7-day click, 1-day view", "38", kind, "21400", "2.31", "24.32", "0", "2084.4",
            "Ongoing", "-", "141300", "14.75", "1402", "Broad 25-45")  # fmt: skip
    quiet = ("Quiet", "not_delivering", "7-day click, 1-day view", "", "", "9850", "", "", "0", "1000", "2026-12-01",
             "Below average", "100000", "10", "1000", "Broad 25-45")  # fmt: skip
    unseen = ("Never shown", "archived", "", "", "", "", "", "", "0", "", "", "-", "", "", "", "Broad 25-45")
    rows = [(*days, *row) for row in (sums, sold, quiet, unseen)]
    export = read(csv_text([header, *rows]))
    assert [(p.ad_name, p.spend, p.clicks, p.conversions) for p in export.periods] == [
        ("Steam, “new”", 2_084_400_000, 1402, 38),
        ("Quiet", 1_000_000_000, 1000, 0),
    ]
    assert export.skipped[0].reason == SUM
    assert all(one.agrees for one in export.totals)
    assert export.counting.revenue is None
