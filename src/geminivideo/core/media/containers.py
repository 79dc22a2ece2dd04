"""Telling a file's kind by its first bytes, never by its name."""

_TEXT_SIGNS = {
    b"#EXTM3U": "a playlist that points at other files",
    b"ffconcat": "a playlist that points at other files",
    b"<!DOCTYPE": "a web page",
    b"<!doctype": "a web page",
    b"<html": "a web page",
}
_OTHER_SIGNS = {
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "a still picture",
    b"\xff\xd8\xff": "a still picture",
    b"GIF8": "an animated picture",
    b"%PDF": "a document",
    b"ID3": "a sound file",
    b"OggS": "an Ogg file, which is not among the accepted kinds",
    b"fLaC": "a sound file",
}
_ISO_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"})
_TS_PACKET = 188


def demuxer_for(head: bytes) -> str | None:
    """The name of the only demuxer that may open a file starting with `head`; None when no kind fits."""
    if head[4:8] in _ISO_BOXES:
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return "avi"
    if head[:1] == head[_TS_PACKET : _TS_PACKET + 1] == head[2 * _TS_PACKET : 2 * _TS_PACKET + 1] == b"G":
        return "mpegts"
    return None


def describe_unknown(head: bytes) -> str:
    """What a refused file looks like, for the error message."""
    if not head:
        return "The file is empty."
    for sign, what in (_TEXT_SIGNS | _OTHER_SIGNS).items():
        if head.lstrip().startswith(sign):
            return f"The file is {what}, not a video."
    return "The file does not begin like any video."
