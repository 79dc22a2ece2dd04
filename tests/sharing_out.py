"""Which tests run in the same process when `pytest -n 2` shares them out.

Those of a file; all that watch a clock, because a test of how soon something stops is let down by another of its kind
on the machine's last core; and those of a folder that share costly fixtures.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# In this order they are begun, so that nobody waits for a long one at the end; the first that fits a test counts.
_TOGETHER = {
    "by the clock": (
        "tests/stack/",
        "tests/app/test_cli_client.py",
        "tests/core/test_job_runner.py",
        "tests/core/test_media.py",
        "tests/footage/test_hostile.py",
        "tests/rendering/test_render.py",
        "tests/rendering_sound/test_espeak.py",
        "tests/rendering_voice/test_cloud_faults.py",
        "tests/language_models/",
    ),
    "real models": ("tests/oracle/",),
    "analysed clips": ("tests/footage/",),
    "campaigns": ("tests/creative/",),
}


def group_of(nodeid: str) -> str:
    named = (name for name, places in _TOGETHER.items() if nodeid.startswith(places))
    return next(named, nodeid.split("::", 1)[0])


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist carries no types
    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByGroup:
    config.option.loadscopereorder = False  # in the order of the collection, not by the number of tests
    return ByGroup(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = [*_TOGETHER]
    items.sort(key=lambda item: order.index(name) if (name := group_of(item.nodeid)) in order else len(order))
