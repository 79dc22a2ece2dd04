"""Which tests run in the same process when `pytest -n 2` shares them out: those of a file, and all that watch a clock.

A test of a whole stack or of how soon something stops is let down by another of its kind on the machine's last core.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

_BY_THE_CLOCK = (
    "tests/stack/",
    "tests/app/test_cli_client.py",
    "tests/core/test_job_runner.py",
    "tests/core/test_media.py",
    "tests/footage/test_hostile.py",
    "tests/rendering/test_render.py",
    "tests/rendering_sound/test_espeak.py",
    "tests/rendering_voice/test_cloud_faults.py",
)


def is_by_the_clock(nodeid: str) -> bool:
    return nodeid.startswith(_BY_THE_CLOCK)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist carries no types
    def _split_scope(self, nodeid: str) -> str:
        return "by the clock" if is_by_the_clock(nodeid) else nodeid.split("::", 1)[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    config.option.loadscopereorder = False  # the order of the collection, not the number of tests
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest group first, so that no process waits for it at the end."""
    items.sort(key=lambda item: not is_by_the_clock(item.nodeid))
