"""The files that a filter graph reads, made or linked into the folder of the render under names of our own."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from geminivideo.core.footage_scene import FootageSource
from geminivideo.rendering import end_card, overlay, source_facts
from geminivideo.rendering.background import write_background
from geminivideo.rendering.filter_graph import EndCardFiles, Materials
from geminivideo.rendering.plan import EditPlan, EndCardClip, FootageClip
from geminivideo.rendering.safe_area import layout_for
from geminivideo.rendering.workspace import Workspace

OpenSource = Callable[[FootageSource], AbstractContextManager[Path]]


def gather(
    plan: EditPlan, workspace: Workspace, open_source: OpenSource, stack: ExitStack, check: Callable[[], None]
) -> Materials:
    """Everything the graph needs; source files stay open as long as `stack` does."""
    paths = {}
    for source in plan.sources:
        check()
        paths[source.footage_id] = stack.enter_context(open_source(source))
    return Materials(
        sources={
            footage_id: workspace.link(f"source-{number}", path)
            for number, (footage_id, path) in enumerate(paths.items())
        },
        facts={footage_id: source_facts.look(path) for footage_id, path in paths.items()},
        backgrounds=_backgrounds(plan, workspace, check),
        end_card=_end_card(plan, workspace),
        subtitles=subtitle_file(plan, workspace).name,
    )


def subtitle_file(plan: EditPlan, workspace: Workspace) -> Path:
    def write(target: Path) -> None:
        target.write_text(overlay.subtitles(plan), "utf-8", newline="\n")

    return workspace.produce("captions", plan.model_dump_json(), ".ass", write)


def _backgrounds(plan: EditPlan, workspace: Workspace, check: Callable[[], None]) -> dict[int, str]:
    made = {}
    for index, clip in enumerate(plan.clips):
        if isinstance(clip, FootageClip):
            continue
        check()
        frames, seed = clip.frames + plan.tail(index), [plan.seed, index]

        def write(target: Path, frames: int = frames, seed: list[int] = seed) -> None:
            write_background(target, plan.palette, plan.platform.frame, frames, seed)

        inputs = f"{plan.palette.model_dump_json()} {plan.platform} {frames} {seed}"
        made[index] = workspace.produce("background", inputs, ".yuv", write).name
    return made


def _end_card(plan: EditPlan, workspace: Workspace) -> EndCardFiles | None:
    card = next((clip for clip in plan.clips if isinstance(clip, EndCardClip)), None)
    if card is None:
        return None
    layout = layout_for(plan.platform)
    captioned = any(caption.end > card.start for caption, _look, _area in overlay.captions(plan, layout))
    placed = end_card.arrange(card, layout, captioned=captioned)
    inputs = f"{card.model_dump_json()} {plan.palette.model_dump_json()} {plan.platform} {captioned}"
    panel = workspace.produce(
        "panel", inputs, ".png", lambda target: end_card.draw_panel(target, placed, layout, plan.palette)
    )
    button = workspace.produce(
        "button", inputs, ".png", lambda target: end_card.draw_button(target, placed, layout, plan.palette)
    )
    box = placed.button
    return EndCardFiles(panel.name, button.name, box.x + box.width // 2, box.y + box.height // 2)
