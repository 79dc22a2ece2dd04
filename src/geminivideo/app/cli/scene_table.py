"""The ranked scenes of footage for the terminal; whatever was read, heard or written in a video is data."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table

from geminivideo.app.cli.markup import escape
from geminivideo.core.footage_scene import SceneContent
from geminivideo.core.scene_words import in_short, words_of
from geminivideo.core.visible_text import clean


def scenes(footage: Mapping[str, Any]) -> Table:
    title = f"{len(footage['scenes'])} scenes"
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=True)
    for name in ("#", "scene\nseconds", "score\nCTR"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("seen, written, said\nwhy", overflow="fold", ratio=1)
    for scene in sorted(footage["scenes"], key=lambda s: s["rank"]):
        table.add_row(*_row(scene))
    return table


def _row(scene: Mapping[str, Any]) -> list[str]:
    ctr, measured = scene["predicted_ctr"], _measured(scene["features"])
    content = SceneContent.model_validate(scene["content"])
    return [
        str(scene["rank"]),
        f"{scene['index']}\n{scene['start_seconds']:.1f} - {scene['end_seconds']:.1f}",
        f"{scene['score']:.0f}\n{'-' if ctr is None else f'{ctr:.1%}'}",
        "\n".join([*_content(content), escape(clean(", ".join(scene["reasons"]))), f"[dim]{measured}[/]"]),
    ]


def _content(content: SceneContent) -> Iterator[str]:
    if found := clean(in_short(words_of(content))):
        yield escape(found)
    if not content.use:
        yield "[red]not in ads[/]"
    if content.corrected:
        yield f"[bold]corrected:[/] {escape(clean(', '.join(content.corrected)))}"


def _measured(features: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {_number(features[name])}" for name in ("motion", "faces"))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
