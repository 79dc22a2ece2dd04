"""A still that an account gives for an ad."""

from dataclasses import dataclass

from geminivideo.rendering.library.model import AssetRef
from geminivideo.rendering.stills.framing import Picture


@dataclass(frozen=True, slots=True)
class Still:
    """`words` is what its title and its tags say."""

    ref: AssetRef
    picture: Picture
    words: str
