"""Punctuation of a finished line, in the American way."""

import re

_DOUBLED = re.compile(r"([?!….,:;])(”?)[.,]+")


def polish(text: str) -> str:
    """Punctuation around quotes in the American way, no doubled stops."""
    text = " ".join(text.split())
    if "”" in text:
        text = _single_inner_quotes(text)
        text = re.sub(r"([?!]”)\?", r"\1", re.sub(r"(?<![?!…])”([.,])", r"\1”", text))
    return _DOUBLED.sub(r"\1\2", text)


def _single_inner_quotes(text: str) -> str:
    depth, out = 0, []
    for character in text:
        if character == "“":
            depth += 1
            out.append("“" if depth == 1 else "‘")
        elif character == "”":
            out.append("”" if depth <= 1 else "’")
            depth = max(0, depth - 1)
        else:
            out.append(character)
    return "".join(out)
