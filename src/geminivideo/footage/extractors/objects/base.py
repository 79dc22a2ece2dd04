"""What every object detector does."""

from typing import Protocol

from geminivideo.core.footage_scene import SeenObject
from geminivideo.footage.decode import Picture


class ObjectDetector(Protocol):
    @property
    def backend(self) -> str:
        """Name and version of what finds the objects, as it stands in `content.backends`."""

    def find(self, picture: Picture) -> tuple[SeenObject, ...]:
        """Objects in a picture, the surest first. Not for two threads at once."""
