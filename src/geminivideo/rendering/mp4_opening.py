"""Opening an MP4 for as little as it takes: its index says what its streams are, so no picture is decoded for that."""

from pathlib import Path
from typing import Any

MP4 = "mov"  # the demuxer
_UNPROBED = {"skip_frame": "all", "probesize": "32"}  # of the first packet it is only asked that it is there


def opened_mp4(path: Path) -> Any:
    """A container, to be closed by whoever asked for it. Size and times are known, the pixel format is not yet.

    Raises:
        av.FFmpegError: when it is none.
    """
    import av

    options = {"protocol_whitelist": "file", **_UNPROBED}
    return av.open(str(path), format=MP4, options=options, metadata_errors="replace")
