"""`geminivideo find QUERY`: the scenes that show it, as a table."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.markup import escape
from geminivideo.app.cli.stack import gateway
from geminivideo.core.scene_words import SceneWords, in_short
from geminivideo.core.settings import Settings


def run_find(settings: Settings, output: Output, asked: Mapping[str, Any]) -> None:
    with gateway(settings, output.say) as client:
        answer = client.search(asked)
    if answer["results"]:
        output.show(found_scenes(answer))
    else:
        output.say(no_match(answer))
    for note in answer["notes"]:
        output.say(f"Note: {note}.")
    output.result(answer)


def found_scenes(answer: Mapping[str, Any]) -> Table:
    title = f"{len(answer['results'])} of {answer['searched']} scenes"
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=True)
    for name in ("#", "alike", "scene\nseconds"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("footage", "seen, written, said", "why"):
        table.add_column(name, overflow="fold", ratio=1)
    for number, found in enumerate(answer["results"], start=1):
        table.add_row(str(number), *_row(found))
    return table


def no_match(answer: Mapping[str, Any]) -> str:
    if not answer["searched"]:
        return (
            "There is no scene to search: the account has no footage that is ready, or none that passes the filters."
            " Take filters away, or add footage: `geminivideo analyze VIDEO`; `--account` searches another account."
        )
    return (
        f"Nothing like {answer['query']!r} in {answer['searched']} scenes. Say it in other words, such as what stands"
        " in the picture, or add footage: `geminivideo analyze VIDEO`."
    )


def _row(found: Mapping[str, Any]) -> list[str]:
    return [
        f"{found['similarity']:.2f}",
        f"{found['index']}\n{found['start_seconds']:.1f} - {found['end_seconds']:.1f}",
        f"{escape(found['label'])}\n[dim]{found['footage_id']}[/]",
        escape(_content(found["content"])),
        escape("; ".join(found["reasons"])),
    ]


def _content(content: Mapping[str, Any]) -> str:
    words = SceneWords(
        described=content["description"],
        seen=content["objects"],
        written=tuple(content["text"] or ()),
        said=content["transcript"],
    )
    return in_short(words) or "-"
