"""Where Whisper's weights are: a folder, or a name on the model hub, fetched only when the operator allows it."""

from dataclasses import dataclass
from pathlib import Path

from geminivideo.core.errors import UnavailableError

_FILES = ("model.bin", "config.json", "tokenizer.json")
_PATTERNS = (*_FILES, "preprocessor_config.json", "vocabulary.*")
_PUBLISHER = "Systran/faster-whisper-"


@dataclass(frozen=True, slots=True)
class WhisperWeights:
    """`model` is a folder, a size (`small`), or a hub name (`owner/name`) of weights in CTranslate2's format."""

    model: str
    may_download: bool

    @property
    def label(self) -> str:
        return Path(self.model).name

    @property
    def identity(self) -> str:
        """Which weights these are: the hub's commit names the folder, else size and date stand for the file."""
        folder = self.folder()
        file = (folder / "model.bin").stat()
        return f"{folder.name} {file.st_size} {file.st_mtime_ns}"

    def folder(self) -> Path:
        """The folder with the weights, fetched first where that is allowed and needed.

        Raises:
            UnavailableError: when they are not here and must not or cannot be fetched.
        """
        given = Path(self.model).expanduser()
        if given.is_dir():
            return _whole(given)
        if given.is_absolute() or self.model.startswith((".", "~")):
            raise _missing(f"{self.model} is no folder")
        return self._from_hub()

    def _from_hub(self) -> Path:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

        name = self.model if "/" in self.model else f"{_PUBLISHER}{self.model}"
        try:
            found = snapshot_download(name, allow_patterns=list(_PATTERNS), local_files_only=not self.may_download)
        except LocalEntryNotFoundError as error:
            allow = "" if self.may_download else ", and GEMINIVIDEO_WHISPER_DOWNLOAD does not allow fetching it"
            raise _missing(f"the model {self.model} is not on this machine{allow}") from error
        except (HfHubHTTPError, HFValidationError, OSError) as error:
            raise _missing(f"the model {self.model} could not be fetched ({type(error).__name__})") from error
        return _whole(Path(found))


def _whole(folder: Path) -> Path:
    lacking = [name for name in _FILES if not (folder / name).is_file()]
    if lacking:
        raise _missing(f"{folder.name} lacks {', '.join(lacking)}")
    return folder


def _missing(why: str) -> UnavailableError:
    return UnavailableError(
        f"Whisper has no weights: {why}.",
        next_step="point GEMINIVIDEO_WHISPER_MODEL at a folder of CTranslate2 weights, or set it to a model's name"
        " and GEMINIVIDEO_WHISPER_DOWNLOAD to true",
    )
