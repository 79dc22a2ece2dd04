"""Which previews there are."""

from enum import StrEnum


class Preview(StrEnum):
    """By the name of its file, beside the video."""

    CONTACT_SHEET = "contact-sheet.jpg"
    STRIP = "strip.jpg"
    WAVEFORM = "waveform.png"
    CROP = "crop.jpg"

    @property
    def content_type(self) -> str:
        return "image/png" if self.value.endswith(".png") else "image/jpeg"

    def key(self, video_key: str) -> str:
        """Where it is in the storage: in a folder beside its video."""
        return f"{video_key.rpartition('/')[0]}/previews/{self.value}"
