"""Google Drive on loopback: descriptions, bytes in ranges, tokens, and everything that can go wrong with them."""

import base64
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from tests.footage.drive.contract import Contract, selected
from tests.loopback import QuietHandler, listening

SCOPE = "https://www.googleapis.com/auth/drive.readonly"
SERVICE_EMAIL = "importer@example-project.iam.gserviceaccount.com"
USER = {"client_id": "client.apps.example", "client_secret": "client-secret-1", "refresh_token": "refresh-1"}
FILE_ID = "1aBcD_eFgHiJkLmNoPqRsTuVwXyZ01234"
_AUDIENCE = "https://oauth2.googleapis.com/token"  # whatever address the assertion is sent to
_JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass
class Stored:
    """A file in Drive. `described` replaces fields of its description; None takes one away."""

    data: bytes
    name: str = "gym day 1.mp4"
    mime: str = "video/mp4"
    revision: str = "rev1"
    resource_key: str | None = None
    described: dict[str, Any] = field(default_factory=dict)

    def description(self, file_id: str) -> dict[str, Any]:
        usual = {
            "kind": "drive#file",
            "id": file_id,
            "name": self.name,
            "mimeType": self.mime,
            "size": str(len(self.data)),
            "md5Checksum": hashlib.md5(self.data, usedforsecurity=False).hexdigest(),
            "sha256Checksum": hashlib.sha256(self.data).hexdigest(),
            "headRevisionId": self.revision,
            "trashed": False,
            "capabilities": {"canDownload": True, "canCopy": True},
        }
        return {name: value for name, value in {**usual, **self.described}.items() if value is not None}


@dataclass
class Fault:
    """Of one answer. Without a status it is a good one, that ends or stops coming after `cut_after` bytes."""

    status: int = 0
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json; charset=UTF-8"
    cut_after: int | None = None
    stalls: bool = False
    ignores_range: bool = False
    then: Callable[[], object] = lambda: None


@dataclass
class Seen:
    what: str
    query: dict[str, list[str]]
    headers: dict[str, str]


@dataclass
class Drive:
    """`faults` for the next answers to `describe`, `media` and `token`; without any, they are good."""

    contract: Contract
    public_key: RSAPublicKey
    files: dict[str, Stored] = field(default_factory=dict)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    seen: list[Seen] = field(default_factory=list)
    malformed: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    stalled: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def token_url(self) -> str:
        return f"{self.url}/token"

    def asked(self, what: str) -> list[Seen]:
        return [each for each in self.seen if each.what == what]

    def ranges(self) -> list[str | None]:
        return [each.headers.get("range") for each in self.asked("media")]

    def revoke(self) -> None:
        """No token that was given out so far is good any more."""
        self.tokens = [f"{token}-revoked" for token in self.tokens]

    def granted(self, form: dict[str, str]) -> dict[str, Any] | None:
        good = self._signed(form) if form.get("grant_type") == _JWT_GRANT else self._known(form)
        if not good:
            return None
        self.tokens.append(f"ya29.secret-{len(self.tokens)}")
        return {"access_token": self.tokens[-1], "expires_in": 3599, "scope": SCOPE, "token_type": "Bearer"}

    def _known(self, form: dict[str, str]) -> bool:
        return form == {**USER, "grant_type": "refresh_token", "scope": SCOPE}

    def _signed(self, form: dict[str, str]) -> bool:
        message, signature = form["assertion"].rsplit(".", 1)
        try:
            self.public_key.verify(_decoded(signature), message.encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        claims = json.loads(_decoded(message.split(".")[1]))
        return (claims["iss"], claims["scope"], claims["aud"]) == (SERVICE_EMAIL, SCOPE, _AUDIENCE)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def google_error(status: int, reason: str) -> bytes:
    listed = [{"domain": "global", "reason": reason, "message": reason}]
    return json.dumps({"error": {"code": status, "message": reason, "errors": listed}}).encode()


@contextmanager
def served(drive: Drive) -> Iterator[Drive]:
    with listening(type("Handler", (_Handler,), {"drive": drive}), drive.over) as drive.url:
        yield drive


class _Handler(QuietHandler, BaseHTTPRequestHandler):
    drive: Drive

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        fault = self._noted("token")
        if fault.status:
            self._send(fault.status, fault.body or b'{"error": "invalid_grant"}', fault.content_type)
            return
        granted = self.drive.granted({name: values[0] for name, values in parse_qs(body).items()})
        answer = granted or {"error": "invalid_grant", "error_description": "refused, with the refresh-1 in it"}
        self._send(200 if granted else 400, json.dumps(answer).encode())

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        media = query.get("alt") == ["media"]
        fault = self._noted("media" if media else "describe", query)
        file_id = self.drive.contract.file_id(parts.path)
        complaints = self.drive.contract.complaints(query, self._headers()) if file_id else [f"no path {parts.path}"]
        self.drive.malformed += complaints
        if complaints or file_id is None:
            self._send(400, google_error(400, "badRequest"))
        elif not self._welcome():
            self._send(401, google_error(401, "authError"))
        elif fault.status:
            body = fault.body if fault.body is not None else google_error(fault.status, fault.reason)
            self._send(fault.status, body, fault.content_type, **fault.headers)
        elif (stored := self._visible(file_id)) is None:
            self._send(404, google_error(404, "notFound"))
        elif media:
            self._send_bytes(stored, fault)
        else:
            self._describe(file_id, stored, query)
        fault.then()

    def _noted(self, what: str, query: dict[str, list[str]] | None = None) -> Fault:
        self.drive.seen.append(Seen(what, query or {}, self._headers()))
        planned = self.drive.faults[what]
        return planned.pop(0) if planned else Fault()

    def _headers(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _welcome(self) -> bool:
        return self.headers.get("authorization", "").removeprefix("Bearer ") in self.drive.tokens

    def _visible(self, file_id: str) -> Stored | None:
        stored = self.drive.files.get(file_id)
        if stored is None or stored.resource_key is None:
            return stored
        sent = self.headers.get("x-goog-drive-resource-keys")
        return stored if sent == f"{file_id}/{stored.resource_key}" else None

    def _describe(self, file_id: str, stored: Stored, query: dict[str, list[str]]) -> None:
        document = stored.description(file_id)
        self.drive.contract.check_description(document)
        self._send(200, json.dumps(selected(document, query["fields"][0])).encode())

    def _send_bytes(self, stored: Stored, fault: Fault) -> None:
        asked = self.headers.get("range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and not fault.ignores_range else 0
        size = len(stored.data)
        if start >= size:
            self._send(416, google_error(416, "requestedRangeNotSatisfiable"))
            return
        partial = {"content-range": f"bytes {start}-{size - 1}/{size}"} if asked and not fault.ignores_range else {}
        self._begin(206 if partial else 200, size - start, stored.mime, **partial)
        end = size if fault.cut_after is None else start + fault.cut_after
        self.wfile.write(stored.data[start:end])
        self.wfile.flush()
        if fault.stalls:
            self.drive.stalled.set()
            self.drive.over.wait(30)
        self.close_connection = self.close_connection or end < size or fault.stalls

    def _send(
        self, status: int, body: bytes, content_type: str = "application/json; charset=UTF-8", **headers: str
    ) -> None:
        self._begin(status, len(body), content_type, **headers)
        self.wfile.write(body)

    def _begin(self, status: int, length: int, content_type: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-type": content_type, "content-length": str(length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
