"""What a campaign's footage shows, in words that a Director can write for: data from outside, like all of it."""

from collections.abc import Sequence

from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.scene_words import in_short, words_of

_MOST = 60


def footage_in_words(scenes: Sequence[FootageScene]) -> list[str]:
    """One line for each different scene of which something is known; of many, some from all along the footage."""
    lines = list(dict.fromkeys(line for scene in scenes if (line := _line(scene))))
    step = max(1.0, len(lines) / _MOST)
    return [lines[int(at * step)] for at in range(min(_MOST, len(lines)))]


def _line(scene: FootageScene) -> str:
    """The file's name is what a person called it, where nobody looked; else it helps little."""
    known = in_short(words_of(scene.content)) or scene.source.label
    scale = scene.content.shot_scale
    return f"{scale.replace('_', ' ')}: {known}" if known and scale else known
