"""How a render gets at the files of the asset library."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from geminivideo.core.errors import NotFoundError
from geminivideo.rendering.library.model import AssetRef

OpenAsset = Callable[[AssetRef], AbstractContextManager[Path]]


def no_assets(ref: AssetRef) -> AbstractContextManager[Path]:
    """For renders that have no library behind them."""
    raise NotFoundError(f"There is no library to take {ref.asset_id} from.", next_step="render it through the API")
