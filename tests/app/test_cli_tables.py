"""Tables stay readable on a narrow terminal: no column vanishes, no word is cut off."""

import io
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from geminivideo.app.cli.scene_table import scenes
from geminivideo.app.cli.tables import ranking, videos

CAMPAIGN: dict[str, Any] = {
    "approved": 47,
    "total_generated": 50,
    "generation_time_seconds": 3.21,
    "sources": {"oracle_details": {"basis": "prior"}},
    "blueprints": [
        {
            "id": "bp_041",
            "rank": 10,
            "council_score": 91.2,
            "predicted_roas": 13.57,
            "roas_interval": [2.46, 24.67],
            "confidence_level": "medium",
            "hook_type": "curiosity_gap",
            "hook_text": "[b]Out[/]: diets that never last.",
        }
    ],
}
FOOTAGE: dict[str, Any] = {
    "scenes": [
        {
            "rank": rank,
            "index": 13 - rank,
            "start_seconds": 118.04,
            "end_seconds": 127.3,
            "score": 100.0,
            "predicted_ctr": ctr,
            "features": {"motion": 0.5, "faces": None},
            "content": {"description": "[b]A dog[/] \x1b[31mbarks", "corrected": ["description", "use"], "use": False},
            "reasons": ["near-duplicate of scene 12", "not measured: objects, text, speech"],
        }
        for rank, ctr in ((11, 0.0321), (2, None))
    ]
}
VIDEOS = [
    {
        "blueprint_id": "bp_041",
        "duration_seconds": 30.03,
        "file_size_bytes": 123_456_789,
        "predicted_roas": 13.57,
        "hook_text": "What would you do with a week without it?",
        "preview": False,
    },
    {
        "blueprint_id": "bp_042",
        "duration_seconds": 15.0,
        "file_size_bytes": 1_000_000,
        "predicted_roas": None,
        "hook_text": "A hook that nobody judged",
        "preview": True,
    },
]


def drawn(table: Table, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(table)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize(
    ("table", "words"),
    [
        (ranking(CAMPAIGN, 10), "# id council ROAS 10 bp_041 91.2 13.57 2.46 24.67 [b]Out[/]: diets never last."),
        (scenes(FOOTAGE), "# scene seconds score CTR why 118.0 127.3 100 3.2% near-duplicate measured: motion 0.50,"),
        (
            videos(VIDEOS),
            "id seconds MB ROAS hook bp_041 30.0 123.5 13.57 What without it? bp_042 preview 1.0 - judged",
        ),
    ],
)
def test_every_word_is_there_at_any_width(table: Table, words: str, width: int) -> None:
    text = drawn(table, width)
    assert all(len(line) <= width for line in text.splitlines())
    assert "…" not in text
    shown = text.replace("│", " ").replace("┃", " ").split()
    assert [word for word in words.split() if word not in shown] == []


@pytest.mark.parametrize(("basis", "told"), [("prior", True), ("account", False)])
def test_a_ranking_without_any_result_behind_it_says_so(basis: str, told: bool) -> None:
    text = drawn(ranking({**CAMPAIGN, "sources": {"oracle_details": {"basis": basis}}}, 10), 140)
    assert ("no result of yours is in it" in " ".join(text.split())) is told


def test_scenes_come_in_the_order_of_their_rank() -> None:
    cells = [line.split("│")[1].strip() for line in drawn(scenes(FOOTAGE), 80).splitlines() if line.startswith("│")]
    assert [cell for cell in cells if cell] == ["2", "11"]


def test_what_a_video_or_a_person_says_is_shown_and_not_obeyed() -> None:
    text = " ".join(drawn(scenes(FOOTAGE), 140).split())
    assert "[b]A dog[/] [31mbarks" in text
    assert "not in ads" in text
    assert "corrected: description, use" in text
    assert "\x1b" not in text
