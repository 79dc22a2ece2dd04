"""The package with the models can download others; its code must never be loaded."""

import subprocess
import sys

_PROGRAM = """
import socket, sys
def refuse(*_): raise AssertionError("the network was touched")
socket.socket.connect = socket.getaddrinfo = refuse
from geminivideo.footage.extractors.writing.reader import WritingReader
WritingReader(960, 0.65)
print([name for name in ("rapidocr", "requests", "omegaconf") if name in sys.modules])
"""


def test_the_reader_starts_without_the_package_s_code_and_says_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
    assert not done.stderr
