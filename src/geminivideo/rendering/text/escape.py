"""Text from outside, made safe to show: every visible character stays, nothing is obeyed.

A subtitle file has three ways to be misled: braces open override tags, a backslash starts a line break or a hard
space, and control or bidirectional characters reorder or hide what follows.
"""

from geminivideo.core.visible_text import clean

# Joins a backslash to the letter after it, so that libass sees no command; it is invisible in every font.
_WORD_JOINER = "\u2060"

__all__ = ["ass_literal", "clean"]


def ass_literal(text: str) -> str:
    """`text` as the text field of a subtitle event that shows exactly it."""
    escaped = clean(text).replace("\\", "\\" + _WORD_JOINER)
    return escaped.replace("{", "\\{").replace("}", "\\}")
