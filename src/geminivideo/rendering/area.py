"""A rectangle and its middle."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, in pixels or in shares of a picture: whoever makes it says which."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre_x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def centre_y(self) -> float:
        return (self.top + self.bottom) / 2

    def touches(self, other: "Area") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def enlarged(self, across: float, down: float) -> "Area":
        return Area(self.left * across, self.top * down, self.right * across, self.bottom * down)

    def band(self, top: float, bottom: float) -> "Area":
        """A part of the height, by shares of this area."""
        return Area(self.left, self.top + top * self.height, self.right, self.top + bottom * self.height)
