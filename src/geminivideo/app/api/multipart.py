"""Reading a multipart upload as a stream, so that a large file is never held in memory or written twice."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from geminivideo.core.errors import InvalidInputError

if TYPE_CHECKING:  # the library declares the type for checkers only
    from python_multipart.multipart import MultipartCallbacks

_MAX_FIELD_BYTES = 16 * 1024
_MAX_PARTS = 128  # a list is a field that is repeated
_FLUSH_BYTES = 1024 * 1024


@dataclass
class _Part:
    name: str = ""
    filename: str | None = None
    header_name: bytes = b""
    header_value: bytes = b""
    value: bytearray = field(default_factory=bytearray)


class FileForm:
    """A form with one file, in the part named `part_name`.

    The text fields and the file's name are complete once `chunks()` has been read to its end.
    """

    part_name: ClassVar[str]
    _remedy: ClassVar[str]

    def __init__(self, request: Request) -> None:
        self.fields: dict[str, list[str]] = {}
        self.filename: str | None = None
        self._request = request
        self._part = _Part()
        self._parts = 0
        self._pending = bytearray()
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise InvalidInputError("The request is not a multipart form.", next_step=self._remedy)
        self._parser = MultipartParser(options[b"boundary"], self._callbacks())

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file's bytes, about a mebibyte at a time.

        Raises:
            InvalidInputError: when the form is malformed, or has no file.
        """
        try:
            async for received in self._request.stream():
                self._parser.write(received)
                if len(self._pending) >= _FLUSH_BYTES:
                    yield self._take_pending()
            self._parser.finalize()
        except MultipartParseError as error:
            raise InvalidInputError(f"The multipart form is malformed ({error}).", next_step=self._remedy) from error
        if self.filename is None:
            raise InvalidInputError(f"The form has no file in a part named `{self.part_name}`.", next_step=self._remedy)
        if self._pending:
            yield self._take_pending()

    def text(self, name: str) -> str | None:
        values = self.fields.get(name)
        return values[-1] if values else None

    def _take_pending(self) -> bytes:
        taken = bytes(self._pending)
        self._pending.clear()
        return taken

    def _callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._on_part_begin,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_part_data": self._on_part_data,
            "on_part_end": self._on_part_end,
        }

    def _on_part_begin(self) -> None:
        self._part = _Part()
        self._parts += 1
        if self._parts > _MAX_PARTS:
            raise InvalidInputError(f"The form has more than {_MAX_PARTS} parts.", next_step=self._remedy)

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header_name += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.header_value += data[start:end]

    def _on_header_end(self) -> None:
        part = self._part
        if part.header_name.lower() == b"content-disposition":
            _kind, options = parse_options_header(part.header_value)
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            filename = options.get(b"filename")
            part.filename = filename.decode("utf-8", "replace") if filename is not None else None
            self._refuse_other_files(part)
        part.header_name = part.header_value = b""

    def _refuse_other_files(self, part: _Part) -> None:
        if part.filename and part.name != self.part_name:
            cause = f"The form has a file in a part named {part.name[:40]!r}, not `{self.part_name}`."
            raise InvalidInputError(cause, next_step=self._remedy)
        if (
            part.filename is not None and self.filename is not None
        ):  # one after the other, they would be one damaged file
            raise InvalidInputError("The form has more than one file.", next_step=self._remedy)

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        if part.name == self.part_name and part.filename is not None:
            self.filename = part.filename
            self._pending += data[start:end]
            return
        part.value += data[start:end]
        if len(part.value) > _MAX_FIELD_BYTES:
            raise InvalidInputError(f"The form field {part.name[:40]!r} is too long.", next_step=self._remedy)

    def _on_part_end(self) -> None:
        part = self._part
        if part.name == self.part_name and part.filename is not None:
            self.filename = part.filename
        elif part.name:
            self.fields.setdefault(part.name, []).append(part.value.decode("utf-8", "replace"))


class VideoForm(FileForm):
    part_name = "video"
    _remedy = "send multipart/form-data with the file in a part named `video`, as `curl -F video=@clip.mp4` does"


class AssetForm(FileForm):
    part_name = "file"
    _remedy = "send multipart/form-data with the file in a part named `file`, as `curl -F file=@song.mp3` does"
