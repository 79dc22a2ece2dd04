"""Where a brought detector's file is: a path, or a known name, fetched only when the operator allows it."""

import hashlib
import os
import secrets
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geminivideo.core.disk import out_of_room_is_named
from geminivideo.core.errors import UnavailableError

if TYPE_CHECKING:
    import httpx

_TIMEOUT_SECONDS = 30.0
_RELEASE = "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0"


@dataclass(frozen=True, slots=True)
class PublishedModel:
    """A file of exactly this size and hash; anything else under its address is refused."""

    address: str
    size: int
    sha256: str


# YOLOX (Ge et al., 2021; Apache-2.0) as its authors exported it; docs/decisions tells where the hashes are from.
PUBLISHED = {
    "yolox_tiny": PublishedModel(
        f"{_RELEASE}/yolox_tiny.onnx", 20_219_662, "427cc366d34e27ff7a03e2899b5e3671425c262ea2291f88bb942bc1cc70b0f7"
    ),
    "yolox_s": PublishedModel(
        f"{_RELEASE}/yolox_s.onnx", 35_858_002, "c5c2d13e59ae883e6af3b45daea64af4833a4951c92d116ec270d9ddbe998063"
    ),
}


def model_file(model: str, folder: Path | None, *, may_download: bool) -> Path:
    """The file that `model` names, fetched into `folder` first where that is allowed and needed.

    Raises:
        UnavailableError: when a known name is not here and must not or cannot be fetched.
        StorageFullError: when there is no room for it.
    """
    published = PUBLISHED.get(model)
    if published is None:
        return Path(model).expanduser()
    kept = folder / f"{model}.onnx" if folder else None
    if kept and kept.is_file():
        return kept
    if kept is None or not may_download:
        raise _missing(
            f"{model} is not on this machine, and GEMINIVIDEO_OBJECT_MODEL_DOWNLOAD does not allow fetching it"
        )
    fetch(published, kept)
    return kept


def fetch(published: PublishedModel, to: Path, trust: ssl.SSLContext | None = None) -> None:
    """Fetch a file whole or not at all. Two at once do no harm: the same bytes take the same place.

    Raises:
        UnavailableError: when it cannot be had, or is not what was published.
        StorageFullError: when there is no room for it.
    """
    draft = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    try:
        with out_of_room_is_named(to.parent):
            to.parent.mkdir(parents=True, exist_ok=True)
            digest = _write(published, draft, trust)
            if digest != published.sha256:
                raise _missing(f"what {to.stem}'s address gave is not what was published (SHA-256 {digest[:12]}…)")
            draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)


def _write(published: PublishedModel, draft: Path, trust: ssl.SSLContext | None) -> str:
    import httpx

    digest, received = hashlib.sha256(), 0
    client = httpx.Client(
        verify=trust or True, follow_redirects=True, timeout=_TIMEOUT_SECONDS, event_hooks={"request": [_only_https]}
    )
    try:
        with client, client.stream("GET", published.address) as answer, draft.open("wb") as file:
            answer.raise_for_status()
            for block in answer.iter_bytes():
                received += len(block)
                if received > published.size:
                    raise _missing(f"its address gives more than the {published.size} bytes that were published")
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    except httpx.HTTPError as error:
        raise _missing(f"it could not be fetched ({type(error).__name__})") from error
    return digest.hexdigest()


def _only_https(request: "httpx.Request") -> None:
    """Of every hop: a redirect must not lead to an address that anybody on the way can answer for."""
    if request.url.scheme != "https":
        raise _missing(f"its address leads to one of {request.url.scheme}, not https")


def _missing(why: str) -> UnavailableError:
    return UnavailableError(
        f"The object detector that GEMINIVIDEO_OBJECT_MODEL names is missing: {why}.",
        next_step="set GEMINIVIDEO_OBJECT_MODEL to the path of an ONNX file, or"
        " GEMINIVIDEO_OBJECT_MODEL_DOWNLOAD to true",
    )
