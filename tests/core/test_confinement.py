import os
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

MIB = 1024**2


def confined(code: str) -> "subprocess.CompletedProcess[str]":
    start = f"from geminivideo.core.confinement import confine; confine(memory_bytes={600 * MIB}, cpu_seconds=20)\n"
    return subprocess.run([sys.executable, "-c", start + code], capture_output=True, text=True, check=False)


def test_memory_ends_where_it_was_said() -> None:
    assert "MemoryError" in confined(f"bytes({700 * MIB})").stderr
    assert confined(f"bytes({100 * MIB})").returncode == 0


def test_no_file_is_written(tmp_path: Path) -> None:
    target = tmp_path / "written"
    ended = confined(f"import os; os.write(os.open({str(target)!r}, os.O_CREAT | os.O_WRONLY), b'x')")
    assert ended.returncode != 0
    assert target.stat().st_size == 0


def test_limits_are_those_of_the_process_alone() -> None:
    told = confined("import resource as r; print(r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_CPU)[0])").stdout
    assert told.split() == ["(0,", "0)", "20"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 0  # of the test's own


def test_a_server_next_door_cannot_be_reached_where_the_system_allows_that() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reach = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
        left = confined("from geminivideo.core.confinement import leave_network; print(leave_network())").stdout.strip()
        reached = confined(reach).returncode == 0
    if left != "True":
        pytest.skip(f"this system gives user {os.geteuid()} no network of its own")
    assert not reached


def test_it_reads_what_it_could_read_before(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mine")
    secret.chmod(0o600)
    assert confined(f"print(open({str(secret)!r}).read())").stdout.strip() == "mine"
