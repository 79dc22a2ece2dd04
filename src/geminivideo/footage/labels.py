"""What users call their files, as data that is safe to store, show and log. Never a path."""

import re
import unicodedata

_LENGTH = 120
_UNNAMED = "untitled"
# Control and format characters (among them those that turn the reading direction), halves of surrogate pairs,
# unassigned and private ones.
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
_ENDING = re.compile(r"\.(mp4|m4v|mov|qt|mkv|webm|avi|ts|mts|m2ts|mpe?g|3gp|wmv|flv|mxf)$", re.IGNORECASE)


def label_from(file_name: str | None) -> str:
    """The name without folders and ending, as words: `../IMG_2041-final.MP4` is "IMG 2041 final"."""
    name = re.split(r"[/\\]", file_name or "")[-1]
    spaced = "".join(" " if unicodedata.category(c).startswith("Z") else c for c in name)
    kept = "".join(c for c in spaced if unicodedata.category(c) not in _UNWANTED).strip()
    words = re.sub(r"[\s_.\-]+", " ", _ENDING.sub("", kept)).strip()
    return unicodedata.normalize("NFC", words)[:_LENGTH].strip() or _UNNAMED
