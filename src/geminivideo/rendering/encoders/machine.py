"""What stands for the hardware and its drivers, so that a verdict on an encoder is not kept past a change to them."""

import hashlib
import json
import platform
from pathlib import Path

_DEVICES = ("/dev/nvidia*", "/dev/dri/*")
_DRIVERS = (Path("/proc/driver/nvidia/version"),)


def machine_digest() -> str:
    known = {
        "system": [platform.system(), platform.release(), platform.version(), platform.machine(), platform.node()],
        "devices": sorted(str(path) for pattern in _DEVICES for path in Path("/").glob(pattern.lstrip("/"))),
        "drivers": [path.read_text("utf-8", errors="replace") for path in _DRIVERS if path.exists()],
    }
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()
