"""How an export is refused: with every complaint there is room for, what to do, and nothing of it stored."""

from collections.abc import Sequence

from geminivideo.core.errors import InvalidInputError

MOST_COMPLAINTS = 10
_SAVE_AS = 'save it as "CSV UTF-8", best by exporting again and not opening it in between'
EXPORT_AGAIN = "export again, and do not open the file in a spreadsheet in between"
_NOTHING = "nothing of it was recorded"


def refused(*complaints: str, remedy: str | None = None, save_as: bool = False) -> InvalidInputError:
    remedy = remedy or (_SAVE_AS if save_as else "mend the file, or export again, and import that")
    return InvalidInputError(f"The export cannot be read: {joined(complaints)}.", next_step=f"{remedy}; {_NOTHING}")


def joined(complaints: Sequence[str]) -> str:
    """Not how many there are: rows are not read on after one complaint too many."""
    return "; ".join(complaints[:MOST_COMPLAINTS]) + ("; and more" if len(complaints) > MOST_COMPLAINTS else "")


def shown(cell: str) -> str:
    """A cell of a stranger's file, cut to what a sentence bears."""
    return repr(cell if len(cell) <= 40 else f"{cell[:39]}…")
