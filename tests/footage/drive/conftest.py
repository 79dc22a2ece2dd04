"""One download of a small file, without pauses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import GeminivideoError
from geminivideo.footage.drive.download import Patience
from geminivideo.footage.drive.links import parse_link
from geminivideo.footage.drive.source import DriveSettings, DriveSource
from geminivideo.footage.imports.model import Fetched, Watch
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from tests.footage.drive.fixtures import credentials, drive, rsa_key
from tests.footage.drive.server import FILE_ID, Drive

__all__ = ["credentials", "drive", "rsa_key"]
UPLOAD = "footage_1"


@dataclass
class Import:
    """`waited` holds the pauses between tries, which nobody waits for."""

    drive: Drive
    spool: UploadSpool
    clock: ManualClock
    credentials: Path
    waited: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    check: Callable[[], None] = lambda: None

    @property
    def source(self) -> DriveSource:
        return DriveSource(
            DriveSettings(self.credentials, self.drive.url), self.spool, self.clock, Patience(wait=self._wait)
        )

    def fetch(self, link: str = FILE_ID) -> Fetched:
        source = self.source.describe(parse_link(link))
        return self.source.fetch(source, UPLOAD, Watch(self.check, lambda _stage, done: self.told.append(done)))

    def refused(self, kind: type[GeminivideoError], link: str = FILE_ID) -> GeminivideoError:
        """The error that ends it, which says what to do."""
        with pytest.raises(kind) as caught:
            self.fetch(link)
        assert caught.value.cause
        assert caught.value.next_step
        return caught.value

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)


@pytest.fixture
def importing(drive: Drive, credentials: Path, tmp_path: Path, clock: ManualClock) -> Import:
    spool = UploadSpool(tmp_path / "spool", UploadLimits(max_bytes=1_000_000), clock)
    return Import(drive, spool, clock, credentials)
