import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.app.api.content_range import ContentRange, parse_content_range
from geminivideo.core.errors import InvalidInputError


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(0, 10**9))
def test_what_is_written_is_read(start: int, length: int, rest: int) -> None:
    total = start + length + rest
    assert parse_content_range(f"bytes {start}-{start + length - 1}/{total}") == ContentRange(start, length, total)


def test_asking_how_much_has_arrived() -> None:
    assert parse_content_range("bytes */500") == ContentRange(None, 0, 500)


@pytest.mark.parametrize(
    "header",
    ["", "bytes", "bytes 5-4/10", "bytes 0-10/10", "bytes 0-1/*", "items 0-1/2", "bytes -1-2/3", "bytes 0-1/2, 3"],
)
def test_nonsense_is_refused_with_the_right_form(header: str) -> None:
    with pytest.raises(InvalidInputError, match="names no part") as caught:
        parse_content_range(header)
    assert "FIRST-LAST/TOTAL" in caught.value.next_step
