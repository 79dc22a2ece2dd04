"""Three services on loopback: real sockets, the wire format of each, and everything that can go wrong on the way."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from jsonschema import Draft202012Validator

from tests.loopback import QuietHandler, listening
from tests.rendering_voice.speaking import RATE, spoken

KEY = "sk-test-4f1c9e77d2"


@dataclass
class Request:
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: dict[str, Any]
    method: str = "POST"


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    fate: str = "whole"  # or `cut`: the connection ends early; `drip`: a byte now and then; `silent`: nothing comes


@dataclass
class Service:
    """`plan` holds replies for the next requests; when it is empty, they are answered well."""

    schema: dict[str, Any]
    answer: Callable[["Service", Request], Reply]
    tones: bool = True
    pace: float = 1.0
    plan: list[Reply] = field(default_factory=list)
    seen: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    asked: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    def reply(self, request: Request) -> Reply:
        with self.lock:
            self.seen.append(request)
            planned = self.plan.pop(0) if self.plan else None
        wrong = [error.message for error in Draft202012Validator(self.schema).iter_errors(request.body)]
        if wrong:
            return Reply(422, json.dumps({"malformed": wrong}).encode())
        return planned or self.answer(self, request)


def gemini(service: Service, request: Request) -> Reply:
    if not re.fullmatch(r"/v1beta/models/[^/]+:generateContent", request.path):
        return Reply(404, b'{"error": {"code": 404, "message": "no such method", "status": "NOT_FOUND"}}')
    if request.headers.get("x-goog-api-key") != KEY:
        detail = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}]
        return _gemini_error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", detail)
    config = request.body["generationConfig"]
    voice = config["speechConfig"]["voiceConfig"]["prebuiltVoiceConfig"]["voiceName"]
    if config["responseModalities"] != ["AUDIO"] or voice == "Nobody":
        return _gemini_error(400, "INVALID_ARGUMENT", f"Voice name {voice} is not supported.")
    said = spoken(request.body["contents"][0]["parts"][0]["text"], tones=service.tones)
    return gemini_sound(said.base64(), f"audio/L16;codec=pcm;rate={RATE}")


def gemini_sound(data: str, mime: str) -> Reply:
    part = {"inlineData": {"mimeType": mime, "data": data}}
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}
    return Reply(body=json.dumps({"candidates": [candidate], "modelVersion": "gemini-tts"}).encode())


def _gemini_error(status: int, name: str, message: str, details: list[Any] | None = None) -> Reply:
    error = {"code": status, "message": message, "status": name, "details": details or []}
    return Reply(status, json.dumps({"error": error}).encode())


def openai(service: Service, request: Request) -> Reply:
    if request.path != "/v1/audio/speech":
        return Reply(404, b"Not Found", "text/plain")
    if request.headers.get("authorization") != f"Bearer {KEY}":
        given = request.headers.get("authorization", "")[7:]
        return _openai_error(401, f"Incorrect API key provided: {given}.", "invalid_api_key")
    if request.body["voice"] == "Nobody":
        return _openai_error(400, "Invalid value: 'Nobody'.", None, "voice")
    said = spoken(request.body["input"], request.body.get("speed", 1.0), tones=service.tones)
    return Reply(body=said.wav(), content_type="audio/wav")


def _openai_error(status: int, message: str, code: str | None, param: str | None = None) -> Reply:
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return Reply(status, json.dumps({"error": error}).encode())


def elevenlabs(service: Service, request: Request) -> Reply:
    path = re.fullmatch(r"/v1/text-to-speech/([^/]+)/with-timestamps", request.path)
    if path is None or request.query != {"output_format": [f"pcm_{RATE}"]}:
        return Reply(404, b'{"detail": "Not Found"}')
    if request.headers.get("xi-api-key") != KEY:
        return _elevenlabs_error(401, "invalid_api_key", "Invalid API key")
    if unquote(path[1]) == "Nobody":
        return _elevenlabs_error(404, "voice_not_found", "A voice with voice_id Nobody was not found.")
    text, speed = request.body["text"], request.body.get("voice_settings", {}).get("speed", 1.0)
    said = spoken(text, speed * service.pace, tones=service.tones)
    times = said.alignment(text)
    body = {"audio_base64": said.base64(), "alignment": times, "normalized_alignment": times}
    return Reply(body=json.dumps(body).encode())


def _elevenlabs_error(status: int, code: str, message: str) -> Reply:
    return Reply(status, json.dumps({"detail": {"status": code, "message": message}}).encode())


@contextmanager
def served(service: Service) -> Iterator[Service]:
    with listening(type("Handler", (_Handler,), {"service": service}), service.over) as service.url:
        yield service


class _Handler(QuietHandler, BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        service = self.service
        with service.lock:
            service.at_once += 1
            service.most_at_once = max(service.most_at_once, service.at_once)
        try:
            reply = service.reply(self._request())
            service.asked.set()
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):  # the client went away, as some tests want
            self.close_connection = True
        finally:
            with service.lock:
                service.at_once -= 1

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        sent = self.rfile.read(int(self.headers.get("content-length", 0)))
        is_form = self.headers["content-type"] == "application/x-www-form-urlencoded"
        body = dict(parse_qsl(sent.decode())) if is_form else json.loads(sent or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(parts.path, parse_qs(parts.query), headers, body, self.command)

    def _send(self, reply: Reply) -> None:
        if reply.fate == "silent":
            self.service.over.wait(20)
            self.close_connection = True
            return
        self.send_response(reply.status)
        headers = {"content-type": reply.content_type, "content-length": str(len(reply.body)), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if reply.fate == "cut":
            self.wfile.write(reply.body[: len(reply.body) // 2])
            self.close_connection = True
        elif reply.fate == "drip":
            self._drip(reply.body)
        else:
            self.wfile.write(reply.body)

    def _drip(self, body: bytes) -> None:
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            if self.service.over.wait(0.02):
                break
        self.close_connection = True
