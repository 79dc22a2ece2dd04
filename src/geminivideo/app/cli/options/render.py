"""What is to be rendered: blueprints with all that may be asked of them, or what there is already as it is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from geminivideo.app.cli.options.graphics import GraphicsOptions
from geminivideo.app.cli.options.picture import FrameOptions, PictureOptions
from geminivideo.app.cli.options.sound import SoundOptions, VoiceOptions


@dataclass(frozen=True, slots=True)
class Winners:
    campaign_id: Annotated[str | None, typer.Argument(help="As `geminivideo generate` printed it.")] = None
    blueprint: Annotated[list[str] | None, typer.Option(help="A blueprint's id; repeat for more.")] = None
    top: Annotated[int, typer.Option(min=1, max=100, help="Without --blueprint: how many of the best.")] = 3


@dataclass(frozen=True, slots=True)
class RenderOptions:
    frame: FrameOptions
    picture: PictureOptions
    sound: SoundOptions
    voice: VoiceOptions
    graphics: GraphicsOptions

    @property
    def body(self) -> dict[str, Any]:
        return self.frame.body | self.picture.body | self.sound.body | self.voice.body | self.graphics.body


@dataclass(frozen=True, slots=True)
class PlanOptions:
    plan: Annotated[Path | None, typer.Option(help="An edit plan to render as it is, instead of blueprints.")] = None
    video: Annotated[str | None, typer.Option(help="A preview's video_id: its ad in full, as it is.")] = None
    edit: Annotated[
        list[str] | None,
        typer.Option(help="An edit of --plan, such as 'trim clip=3 edge=tail by=-12'; repeat for more."),
    ] = None
    save_plan: Annotated[Path | None, typer.Option(help="Where the edit plan of the one rendered ad goes.")] = None
