"""Everything that can go wrong with a service, how often it is asked again, and how it is told."""

import json
import logging
import time
import traceback
from pathlib import Path

import pytest
from redis import Redis

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import (
    CancelledError,
    GeminivideoError,
    InvalidInputError,
    ProcessingError,
    UnavailableError,
)
from geminivideo.core.resilience import BreakerState, CircuitBreaker
from geminivideo.core.retry import Backoff
from geminivideo.rendering.voice.base import Line
from geminivideo.rendering.voice.cloud.calling import CallLimits
from geminivideo.rendering.voice.cloud.faults import OutOfReachError
from tests.rendering_voice.conftest import Cloud, only
from tests.rendering_voice.servers import KEY, Reply
from tests.rendering_voice.speaking import spoken

BUSY = Reply(429, b'{"error": {"message": "slow down", "code": null}, "detail": "slow down"}')


def speak(cloud: Cloud, folder: Path, limits: CallLimits | None = None, key: str = KEY) -> None:
    cloud.voice(limits=limits, key=key).speak_all([Line("Hello there", "en", folder / "line.wav")])
    assert (folder / "line.wav").stat().st_size > 1000


def refused(cloud: Cloud, folder: Path, kind: type[GeminivideoError], limits: CallLimits | None = None) -> str:
    with pytest.raises(kind) as error:
        speak(cloud, folder, limits)
    assert not list(folder.iterdir())
    assert error.value.next_step
    return error.value.cause


def test_too_many_requests_are_asked_again_when_the_service_says(
    cloud: Cloud, tmp_path: Path, clock: ManualClock
) -> None:
    date = "Sat, 21 Nov 2026 08:00:09 GMT"
    waits = [{"retry-after": "7"}, {"retry-after": date}, {}]
    cloud.service.plan = [Reply(429, BUSY.body, headers=headers) for headers in waits]
    speak(cloud, tmp_path)
    assert cloud.waited == [7.0, 9.0, 2.0]


def test_a_service_that_asks_for_an_hour_is_not_waited_for(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(429, BUSY.body, headers={"retry-after": "3600"})]
    assert "no more requests" in refused(cloud, tmp_path, OutOfReachError)
    assert (cloud.waited, len(cloud.service.seen)) == ([], 1)


@only("gemini")
def test_gemini_says_in_its_answer_when_to_come_back(cloud: Cloud, tmp_path: Path) -> None:
    detail = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "4.5s"}
    error = {"code": 429, "message": "quota", "status": "RESOURCE_EXHAUSTED", "details": [detail]}
    cloud.service.plan = [Reply(429, json.dumps({"error": error}).encode())]
    speak(cloud, tmp_path)
    assert cloud.waited == [4.5]


def test_a_server_error_passes(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(500, b"oops", "text/plain"), Reply(503, b"{}")]
    speak(cloud, tmp_path)
    assert cloud.waited == [0.5, 1.0]


def test_a_server_error_that_stays(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(500, b"oops", "text/plain")] * 4
    assert "status 500" in refused(cloud, tmp_path, OutOfReachError)
    assert cloud.waited == [0.5, 1.0, 2.0]


def test_an_answer_that_is_cut_off_is_asked_for_again(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(body=b"x" * 5000, fate="cut")]
    speak(cloud, tmp_path)
    assert len(cloud.service.seen) == 2


@pytest.mark.parametrize("fate", ["drip", "silent"])
def test_an_answer_that_takes_too_long(cloud: Cloud, tmp_path: Path, fate: str) -> None:
    """Also one that trickles in, whose every pause is short."""
    cloud.service.plan = [Reply(body=b"x" * 5000, fate=fate)] * 2
    limits = CallLimits(timeout_seconds=0.15, backoff=Backoff(tries=2))
    assert "no whole answer within 0.15 s" in refused(cloud, tmp_path, OutOfReachError, limits)
    assert cloud.waited == [0.5]


def test_nobody_there(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.url = "http://127.0.0.1:9"
    assert "ConnectError" in refused(cloud, tmp_path, OutOfReachError)


def test_an_answer_of_any_size_is_not_read(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(body=b"x" * 200_000)]
    assert "more than 100000 bytes" in refused(cloud, tmp_path, ProcessingError, CallLimits(largest_bytes=100_000))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>Please log in</html>", content_type="text/html"),
        Reply(body=b"", content_type=""),
        Reply(body=b"{}"),
        Reply(body=b'{"candidates": [], "audio_base64": "####"}'),
        Reply(302, headers={"location": "http://127.0.0.1:9/"}),
    ],
    ids=["a page", "nothing", "an empty object", "no base64", "elsewhere"],
)
def test_what_is_no_speech(cloud: Cloud, tmp_path: Path, reply: Reply) -> None:
    cloud.service.plan = [reply]
    refused(cloud, tmp_path, InvalidInputError if reply.status == 302 else ProcessingError)
    assert len(cloud.service.seen) == 1


@only("openai")
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"ID3\x04 an mp3", "no WAV file"),
        (spoken("Hi", tones=True).wav()[:40], "cannot be read"),
        (spoken("Hi", tones=True).wav()[:-1], "half a sample"),
        (spoken("Hi", tones=True).wav()[:46] + b"\0" * 48_000, "only silence"),
    ],
)
def test_sound_that_cannot_be_used(cloud: Cloud, tmp_path: Path, body: bytes, why: str) -> None:
    cloud.service.plan = [Reply(body=body, content_type="audio/wav")]
    assert why in refused(cloud, tmp_path, ProcessingError)


def test_an_unknown_voice(cloud: Cloud, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no voice 'Nobody'"):
        cloud.voice(cloud.api("Nobody")).speak_all([Line("Hello", "en", tmp_path / "line.wav")])


REFUSALS = {
    "gemini": Reply(body=b'{"candidates": [{"finishReason": "SAFETY", "index": 0}]}'),
    "openai": Reply(400, b'{"error": {"message": "Not allowed.", "code": "content_policy_violation"}}'),
    "elevenlabs": Reply(403, b'{"detail": {"status": "content_against_policy", "message": "Not allowed."}}'),
}
QUOTAS = {
    "openai": Reply(429, b'{"error": {"message": "Pay.", "code": "insufficient_quota"}}'),
    "elevenlabs": Reply(401, b'{"detail": {"status": "quota_exceeded", "message": "Pay."}}'),
}


def test_a_refusal_is_told_and_not_asked_again(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [REFUSALS[cloud.provider]]
    assert "refused to speak a line" in refused(cloud, tmp_path, ProcessingError)
    assert len(cloud.service.seen) == 1


@only("gemini")
def test_a_blocked_prompt_is_a_refusal(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(body=b'{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}')]
    assert "refused to speak a line: PROHIBITED_CONTENT" in refused(cloud, tmp_path, ProcessingError)


@only("openai", "elevenlabs")
def test_a_quota_that_is_used_up_does_not_come_back_by_asking(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [QUOTAS[cloud.provider]]
    assert "quota" in refused(cloud, tmp_path, UnavailableError)
    assert len(cloud.service.seen) == 1


def test_a_bad_key_is_never_repeated(cloud: Cloud, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = KEY[::-1]
    with pytest.raises(UnavailableError, match="does not accept the key") as error:
        speak(cloud, tmp_path, key=wrong)
    assert "API_KEY" in error.value.next_step
    shown = "".join(traceback.format_exception(error.value))
    assert wrong not in f"{shown} {error.value!r} {error.value.args} {caplog.text}"


def test_a_key_in_a_services_words_is_left_out(cloud: Cloud, tmp_path: Path) -> None:
    words = f"key {KEY}\nis fine \x1b[31m " + "x" * 500
    body = {"error": {"message": words, "code": "x", "status": "X"}, "detail": {"status": "x", "message": words}}
    cloud.service.plan = [Reply(400, json.dumps(body).encode())]
    cause = refused(cloud, tmp_path, InvalidInputError)
    assert "key … is fine [31m" in cause
    assert len(cause) < 300


def test_a_cancel_is_heard_while_nothing_comes(cloud: Cloud, tmp_path: Path) -> None:
    cloud.service.plan = [Reply(fate="silent")]

    def check() -> None:
        if cloud.service.asked.is_set():
            raise CancelledError("The job was cancelled.", next_step="nothing")

    began = time.monotonic()
    with pytest.raises(CancelledError):
        cloud.voice().speak_all([Line("Hello", "en", tmp_path / "line.wav")], check=check)
    assert time.monotonic() - began < 10, "a second, of which a busy machine makes several"
    assert not list(tmp_path.iterdir())


def test_one_line_that_fails_ends_the_others(cloud: Cloud, tmp_path: Path) -> None:
    """None of them is left half-asked, and nothing is written."""
    cloud.service.plan = [Reply(fate="silent"), REFUSALS[cloud.provider]]
    texts = [Line(f"Line {number}", "en", tmp_path / f"{number}.wav") for number in range(4)]
    with pytest.raises(ProcessingError):
        cloud.voice(limits=CallLimits(at_once=2)).speak_all(texts)
    assert len(cloud.service.seen) == 2
    assert not list(tmp_path.iterdir())


def test_a_service_that_keeps_failing_is_left_alone_and_a_bad_request_is_not_its_fault(
    cloud: Cloud, tmp_path: Path, redis: "Redis", clock: ManualClock
) -> None:
    cloud.breaker = CircuitBreaker(f"voice-{cloud.provider}", redis, clock, threshold=2)
    once = CallLimits(backoff=Backoff(tries=1))
    cloud.service.plan = [REFUSALS[cloud.provider]] * 3 + [Reply(500)] * 2
    for _ in range(3):
        refused(cloud, tmp_path, ProcessingError, once)
    for _ in range(2):
        refused(cloud, tmp_path, OutOfReachError, once)
    assert cloud.breaker.state() is BreakerState.OPEN
    refused(cloud, tmp_path, UnavailableError, once)
    assert len(cloud.service.seen) == 5
    clock.advance(31)
    speak(cloud, tmp_path)
    assert cloud.breaker.state() is BreakerState.CLOSED
