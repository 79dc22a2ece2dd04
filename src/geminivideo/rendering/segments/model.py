"""Segments: stretches of an ad that are encoded by themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames `first` to `first + frames` of a clip; past the clip's end it is what shows under the next transition."""

    clip: int
    first: int
    frames: int


@dataclass(frozen=True, slots=True)
class Segment:
    start: int
    pieces: tuple[Piece, ...]

    @property
    def frames(self) -> int:
        return sum(piece.frames for piece in self.pieces)

    @property
    def end(self) -> int:
        return self.start + self.frames
