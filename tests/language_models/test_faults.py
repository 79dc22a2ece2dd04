"""Everything that can go wrong on the way, how often it is asked again, and how it is told."""

import json
import time
import traceback
from collections.abc import Callable

import pytest
import structlog.testing

from geminivideo.core.errors import GeminivideoError, InvalidInputError, ProcessingError, UnavailableError
from geminivideo.core.language_models.budget import Budget
from geminivideo.core.language_models.faults import OutOfReachError, RefusedAnswerError, TruncatedAnswerError
from geminivideo.core.language_models.model import Usage
from tests.language_models.conftest import Live
from tests.language_models.speaking import GOOD, REFUSED, TRUNCATED, blocked_prompt, failed, said
from tests.rendering_voice.servers import KEY, Reply

BUSY = {"openai": "rate_limit_exceeded", "anthropic": "rate_limit_error", "gemini": "RESOURCE_EXHAUSTED"}


def test_an_answer_that_is_cut_off(live: Live, budget: Budget) -> None:
    live.service.plan = [said(live.wire, GOOD[:20], TRUNCATED[live.wire])]
    with pytest.raises(TruncatedAnswerError, match="max_output_tokens"):
        live.models().ask(live.question(), budget)
    assert len(live.service.seen) == 1
    assert budget.spent.usage.output == 50


def test_a_cut_answer_is_none_even_where_it_would_fit(live: Live, budget: Budget) -> None:
    live.service.plan = [said(live.wire, GOOD, TRUNCATED[live.wire])]
    with pytest.raises(TruncatedAnswerError):
        live.models().ask(live.question(), budget)


@pytest.mark.parametrize("text", [None, GOOD])
def test_a_refusal(live: Live, budget: Budget, text: str | None) -> None:
    live.service.plan = [said(live.wire, text, REFUSED[live.wire])]
    with pytest.raises(RefusedAnswerError, match=REFUSED[live.wire]):
        live.models().ask(live.question(), budget)
    assert len(live.service.seen) == 1


def test_a_refusal_in_words_and_a_blocked_prompt(serve: Callable[..., Live], budget: Budget) -> None:
    gpt, gemini = serve("openai"), serve("gemini")
    body = json.loads(said("openai", None).body)
    body["choices"][0]["message"]["refusal"] = "I cannot help with that, said at length."
    gpt.service.plan, gemini.service.plan = [Reply(body=json.dumps(body).encode())], [blocked_prompt()]
    with pytest.raises(RefusedAnswerError) as error:
        gpt.models().ask(gpt.question(), budget)
    assert "at length" not in str(error.value)
    with pytest.raises(RefusedAnswerError, match="PROHIBITED_CONTENT"):
        gemini.models().ask(gemini.question(), budget)


def test_busy_is_waited_for_as_long_as_it_asks(live: Live, budget: Budget) -> None:
    live.service.plan = [failed(live.wire, 429, BUSY[live.wire], headers={"retry-after": "7"})]
    assert live.models().ask(live.question(), budget).attempts == 2
    assert live.waited == [7]


def test_who_asks_for_too_long_is_not_waited_for(live: Live, budget: Budget) -> None:
    live.service.plan = [failed(live.wire, 429, BUSY[live.wire], headers={"retry-after": "3600"})]
    with pytest.raises(OutOfReachError, match="slow down"):
        live.models().ask(live.question(), budget)
    assert live.waited == []


def test_google_says_when_in_the_body(serve: Callable[..., Live], budget: Budget) -> None:
    live = serve("gemini")
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "4.5s"}]
    error = {"code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED", "details": details}
    live.service.plan = [Reply(429, json.dumps({"error": error}).encode())]
    live.models().ask(live.question(), budget)
    assert live.waited == [4.5]


@pytest.mark.parametrize(
    "trouble", [Reply(500, b"oops", "text/plain"), Reply(529), Reply(503), Reply(fate="cut", body=b"{}")]
)
def test_trouble_passes(live: Live, budget: Budget, trouble: Reply) -> None:
    live.service.plan = [trouble, trouble]
    assert live.models(draw=lambda: 1.0).ask(live.question(), budget).attempts == 3
    assert live.waited == [0.75, 1.5], "half a second and one, longer by their share of jitter"


def test_trouble_that_stays(live: Live, budget: Budget) -> None:
    live.service.plan = [Reply(500)] * 9
    with pytest.raises(OutOfReachError):
        live.models(tries=3).ask(live.question(), budget)
    assert len(live.service.seen) == 3


@pytest.mark.parametrize("fate", ["drip", "silent"])
def test_a_slow_answer_is_waited_for_in_all_so_long_and_no_longer(live: Live, budget: Budget, fate: str) -> None:
    live.service.plan = [Reply(fate=fate, body=said(live.wire, GOOD).body)]
    began = time.monotonic()
    reply = live.models(role={"timeout_seconds": 0.2}).ask(live.question(), budget)
    assert time.monotonic() - began < 20, "of the minute that it would have taken"
    assert reply.attempts >= 2, "a busy machine may be late with the second answer, too"
    assert reply.usage.input > 1_000, "what was sent may have to be paid for"


def test_all_tries_together_have_a_deadline(live: Live, budget: Budget) -> None:
    live.service.plan = [Reply(500), Reply(fate="silent")]
    began = time.monotonic()
    with pytest.raises(OutOfReachError, match=r"within 0\.5 s; before: status 500"):
        live.models(role={"deadline_seconds": 0.5}).ask(live.question(), budget)
    assert time.monotonic() - began < 20, "of the minute that one request may take"
    assert budget.spent.requests == 2


def test_an_answer_without_end(live: Live, budget: Budget) -> None:
    live.service.plan = [Reply(body=b" " * (5 * 1024**2))]
    with pytest.raises(ProcessingError, match="more than 4194304 bytes"):
        live.models().ask(live.question(), budget)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"choices": []}', b'{"content": []}', b'{"candidates": []}']
)
def test_no_answer_of_this_interface(live: Live, budget: Budget, body: bytes) -> None:
    live.service.plan = [Reply(body=body)]
    with pytest.raises(ProcessingError, match="promises"):
        live.models().ask(live.question(), budget)


def test_nobody_there(live: Live, budget: Budget) -> None:
    with pytest.raises(OutOfReachError, match="ConnectError"):
        live.models(role={"base_url": "http://127.0.0.1:1"}).ask(live.question(), budget)
    assert len(live.waited) == 3
    assert budget.spent.usage == Usage()


@pytest.mark.parametrize(
    ("wire", "status", "kind", "message", "error"),
    [
        ("openai", 429, "insufficient_quota", "You exceeded your quota", UnavailableError),
        ("anthropic", 400, "invalid_request_error", "Your credit balance is too low", UnavailableError),
        ("openai", 404, "model_not_found", "No such model", InvalidInputError),
        ("anthropic", 404, "not_found_error", "model: x", InvalidInputError),
        ("gemini", 404, "NOT_FOUND", "models/x is not found", InvalidInputError),
        ("openai", 400, "context_length_exceeded", "too many tokens", InvalidInputError),
        ("anthropic", 400, "invalid_request_error", "prompt is too long: 210000 tokens", InvalidInputError),
        ("gemini", 400, "INVALID_ARGUMENT", "The input token count exceeds", InvalidInputError),
        ("openai", 400, "content_policy_violation", "no", RefusedAnswerError),
        ("gemini", 400, "INVALID_ARGUMENT", "API key expired", UnavailableError),
    ],
)
def test_what_does_not_pass_is_not_tried_again(
    serve: Callable[..., Live],
    budget: Budget,
    wire: str,
    status: int,
    kind: str,
    message: str,
    error: type[GeminivideoError],
) -> None:
    live = serve(wire)
    live.service.plan = [failed(wire, status, kind, message)]
    with pytest.raises(error):
        live.models().ask(live.question(), budget)
    assert len(live.service.seen) == 1


def test_no_key_and_no_answer_is_told_to_logs_or_people(
    live: Live, budget: Budget, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "the model's own words"
    live.service.plan = [
        said(live.wire, json.dumps({"score": 7, "critique": secret})),
        failed(live.wire, 400, "invalid_request_error", f"header {KEY} seen\nhere"),
        failed(live.wire, 401, "authentication_error", f"Incorrect API key: {KEY[:8]}"),
        said(live.wire, json.dumps({"score": secret})),
        said(live.wire, json.dumps({"score": secret})),
    ]
    models = live.models(tries=1)
    with structlog.testing.capture_logs() as logs:
        outcomes = [models.ask_all([live.question()], budget)[0] for _ in range(4)]
    errors = [each for each in outcomes if isinstance(each, GeminivideoError)]
    assert len(errors) == 3
    assert "header … seen here" in str(errors[0])
    shown = [repr(logs), repr(models), repr(live.settings()), caplog.text]
    shown += ["".join(traceback.format_exception(error)) for error in errors]
    for text in shown:
        assert KEY[:8] not in text
        assert secret not in text
    assert [log["attempts"] for log in logs] == [1, 1, 1, 2]
