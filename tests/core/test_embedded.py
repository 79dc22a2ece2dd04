"""The embedded servers survive what users do to them: kill -9, a stale lock file, a second start."""

import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path

import psutil
import psycopg
import pytest
from redis import Redis

from geminivideo.core.disk import make_home
from geminivideo.core.embedded import places
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.embedded.valkey import EmbeddedValkey
from geminivideo.core.errors import UnavailableError

_NOBODY = 65534

START_AND_WRITE = """
import sys, time
from pathlib import Path
import psycopg
from redis import Redis
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.core.embedded.valkey import EmbeddedValkey
postgres, valkey = EmbeddedPostgres(Path(sys.argv[1])), EmbeddedValkey(Path(sys.argv[1]))
postgres.start(), valkey.start()
with psycopg.connect(postgres.url) as connection:
    connection.execute("CREATE TABLE kept (note text)")
    connection.execute("INSERT INTO kept VALUES ('still here')")
client = Redis.from_url(valkey.url)
client.set("kept", "still here")
time.sleep(1.2)  # the broker writes its log to disk every second
print(postgres._process.pid, valkey._process.pid, flush=True)
time.sleep(60)
"""


def test_data_survives_a_kill_of_the_whole_family(open_home: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", START_AND_WRITE, str(open_home)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    postgres, valkey = EmbeddedPostgres(open_home), EmbeddedValkey(open_home)
    postgres.start()
    valkey.start()
    try:
        with psycopg.connect(postgres.url) as connection:
            assert connection.execute("SELECT note FROM kept").fetchone() == ("still here",)
        assert Redis.from_url(valkey.url).get("kept") == b"still here"
        assert not any(_alive(pid) for pid in pids)
    finally:
        postgres.stop()
        valkey.stop()


def _alive(pid: int) -> bool:
    """Whether the process still does anything; a zombie waiting for this container's init does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_lock_file_of_an_unrelated_process_is_cleared(open_home: Path) -> None:
    """As in a restarted container, where the old server's pid may now be anybody's, our own for instance."""
    first = EmbeddedPostgres(open_home)
    first.start()
    first.stop()
    data = open_home / "postgres" / "data"
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n\n127.0.0.1\n")
    second = EmbeddedPostgres(open_home)
    second.start()
    second.stop()


def test_restart_keeps_the_address(open_home: Path) -> None:
    postgres = EmbeddedPostgres(open_home)
    first = postgres.start()
    assert postgres._process is not None
    postgres._process.send_signal(signal.SIGKILL)
    postgres._process.wait()
    assert not postgres.is_running()
    assert postgres.start() == first
    postgres.stop()


def test_strangers_are_kept_out(postgres: EmbeddedPostgres, valkey: EmbeddedValkey) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url.replace(postgres.url.split(":")[2].split("@")[0], "wrong"))
    with pytest.raises(Exception, match=r"(?i)auth"):
        Redis(host="127.0.0.1", port=int(valkey.url.rsplit(":", 1)[1].split("/")[0])).get("x")


@pytest.mark.skipif(os.geteuid() != 0, reason="as an ordinary user all the other tests show it")
def test_an_ordinary_user_can_start_them_too(open_home: Path) -> None:
    """In a fork that gives its rights up: the tests' own Python may lie in a folder closed to others."""
    os.chown(open_home, _NOBODY, _NOBODY)
    child = os.fork()
    if child == 0:
        os._exit(_start_and_stop_as_nobody(open_home))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert (open_home / "postgres" / "data").exists()


def _start_and_stop_as_nobody(home: Path) -> int:
    os.setgroups([])
    os.setgid(_NOBODY)
    os.setuid(_NOBODY)
    try:
        for server in (EmbeddedPostgres(home), EmbeddedValkey(home)):
            server.start()
            server.stop()
    except BaseException:  # noqa: BLE001 - a forked child must never return into pytest
        traceback.print_exc()
        return 1
    return 0


def test_unusable_home_is_explained_before_anything_starts(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    with pytest.raises(UnavailableError, match="cannot be used"):
        make_home(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
def test_root_with_a_closed_home_gets_a_place_that_the_other_account_can_reach(
    open_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = open_home / "shared"
    monkeypatch.setattr(places, "_SHARED_BASE", shared)
    closed = open_home / "closed"
    closed.mkdir(mode=0o700)
    found = places.postgres_places(closed)
    assert found.base.is_relative_to(shared)
    assert found == places.postgres_places(closed)
    assert found != places.postgres_places(open_home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs PostgreSQL under another account")
def test_programs_in_a_closed_folder_are_copied_out_and_run(open_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_SHARED_BASE", open_home / "shared")
    copied = places._copy_out(places._install_folder())
    version = subprocess.run(
        [copied / "bin" / "postgres", "--version"], user=_NOBODY, group=_NOBODY, capture_output=True, check=True
    )
    assert b"PostgreSQL" in version.stdout
