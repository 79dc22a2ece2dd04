import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geminivideo.footage.labels import label_from


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\me\IMG_2041-final.MP4", "IMG 2041 final"),
        ("vacation 2.0.mov", "vacation 2 0"),
        ("قهوة الصباح.mp4", "قهوة الصباح"),
        ("bad\x00\x1b[31m\u202egnp.mp4", "bad[31mgnp"),
        ("\ud800lone.mp4", "lone"),
        ("e\u0301te\u0301.mkv", "été"),
        ("line\u2028break.mp4", "line break"),
        (".mp4", "untitled"),
        ("", "untitled"),
        (None, "untitled"),
    ],
)
def test_a_name_becomes_words(name: str | None, label: str) -> None:
    assert label_from(name) == label


@given(st.text(max_size=400))
def test_a_label_is_short_printable_storable_and_no_path(name: str) -> None:
    label = label_from(name)

    assert 0 < len(label) <= 120
    assert not {"/", "\\"} & set(label)
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in label)
    assert label.encode("utf-8").decode("utf-8") == label == label.strip()
    assert label_from(label) == label
