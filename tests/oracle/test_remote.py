"""The Oracle over HTTP: a real server on the wire models, and what happens when it is not there."""

import json
import math
import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from redis import Redis

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import InvalidInputError, UnavailableError
from geminivideo.core.resilience import BreakerState, CircuitBreaker
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.fallback import FallbackOracle
from geminivideo.oracle.model import Basis, Evidence, History, RoasItem, SceneItem, ServedBy, Weighting
from geminivideo.oracle.predictor import LocalOracle, Predictor
from geminivideo.oracle.remote import RemoteOracle
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.wire.base import LARGEST_BATCH
from geminivideo.oracle.wire.ctr import CtrRequest, CtrResponse
from geminivideo.oracle.wire.roas import RoasRequest, RoasResponse
from tests.oracle.examples import roas_items, scene_items


class Service:
    """The ML service's two routes over a local Oracle; `broken` makes it answer something else."""

    def __init__(self, oracle: LocalOracle) -> None:
        self.oracle = oracle
        self.broken: Response | None = None
        self.calls = 0
        self.asked: list[RoasRequest | CtrRequest] = []
        app = FastAPI()
        app.post("/api/ml/predict/roas", response_model=None)(self.roas)
        app.post("/api/ml/predict/ctr", response_model=None)(self.ctr)
        self.server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def roas(self, request: RoasRequest) -> RoasResponse | Response:
        self.calls += 1
        self.asked.append(request)
        found = self.oracle.predict_roas([item.item() for item in request.items], request.account_id)
        return self.broken or RoasResponse.of(found, logged=False)

    def ctr(self, request: CtrRequest) -> CtrResponse | Response:
        self.calls += 1
        self.asked.append(request)
        found = self.oracle.predict_ctr([scene.item() for scene in request.scenes], request.account_id)
        return self.broken or CtrResponse.of(found, logged=False)


@pytest.fixture
def service(oracle: LocalOracle) -> Iterator[Service]:
    service = Service(oracle)
    started = threading.Event()
    startup = service.server.startup

    async def noticed(sockets: object = None) -> None:
        await startup()
        started.set()

    service.server.startup = noticed  # type: ignore[method-assign]
    service.thread.start()
    assert started.wait(20)
    yield service
    service.server.should_exit = True
    service.thread.join(20)


@pytest.fixture
def url(service: Service) -> str:
    port = service.server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def remote(url: str, client: httpx.Client) -> RemoteOracle:
    return RemoteOracle(url, client)


@pytest.fixture
def breaker(redis: "Redis", clock: ManualClock) -> CircuitBreaker:
    return CircuitBreaker("ml-service", redis, clock, threshold=2)


def numbers(oracle: Predictor) -> tuple[list[object], list[object]]:
    roas = [
        (p.id, p.predicted_roas, p.interval, p.engines, p.confidence_level) for p in oracle.predict_roas(roas_items(9))
    ]
    ctr = [(p.scene_id, p.predicted_ctr, p.interval, p.score, p.rank) for p in oracle.predict_ctr(scene_items(9))]
    return list(roas), list(ctr)


def test_service_and_process_answer_the_same(remote: RemoteOracle, oracle: LocalOracle) -> None:
    assert numbers(remote) == numbers(oracle)
    assert {p.served_by for p in remote.predict_roas(roas_items(2))} == {ServedBy.SERVICE}
    assert {p.served_by for p in remote.predict_ctr(scene_items(2))} == {ServedBy.SERVICE}


def test_answers_have_the_fields_that_the_interface_fixes(url: str, client: httpx.Client) -> None:
    asked = {"items": [{"id": item.id, "features": dict(item.features)} for item in roas_items(2)]}
    answer = client.post(f"{url}/api/ml/predict/roas", json=asked).json()
    assert set(answer) == {"items", "model_version", "logged"}
    fixed = {"id", "predicted_roas", "interval", "confidence_level", "ensemble_score", "engines", "basis"}
    assert fixed | {"weighting", "history"} <= set(answer["items"][0])
    assert set(answer["items"][0]["engines"][0]) == {"name", "score", "weight", "confidence"}
    scenes = {"scenes": [{"scene_id": s.scene_id, "features": dict(s.features)} for s in scene_items(2)]}
    answer = client.post(f"{url}/api/ml/predict/ctr", json=scenes).json()
    assert set(answer) == {"predictions", "model_version", "logged"}
    fixed = {"scene_id", "predicted_ctr", "interval", "score", "rank", "basis", "weighting", "history"}
    assert fixed <= set(answer["predictions"][0])
    assert len(answer["predictions"][0]["interval"]) == 2


def test_the_account_is_asked_for_and_the_service_keeps_no_second_record(
    remote: RemoteOracle, service: Service, oracle: LocalOracle, breaker: CircuitBreaker
) -> None:
    remote.predict_roas(roas_items(1), "acme")
    FallbackOracle(remote, lambda: oracle, breaker).predict_ctr(scene_items(1), "acme")
    assert [(asked.account_id, asked.log) for asked in service.asked] == [("acme", False)] * 2


def test_what_a_model_stands_on_arrives(remote: RemoteOracle, service: Service, small_roas: TrainedModel) -> None:
    learned = replace(small_roas, evidence=Evidence(Basis.ACCOUNT, 120, 1.7), weighting=Weighting.LEARNED)
    service.oracle = LocalOracle(lambda _name, _account: ServingModel("roas-acme-v1", learned))
    (found,) = remote.predict_roas(roas_items(1))
    assert (found.basis, found.weighting, found.history) == (Basis.ACCOUNT, Weighting.LEARNED, History(120, 1.7))


def test_an_older_service_that_knows_neither_weighting_nor_history(remote: RemoteOracle, service: Service) -> None:
    answer = RoasResponse.of(service.oracle.predict_roas(roas_items(1)), logged=False).model_dump(mode="json")
    for name in ("weighting", "history"):
        del answer["items"][0][name]
    service.broken = JSONResponse({"items": answer["items"], "model_version": "roas-v1"})
    (found,) = remote.predict_roas(roas_items(1))
    assert (found.weighting, found.history) == (Weighting.FIXED, None)


@pytest.mark.parametrize("value", [11.0, math.nan, math.inf])
def test_a_field_that_does_not_fit_is_refused_as_in_this_process(
    remote: RemoteOracle, service: Service, value: float
) -> None:
    bad = RoasItem("bp_001", {**roas_items(1)[0].features, "cta_strength": value})
    with pytest.raises(InvalidInputError, match=rf"cta_strength of 'bp_001' is {value}") as refused:
        remote.predict_roas([bad])
    assert "cta_strength" in refused.value.next_step
    scene = SceneItem("s_1", {**scene_items(1)[0].features, "motion": value})
    with pytest.raises(InvalidInputError, match=rf"motion of 's_1' is {value}"):
        remote.predict_ctr([scene])
    assert service.calls == 0


def test_what_the_service_alone_refuses_arrives_in_its_words(remote: RemoteOracle, service: Service) -> None:
    service.broken = JSONResponse({"detail": "Its model reads version 2.", "next_step": "update this program"}, 422)
    with pytest.raises(InvalidInputError, match=r"reads version 2\. Next step: update this program"):
        remote.predict_roas(roas_items(1))


def test_a_request_is_bounded(url: str, client: httpx.Client) -> None:
    many = {"items": [{"id": "x", "features": {}}] * (LARGEST_BATCH + 1)}
    assert client.post(f"{url}/api/ml/predict/roas", json=many).status_code == 422


def test_more_than_fit_into_a_request_are_asked_in_several_and_ranked_together(
    remote: RemoteOracle, service: Service, oracle: LocalOracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geminivideo.oracle.remote.LARGEST_BATCH", 4)
    assert numbers(remote) == numbers(oracle)
    assert service.calls == 6  # nine ads and nine scenes


def test_numbers_that_are_none_are_no_prediction(remote: RemoteOracle, service: Service) -> None:
    answer = RoasResponse.of(service.oracle.predict_roas(roas_items(1)), logged=False).model_dump_json()
    for odd in ("NaN", "Infinity"):
        service.broken = Response(re.sub('"predicted_roas":[0-9.]+', f'"predicted_roas":{odd}', answer))
        with pytest.raises(UnavailableError, match="not a prediction"):
            remote.predict_roas(roas_items(1))


def test_nothing_asked_is_not_sent(remote: RemoteOracle, service: Service) -> None:
    assert remote.predict_roas([]) == []
    assert remote.predict_ctr([]) == []
    assert service.calls == 0


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Response("oops", 503), "answered 503"),
        (Response("<html>", 200), "not a prediction"),
        (JSONResponse({"items": [], "model_version": "roas-v1"}), "other items"),
    ],
)
def test_an_answer_that_is_none_is_unavailable(
    remote: RemoteOracle, service: Service, answer: Response, why: str
) -> None:
    service.broken = answer
    with pytest.raises(UnavailableError, match=why):
        remote.predict_roas(roas_items(2))


def test_while_the_service_fails_this_process_answers_and_says_so(
    remote: RemoteOracle, service: Service, oracle: LocalOracle, breaker: CircuitBreaker, clock: ManualClock
) -> None:
    made: list[LocalOracle] = []

    def local() -> LocalOracle:
        made.append(oracle)
        return oracle

    both = FallbackOracle(remote, local, breaker)
    assert both.predict_roas(roas_items(1))[0].served_by is ServedBy.SERVICE
    assert made == []
    service.broken = Response("oops", 503)
    served = [both.predict_ctr(scene_items(1))[0].served_by for _ in range(4)]
    assert set(served) == {ServedBy.IN_PROCESS}
    assert len(made) == 1
    assert service.calls == 3  # one good, two failures; then the breaker is open
    sources = [both.source]
    service.broken = None
    clock.advance(31)
    assert both.predict_roas(roas_items(1))[0].served_by is ServedBy.SERVICE
    assert [*sources, both.source] == [ServedBy.IN_PROCESS, ServedBy.SERVICE]


def test_a_bad_request_is_no_failure_of_the_service(
    remote: RemoteOracle, oracle: LocalOracle, breaker: CircuitBreaker
) -> None:
    both = FallbackOracle(remote, lambda: oracle, breaker)
    for _ in range(3):
        with pytest.raises(InvalidInputError):
            both.predict_roas([RoasItem("bp_001", {"cta_strength": 1.0})])
    assert breaker.state() is BreakerState.CLOSED


def test_a_service_that_is_not_there(client: httpx.Client, oracle: LocalOracle, breaker: CircuitBreaker) -> None:
    nobody = RemoteOracle("http://127.0.0.1:9", client)
    with pytest.raises(UnavailableError, match="does not answer"):
        nobody.predict_roas(roas_items(1))
    found = FallbackOracle(nobody, lambda: oracle, breaker).predict_roas(roas_items(1))
    assert found[0].served_by is ServedBy.IN_PROCESS


def test_requests_are_plain_json() -> None:
    sent = json.loads(CtrRequest.of(scene_items(40), "default", log=True).model_dump_json())
    assert any(value is None for scene in sent["scenes"] for value in scene["features"].values())
