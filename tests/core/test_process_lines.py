import os
import sys
from pathlib import Path

import pytest

from geminivideo.core.process_lines import Ending, SilentTooLongError, follow

TALKER = """
import os, sys, time
for word in sys.stdin.read().split():
    if word == "sleep":
        time.sleep(60)
    elif word == "noise":
        sys.stderr.write("noise\\n" * 100_000)
    elif word == "keys":
        print(sum(name.startswith("GEMINIVIDEO_") for name in os.environ), flush=True)
    elif word == "die":
        os.kill(os.getpid(), 11)
    else:
        print(word, flush=True)
"""


@pytest.fixture
def talk(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "talker.py").write_text(TALKER)
    return {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}


def heard(request: str, environment: dict[str, str], silence: float = 60.0) -> tuple[list[bytes], Ending]:
    lines: list[bytes] = []
    ending = follow(
        "talker",
        request.encode(),
        check=lambda: None,
        on_line=lines.append,
        silence_seconds=silence,
        environment=environment,
    )
    return lines, ending


def test_lines_come_whole_whatever_their_length_and_the_noise(talk: dict[str, str]) -> None:
    long = "x" * 500_000
    lines, ending = heard(f"one noise {long} two", talk)
    assert lines == [b"one", long.encode(), b"two"]
    assert ending.code == 0


def test_half_a_line_is_none_and_a_signal_is_named(talk: dict[str, str]) -> None:
    lines, ending = heard("one die", talk)
    assert lines == [b"one"]
    assert ending.reason == "it was ended by SIGSEGV"


def test_silence_ends_it(talk: dict[str, str]) -> None:
    with pytest.raises(SilentTooLongError):
        heard("one sleep", talk, silence=0.2)


def test_an_error_of_the_listener_ends_it_at_once(talk: dict[str, str]) -> None:
    def stop(_line: bytes) -> None:
        raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        follow("talker", b"one sleep", check=lambda: None, on_line=stop, silence_seconds=60, environment=talk)


def test_it_is_told_none_of_the_keys_in_the_settings(talk: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINIVIDEO_OPENAI_API_KEY", "secret")
    assert heard("keys", talk)[0] == [b"0"]
