"""What a render is given to work with: a folder, files to open, and somebody to ask and to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.checks import go_on
from geminivideo.core.content_cache import ContentCache
from geminivideo.core.large_blocks import keep_large_blocks
from geminivideo.rendering.library.opening import OpenAsset, no_assets
from geminivideo.rendering.materials import OpenSource
from geminivideo.rendering.progress import Progress, Report
from geminivideo.rendering.workspace import Workspace


def _tell_nobody(_stage: str, _percent: float) -> None:
    """The report of a render that nobody watches."""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """`check` is called several times a second; when it raises, the render stops and the error goes on.

    Files of stages that were finished before in `folder` are used again.
    """

    folder: Path
    open_source: OpenSource
    open_asset: OpenAsset = no_assets
    check: Callable[[], None] = go_on
    report: Report = _tell_nobody

    def begin(self, cache: ContentCache | None) -> "Work":
        keep_large_blocks()
        progress = Progress(self.report, self.check)
        return Work(Workspace(self.folder, cache), progress, self.open_source, self.open_asset)


@dataclass(frozen=True, slots=True)
class Work:
    """A render under way."""

    workspace: Workspace
    progress: Progress
    open_source: OpenSource
    open_asset: OpenAsset

    @property
    def check(self) -> Callable[[], None]:
        return self.progress.check
