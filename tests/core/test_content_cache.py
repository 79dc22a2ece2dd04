"""Entries are whole or not there, the limit holds, and nobody loses what they took, whatever order things happen in."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from geminivideo.core.content_cache import ContentCache
from geminivideo.core.errors import CancelledError
from geminivideo.core.slots import Slots

KEYS = st.integers(0, 5).map(lambda number: f"{number:02}" * 32)
LIMIT = 1000


def nothing() -> None: ...


class CacheMachine(RuleBasedStateMachine):
    """Against what should be there: content of a key is always its first byte, repeated."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.cache = ContentCache(self.folder / "cache", LIMIT)
        self.taken: dict[Path, bytes] = {}
        self.put_keys: set[str] = set()
        self.number = 0

    def teardown(self) -> None:
        self._temporary.cleanup()

    def path(self) -> Path:
        self.number += 1
        return self.folder / f"file-{self.number}"

    @rule(key=KEYS, size=st.integers(1, 400))
    def put(self, key: str, size: int) -> None:
        made = self.path()
        made.write_bytes(key[:1].encode() * size)
        self.cache.put("kind", key, made)
        self.put_keys.add(key)

    @rule(key=KEYS)
    def get(self, key: str) -> None:
        target = self.path()
        if self.cache.get("kind", key, target):
            content = target.read_bytes()
            assert content
            assert set(content) == {key.encode()[0]}
            assert key in self.put_keys
            self.taken[target] = content
        else:
            assert not target.exists()

    @rule(key=KEYS)
    def drop(self, key: str) -> None:
        self.cache.drop("kind", key)
        assert not self.cache.get("kind", key, self.path())

    @rule()
    def trim(self) -> None:
        before = self.cache.used_bytes
        self.cache.trim()
        assert self.cache.used_bytes <= LIMIT
        if before <= LIMIT:
            assert self.cache.used_bytes == before, "nothing is removed without need"

    @rule()
    def killed_while_copying(self) -> None:
        (self.folder / "cache" / "unfinished" / "half").write_bytes(b"x")

    @invariant()
    def what_was_taken_stays(self) -> None:
        for path, content in self.taken.items():
            assert path.read_bytes() == content


CacheMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestCacheMachine = CacheMachine.TestCase


def entry(folder: Path, name: str, size: int = 400) -> Path:
    path = folder / name
    path.write_bytes(b"x" * size)
    return path


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    cache = ContentCache(tmp_path / "cache", LIMIT)
    for number, name in enumerate("abc"):
        cache.put("kind", name * 64, entry(tmp_path, name))
        os.utime(tmp_path / "cache" / "entries" / "kind" / (name * 2) / (name * 64), (number, number))
    assert cache.get("kind", "a" * 64, tmp_path / "taken")
    cache.trim()
    assert cache.get("kind", "a" * 64, tmp_path / "again")
    assert not cache.get("kind", "b" * 64, tmp_path / "b2")


def test_an_entry_that_another_process_removes_at_once_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = os.link

    def link_and_trim(source: Path, target: Path) -> None:
        link(source, target)
        target.unlink()

    cache = ContentCache(tmp_path / "cache", LIMIT)
    monkeypatch.setattr(os, "link", link_and_trim)
    cache.put("kind", "a" * 64, entry(tmp_path, "a"))
    assert cache.used_bytes == 0


def test_without_a_limit_nothing_is_kept(tmp_path: Path) -> None:
    cache = ContentCache(tmp_path / "cache", 0)
    cache.put("kind", "a" * 64, entry(tmp_path, "a"))
    with cache.lock("kind", "a", nothing):
        assert not cache.get("kind", "a" * 64, tmp_path / "taken")
    cache.trim()
    assert not (tmp_path / "cache").exists()


def test_another_file_system_gets_whole_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise OSError(18, "Invalid cross-device link")

    cache = ContentCache(tmp_path / "cache", LIMIT)
    monkeypatch.setattr(os, "link", refuse)
    cache.put("kind", "a" * 64, entry(tmp_path, "a"))
    assert cache.get("kind", "a" * 64, tmp_path / "taken")
    assert (tmp_path / "taken").read_bytes() == b"x" * 400
    assert not list((tmp_path / "cache" / "unfinished").iterdir())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "cache", "taken"]


def test_a_full_disk_leaves_no_half_entry(full_disk: Path, tmp_path: Path) -> None:
    cache = ContentCache(full_disk / "cache", 10**9)
    with pytest.raises(OSError, match="No space"):
        cache.put("kind", "a" * 64, entry(tmp_path, "large", 4_000_000))
    assert not cache.get("kind", "a" * 64, tmp_path / "taken")
    assert not list((full_disk / "cache" / "unfinished").iterdir())


RACING = """
    import sys, time
    from pathlib import Path
    from geminivideo.core.content_cache import ContentCache

    folder, name = Path({folder!r}), sys.argv[1]
    cache = ContentCache(folder / "cache", 10**6)
    for number in range(12):
        key = f"{{number:02}}" * 32
        with cache.lock("kind", key, lambda: None):
            target = folder / f"{{name}}-{{number}}"
            if not cache.get("kind", key, target):
                with (folder / "made").open("a") as log:
                    log.write(f"{{number}}\\n")
                target.write_text("x" * 1000)
                time.sleep(0.01)
                cache.put("kind", key, target)
"""


def test_two_processes_never_make_the_same_entry(tmp_path: Path) -> None:
    script = textwrap.dedent(RACING).format(folder=str(tmp_path))
    racers = [subprocess.Popen([sys.executable, "-c", script, name]) for name in ("one", "two", "three")]
    assert [racer.wait() for racer in racers] == [0, 0, 0]
    assert sorted(map(int, (tmp_path / "made").read_text().split())) == list(range(12))
    assert not list((tmp_path / "cache" / "locks").iterdir())


HOLDING = """
    import time
    from pathlib import Path
    from geminivideo.core.content_cache import ContentCache
    from geminivideo.core.slots import Slots

    folder = Path({folder!r})
    with ContentCache(folder / "cache", 10**6).lock("kind", "key", lambda: None):
        with Slots(folder / "slots", 2).take(2, lambda: None):
            print("holds", flush=True)
            time.sleep(60)
"""


def test_a_killed_process_frees_its_lock_and_its_slots(tmp_path: Path) -> None:
    script = textwrap.dedent(HOLDING).format(folder=str(tmp_path))
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"holds\n"
    asked: list[float] = []

    def give_up() -> None:
        asked.append(time.monotonic())
        if len(asked) > 3:
            raise CancelledError("It was held.", next_step="wait")

    cache, slots = ContentCache(tmp_path / "cache", 10**6), Slots(tmp_path / "slots", 2)
    with pytest.raises(CancelledError), cache.lock("kind", "key", give_up):
        raise AssertionError("another holds the lock")
    with pytest.raises(CancelledError), slots.take(1, give_up):
        raise AssertionError("another holds the slots")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    with cache.lock("kind", "key", nothing), slots.take(2, nothing):
        pass


def test_slots_bound_what_runs_at_once_and_heavy_work_takes_more(tmp_path: Path) -> None:
    running: list[int] = []
    seen: list[int] = []

    def work(weight: int) -> None:
        with Slots(tmp_path, 3).take(weight, nothing):
            running.append(weight)
            seen.append(sum(running))
            time.sleep(0.01)
            running.remove(weight)

    threads = [Thread(target=work, args=(weight,)) for weight in (1, 2, 1, 9, 1, 2, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(seen) == 7
    assert max(each for each in seen if each < 9) <= 3
    assert seen.count(9) == 1, "what wants more than there is gets all, alone"
