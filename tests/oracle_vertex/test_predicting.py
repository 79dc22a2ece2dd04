"""Predictions of an endpoint: the numbers of the same model here, or an error that says what is wrong."""

import json
import threading
from dataclasses import replace

import pytest
from redis import Redis

from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import InvalidInputError
from geminivideo.core.resilience import BreakerState, CircuitBreaker
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.model import ModelName, RoasItem, SceneItem, ServedBy
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.vertex.faults import VertexError
from geminivideo.oracle.vertex.predictor import VertexFirst, VertexOracle
from geminivideo.oracle.vertex.rest import LARGEST_ANSWER
from tests.oracle.examples import roas_items, scene_items
from tests.oracle_vertex.conftest import IDS, Cloud
from tests.oracle_vertex.server import PARENT, error, predictions
from tests.rendering_voice.servers import KEY, Reply

Serving = dict[ModelName, ServingModel]
ROAS, CTR = ModelName.ROAS, ModelName.SCENE_CTR


@pytest.fixture
def roas(cloud: Cloud, serving: Serving) -> VertexOracle:
    return VertexOracle(cloud.endpoint(cloud.hold(serving[ROAS])), IDS[ROAS])


@pytest.fixture
def breaker(redis: "Redis", clock: ManualClock) -> CircuitBreaker:
    return CircuitBreaker("vertex", redis, clock, threshold=2)


@pytest.fixture
def first(cloud: Cloud, serving: Serving, local: LocalOracle, breaker: CircuitBreaker) -> VertexFirst:
    endpoint = cloud.endpoint(cloud.hold(serving[ROAS]))
    return VertexFirst({ROAS: endpoint}, of_every_account, local, breaker)


def of_every_account(name: ModelName, _account_id: str) -> str:
    return IDS[name]


def source(oracle: VertexFirst) -> ServedBy:
    return oracle.source


def requests(cloud: Cloud, what: str) -> int:
    return cloud.vertex.called.count(what)


def test_an_endpoint_predicts_as_this_process_does(cloud: Cloud, roas: VertexOracle, local: LocalOracle) -> None:
    items = roas_items(130)
    here = [replace(found, served_by=ServedBy.VERTEX) for found in local.predict_roas(items)]
    assert roas.predict_roas(items) == here
    assert requests(cloud, "predict") == 2, "an endpoint takes 1.5 MB at most: a hundred at a time"
    assert max(len(json.dumps(request.body)) for request in cloud.service.seen) < 256 * 1024
    assert roas.predict_roas([]) == []


def test_scenes_are_ranked_over_all_batches(cloud: Cloud, serving: Serving, local: LocalOracle) -> None:
    oracle = VertexOracle(cloud.endpoint(cloud.hold(serving[CTR])), IDS[CTR])
    scenes = scene_items(150)
    here = [replace(found, served_by=ServedBy.VERTEX) for found in local.predict_ctr(scenes)]
    assert oracle.predict_ctr(scenes) == here
    assert sorted(found.rank for found in here) == list(range(1, 151))


@pytest.mark.parametrize("bad", [{"cta_strength": 11.0}, {"cta_strength": float("nan")}, {"price": 1.0}])
def test_what_does_not_fit_is_refused_here(cloud: Cloud, roas: VertexOracle, bad: dict[str, float]) -> None:
    item = RoasItem("bp_001", {**roas_items(1)[0].features, **bad})
    with pytest.raises(InvalidInputError, match="of 'bp_001' is"):
        roas.predict_roas([*roas_items(120), item])
    with pytest.raises(InvalidInputError, match="are missing"):
        roas.predict_ctr([SceneItem("s", {})])
    assert cloud.service.seen == []


FAULTS = {
    "key": (error(401, "UNAUTHENTICATED", f"bad token {KEY}"), "access token", "GEMINIVIDEO_VERTEX_CREDENTIALS"),
    "role": (error(403, "PERMISSION_DENIED", "no aiplatform.endpoints.predict"), "does not let", "aiplatform.user"),
    "gone": (error(404, "NOT_FOUND", "no such endpoint"), r"knows no projects/.*/endpoints/9000", "vertex deploy"),
    "quota": (error(429, "RESOURCE_EXHAUSTED", "slow down"), "quota allows .slow down.", "quota"),
    "trouble": (error(500, "INTERNAL", "oops"), "in trouble .500", "few minutes"),
    "away": (Reply(503, b"<html>upstream</html>", "text/html"), "in trouble .503", "few minutes"),
    "refusal": (error(422, "INVALID_ARGUMENT", "version 99"), "refuses .* .422. .version 99", "log"),
    "redirect": (Reply(302, b"", headers={"location": "http://127.0.0.1:9/"}), "refuses .* .302", "log"),
    "silence": (Reply(fate="silent"), "does not answer .ReadTimeout", "network"),
    "cut": (Reply(body=b"{" * 4_000, fate="cut"), "does not answer .RemoteProtocolError", "network"),
    "page": (Reply(body=b"<html>welcome</html>"), "does not know", "BASE_URL"),
    "flood": (Reply(body=b" " * (LARGEST_ANSWER + 1)), "more than 4194304 bytes", "BASE_URL"),
    "nothing": (Reply(body=b"{}"), "1 fields of its answer", "BASE_URL"),
    "foreign": (Reply(body=b'{"predictions": [{"scores": [0.2]}]}'), "not as this program's", "deployed there"),
    "number": (Reply(body=b'{"predictions": [0.2]}'), "fields of its answer", "deployed there"),
    "none": (predictions(), "other items", "deployed there"),
    "another item": (predictions({"id": "bp_007"}), "other items", "deployed there"),
    "another model": (predictions({"model_version": "roas-v2"}), "roas-v2 predicts there, and not roas-v3", "deployed"),
    "not a number": (predictions({"predicted_roas": None}), "not as this program's", "deployed there"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_an_answer_that_is_none(cloud: Cloud, roas: VertexOracle, what: str) -> None:
    reply, why, remedy = FAULTS[what]
    cloud.service.plan = [reply]
    with pytest.raises(VertexError, match=why) as fault:
        VertexOracle(cloud.endpoint(f"{PARENT}/endpoints/9000", 0.2), IDS[ROAS]).predict_roas(roas_items(1))
    assert remedy in fault.value.next_step
    assert KEY not in str(fault.value)
    assert fault.value.passing is (what in {"quota", "trouble", "away", "silence", "cut"})


def test_a_service_that_is_not_there(cloud: Cloud) -> None:
    cloud.service.url = "http://127.0.0.1:9"
    with pytest.raises(VertexError, match=r"does not answer \(ConnectError"):
        VertexOracle(cloud.endpoint(f"{PARENT}/endpoints/1"), IDS[ROAS]).predict_roas(roas_items(1))


@pytest.mark.parametrize(
    "name", ["", "endpoints/1", "projects/p/locations/l/../../x", "projects/p/locations/L//1", "a?b"]
)
def test_only_names_of_resources_become_addresses(cloud: Cloud, name: str) -> None:
    with pytest.raises(InvalidInputError, match="not the name of a resource"):
        cloud.endpoint(name).predict([])
    assert cloud.service.seen == []


def test_the_champion_is_asked_for_where_it_is_deployed(cloud: Cloud, first: VertexFirst) -> None:
    assert source(first) is ServedBy.VERTEX
    for _ in range(3):
        assert first.predict_roas(roas_items(2))[0].served_by is ServedBy.VERTEX
    assert first.predict_ctr(scene_items(2))[0].served_by is ServedBy.IN_PROCESS, "no endpoint is set for it"
    assert (requests(cloud, "get_endpoint"), requests(cloud, "predict")) == (1, 3)


def test_another_champion_is_predicted_with_here(
    cloud: Cloud, serving: Serving, local: LocalOracle, breaker: CircuitBreaker, clock: ManualClock
) -> None:
    endpoint = cloud.endpoint(cloud.hold(ServingModel("roas-v2", serving[ROAS].model)))
    first = VertexFirst({ROAS: endpoint}, of_every_account, local, breaker)
    assert first.predict_roas(roas_items(1))[0].model_version == "roas-v3"
    assert source(first) is ServedBy.IN_PROCESS
    assert (requests(cloud, "predict"), breaker.state()) == (0, BreakerState.CLOSED)
    cloud.vertex.of(endpoint.name)["deployedModels"][0]["displayName"] = "roas-v3"
    assert source(first) is ServedBy.IN_PROCESS, "it is looked at once a minute"
    clock.advance(61)
    assert source(first) is ServedBy.VERTEX


def test_a_model_without_traffic_is_not_asked(cloud: Cloud, first: VertexFirst) -> None:
    cloud.vertex.endpoints["9000"]["trafficSplit"] = {"9000": 0}
    assert first.predict_roas(roas_items(1))[0].served_by is ServedBy.IN_PROCESS


def test_without_a_champion_there_is_nothing_to_ask_for(
    cloud: Cloud, local: LocalOracle, breaker: CircuitBreaker
) -> None:
    first = VertexFirst({ROAS: cloud.endpoint(f"{PARENT}/endpoints/1")}, lambda _name, _account: None, local, breaker)
    assert source(first) is ServedBy.IN_PROCESS
    assert cloud.service.seen == []


def test_while_the_endpoint_fails_this_process_answers(
    cloud: Cloud, first: VertexFirst, breaker: CircuitBreaker, clock: ManualClock
) -> None:
    assert first.predict_roas(roas_items(1))[0].served_by is ServedBy.VERTEX
    cloud.service.plan = [error(500, "INTERNAL", "oops")] * 2
    served = [first.predict_roas(roas_items(1))[0].served_by for _ in range(4)]
    assert set(served) == {ServedBy.IN_PROCESS}
    assert cloud.service.plan == []
    assert requests(cloud, "predict") == 1, "after two failures the breaker is open"
    assert source(first) is ServedBy.IN_PROCESS
    clock.advance(31)
    assert first.predict_roas(roas_items(1))[0].served_by is ServedBy.VERTEX


def test_an_endpoint_that_cannot_be_looked_at_is_left_alone_for_a_minute(
    cloud: Cloud, first: VertexFirst, clock: ManualClock
) -> None:
    cloud.service.plan = [error(403, "PERMISSION_DENIED", "no aiplatform.endpoints.get")]
    for _ in range(3):
        assert first.predict_roas(roas_items(1))[0].served_by is ServedBy.IN_PROCESS
    assert len(cloud.service.seen) == 1
    clock.advance(61)
    assert first.predict_roas(roas_items(1))[0].served_by is ServedBy.VERTEX


def test_who_comes_while_another_looks_does_not_wait(cloud: Cloud, serving: Serving) -> None:
    endpoint = cloud.endpoint(cloud.hold(serving[ROAS]), 0.5)
    cloud.service.plan = [Reply(fate="silent")]
    other = threading.Thread(target=endpoint.serving)
    other.start()
    while not cloud.service.seen:
        other.join(0.01)
    assert endpoint.serving() == frozenset()
    other.join()
    assert len(cloud.service.seen) == 1
