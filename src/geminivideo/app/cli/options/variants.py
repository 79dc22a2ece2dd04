"""What a variant changes."""

from dataclasses import dataclass
from typing import Annotated, Any

import typer

from geminivideo.app.cli.options.shared import Preview, one_of
from geminivideo.app.cli.options.sound import MusicOptions
from geminivideo.core.vocabulary import CaptionStyle, Quality


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantOptions:
    hook: Annotated[list[str] | None, typer.Option(help="Said and shown instead of the hook; repeat for more.")] = None
    music: MusicOptions
    cta: Annotated[str | None, typer.Option(help="What the button says.")] = None
    caption_style: Annotated[CaptionStyle | None, typer.Option(metavar="NAME", help=f"Of {one_of(CaptionStyle)}.")] = (
        None
    )
    quality: Annotated[
        Quality | None, typer.Option(metavar="NAME", help=f"Of {one_of(Quality)}; else the ad's own.")
    ] = None
    preview: Preview = False

    @property
    def body(self) -> dict[str, Any]:
        return {
            "hooks": [{"text": text} for text in self.hook or []],
            **self.music.body,
            "cta_text": self.cta,
            "caption_style": self.caption_style,
            "quality": self.quality,
            "preview": self.preview,
        }
