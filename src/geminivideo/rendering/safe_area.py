"""Where text may stand: what each platform's own buttons, names and descriptions leave free.

Numbers are shares of the frame, from the platforms' published templates for ads as of 2026, rounded to the safe side.
"""

from dataclasses import dataclass

from geminivideo.core.vocabulary import FrameSize, Platform
from geminivideo.rendering.area import Area
from geminivideo.rendering.text.fonts import AnyFont, OwnFont


@dataclass(frozen=True, slots=True)
class _Margins:
    top: float
    bottom: float
    side: float  # the wider of both sides, so that centred text stays in the middle of the picture


_MARGINS = {
    Platform.INSTAGRAM_REELS: _Margins(0.14, 0.35, 0.11),
    Platform.TIKTOK: _Margins(0.12, 0.27, 0.12),
    Platform.YOUTUBE_SHORTS: _Margins(0.12, 0.27, 0.12),
    Platform.INSTAGRAM_FEED: _Margins(0.06, 0.06, 0.06),
    Platform.FACEBOOK_FEED: _Margins(0.06, 0.06, 0.06),
    Platform.SQUARE: _Margins(0.06, 0.06, 0.06),
    Platform.YOUTUBE: _Margins(0.07, 0.12, 0.08),
    Platform.FACEBOOK_VIDEO: _Margins(0.07, 0.09, 0.08),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a frame: a title above, captions below, and what a card fills when it has neither."""

    frame: FrameSize
    safe: Area
    strip: float = 0.0  # pixels at the top of the safe area that belong to the logo
    own_font: OwnFont | None = None
    head: float = 0.0  # pixels at the top of the safe area that belong to a countdown, while it is seen

    def drawn_at(self, frame: FrameSize) -> "Layout":
        """The same layout in a frame of another size."""
        across, down = frame.width / self.frame.width, frame.height / self.frame.height
        return Layout(frame, self.safe.enlarged(across, down), self.strip * down, self.own_font, self.head * down)

    def face(self, font: AnyFont) -> AnyFont:
        """The font that a text is set in where the design says `font`."""
        return self.own_font or font

    def below_logo(self, area: Area) -> Area:
        """Also below a countdown."""
        top = self.safe.top + max(self.strip, self.head)
        return area if area.top >= top else Area(area.left, top, area.right, area.bottom)

    @property
    def unit(self) -> float:
        """Pixels that one pixel of a 1080x1920 design is here."""
        return min(self.frame.width, 0.75 * self.frame.height) / 1080

    @property
    def title(self) -> Area:
        band = self.safe.band(0.0, 0.32)
        lower = max(0.0, self.head - self.strip)  # a countdown pushes titles down, but makes them no smaller
        return self.below_logo(Area(band.left, band.top, band.right, band.bottom + lower))

    @property
    def low_title(self) -> Area:
        """For a title that would cover a face further up: its last line stands just above the captions."""
        return self.safe.band(0.36, 0.68)

    @property
    def card(self) -> Area:
        """For the words of a card, which stand alone."""
        return self.below_logo(self.safe.band(0.10, 0.90))

    @property
    def captions(self) -> Area:
        return self.safe.band(0.70, 1.0)


def layout_for(platform: Platform) -> Layout:
    frame, margins = platform.frame, _MARGINS[platform]
    side = margins.side * frame.width
    top, bottom = margins.top * frame.height, (1 - margins.bottom) * frame.height
    return Layout(frame, Area(side, top, frame.width - side, bottom))
