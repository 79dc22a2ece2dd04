"""Rows that are in an export twice: the same again counts once, and other numbers of the same are a contradiction."""

from collections.abc import Sequence

from geminivideo.attribution.ads_manager.cells import CellError
from geminivideo.attribution.ads_manager.columns import Columns
from geminivideo.attribution.ads_manager.refusal import shown
from geminivideo.attribution.ads_manager.vocabulary import Field


class Repeats:
    def __init__(self, columns: Columns) -> None:
        self._breakdowns = columns.breakdowns
        with_ids = ", and do not open the file in a spreadsheet in between, which rounds the ads' ids"
        without_ids = ", and with the columns Ad ID, Ad set name and Campaign name"
        self._told = with_ids if columns.has(Field.AD_ID) else without_ids
        self._seen: dict[tuple[object, ...], tuple[int, int]] = {}

    def is_there(self, number: int, cells: Sequence[str], period: tuple[object, ...], ad_name: str) -> bool:
        """Whether the row of this ad and period is there already, in every cell.

        Raises:
            CellError: when it is there with other numbers.
        """
        whole = (*period, *(cells[place] for place in self._breakdowns))
        content = hash(tuple(cells))
        earlier, same = self._seen.setdefault(whole, (number, content))
        if earlier == number:
            return False
        if same == content:
            return True
        raise CellError(
            f"the ad {shown(ad_name)} is in row {earlier} already with the same days and other numbers; export without"
            f" breakdowns{self._told}"
        )
