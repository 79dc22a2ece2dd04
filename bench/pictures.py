"""`python -m bench.pictures`: run the demo and make the README's two pictures from what it printed and rendered."""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
from PIL import Image
from rich.console import Console

from geminivideo.app.cli.tables import ranking

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
_SHOWN_ROWS, _COLUMNS = 6, 100
_MOMENTS = (0.04, 0.3, 0.55, 0.8, 0.985)
_HEIGHT = 640
# Rich's own format loads fonts from elsewhere; a picture in a repository should load nothing.
_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>text {{ font-family: monospace; font-size: {char_height}px; }} {styles}</style>
<defs>{lines}</defs>
<rect fill="#16181d" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="geminivideo-pictures-") as folder:
        command = [sys.executable, "-m", "geminivideo", "demo", "--json", "--renders", "1", "--out", folder]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        (PICTURES / "ranking.svg").write_text(_table(found["campaign"]), "utf-8")
        _strip(next(Path(folder).glob("*.mp4"))).save(PICTURES / "frames.jpg", quality=85, optimize=True)


def _table(campaign: Mapping[str, Any]) -> str:
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(ranking(campaign, shown=_SHOWN_ROWS))
    return console.export_svg(code_format=_SVG)


def _strip(video: Path) -> Image.Image:
    frames = [_frame(video, moment) for moment in _MOMENTS]
    strip = Image.new("RGB", (sum(f.width for f in frames) + 8 * (len(frames) - 1), _HEIGHT), "white")
    left = 0
    for frame in frames:
        strip.paste(frame, (left, 0))
        left += frame.width + 8
    return strip


def _frame(video: Path, moment: float) -> Image.Image:
    """The first frame at or after `moment`, a share of the video's length."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        wanted = int(stream.frames * moment)
        frame: Any = next(f for n, f in enumerate(container.decode(stream)) if n >= wanted)
        image: Image.Image = frame.to_image()
    return image.resize((image.width * _HEIGHT // image.height, _HEIGHT), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
