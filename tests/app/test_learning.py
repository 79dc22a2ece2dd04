"""From results to an account's own models: what brings results asks for it, a job does it, predictions follow."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from geminivideo.app.api.ml import create_ml_service
from geminivideo.app.container import Container
from geminivideo.attribution.insights import store as insights
from geminivideo.attribution.insights.model import AdInsight, BlueprintLink, ClickKind, InsightSource
from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.ids import IdSource
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.control import JobControl
from geminivideo.core.jobs.model import Job, JobKind, JobStatus
from geminivideo.core.jobs.runner import StoreResult
from geminivideo.flows.learning_requests import LearningRequests
from geminivideo.flows.measured_ads import measured_ads
from geminivideo.oracle import registry
from geminivideo.oracle.features import blueprint_features
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from tests.app.builders import add_champions, add_model, finish_campaign
from tests.app.conftest import MakeContainer, OpenClient, client_of
from tests.oracle.examples import example_blueprint, roas_items

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LAST_DAY = date(2026, 5, 20)
OUTCOME = {
    "blueprint_id": "bp_001",
    "first_day": "2026-05-01",
    "impressions": 12_000,
    "clicks": 180,
    "spend_minor": 24_500,
    "revenue_minor": 81_000,
    "currency": "USD",
}


def insight(number: int, **changes: Any) -> AdInsight:
    values: dict[str, Any] = {
        "account_id": "default",
        "ad_id": str(1000 + number),
        "ad_name": f"Ad {number}",
        "first_day": LAST_DAY - timedelta(days=number % 200 + 5),
        "last_day": LAST_DAY - timedelta(days=number % 200),
        "impressions": 20_000,
        "clicks": 300,
        "click_kind": ClickKind.LINK,
        "spend_minor": 10_000,
        "revenue_minor": 90_000,
        "currency": "USD",
        "source": InsightSource.ADS_MANAGER,
    }
    return AdInsight(**{**values, **changes})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def container(
    make_container: MakeContainer, clock: ManualClock, small_models: dict[ModelName, TrainedModel]
) -> Container:
    container = make_container(clock)
    add_champions(container, small_models)
    return container


@pytest.fixture
def ml(container: Container) -> Iterator[TestClient]:
    with client_of(create_ml_service(container)) as client:
        yield client


def store(container: Container, *rows: AdInsight) -> None:
    with container.database.transaction() as session:
        insights.record(session, "default", dict(enumerate(rows, 1)), NOW)


def work_off(container: Container) -> JobStatus:
    with container.database.transaction() as session:
        job = jobs.latest(session, "default", JobKind.LEARN)
    assert job is not None
    container.runner.run(job.job_id, "worker")
    with container.database.transaction() as session:
        return jobs.get(session, job.job_id).status


def predicted(ml: TestClient, account_id: str = "default") -> dict[str, Any]:
    items = [{"id": item.id, "features": item.features} for item in roas_items(3)]
    answer = ml.post("/api/ml/predict/roas", json={"items": items, "account_id": account_id})
    assert answer.status_code == 200
    return {**answer.json(), **answer.json()["items"][0]}


def test_an_accounts_results_change_its_predictions_and_nobody_elses(
    ml: TestClient, container: Container, clock: ManualClock
) -> None:
    before = predicted(ml)
    assert before["basis"] == "prior"
    rng = np.random.default_rng(1)
    store(container, *(insight(n, revenue_minor=int(rng.uniform(60_000, 120_000))) for n in range(80)))
    assert ml.post("/api/ml/accounts/default/learn").json()["job"]["status"] == "queued"
    assert work_off(container) is JobStatus.COMPLETED
    told = ml.get("/api/ml/accounts/default/learning").json()
    roas, ctr = told["lessons"]
    assert (roas["name"], roas["ads"], roas["made_here"], roas["promoted"]) == ("roas", 80, 0, True)
    assert "better" in roas["words"]
    assert ctr["ads"] == 80
    clock.advance(10)
    after = predicted(ml)
    assert after["basis"] == "account"
    assert after["model_version"] == roas["model_id"] == "roas-default-v1"
    assert after["history"]["ads"] == 80
    assert after["history"]["average"] == pytest.approx(9, rel=0.1)
    assert after["predicted_roas"] > 2 * before["predicted_roas"]
    assert after["ensemble_score"] == before["ensemble_score"]
    assert predicted(ml, "other")["basis"] == "prior"


def lesson_on_roas(ml: TestClient) -> dict[str, Any]:
    lesson: dict[str, Any] = ml.get("/api/ml/accounts/default/learning").json()["lessons"][0]
    return lesson


def learn(ml: TestClient, container: Container, clock: ManualClock) -> dict[str, Any]:
    clock.advance(60)
    ml.post("/api/ml/accounts/default/learn")
    assert work_off(container) is JobStatus.COMPLETED
    return lesson_on_roas(ml)


def returning(roas: float, numbers: range) -> list[AdInsight]:
    luck = np.random.default_rng(numbers.start).uniform(0.7, 1.3, len(numbers))
    return [insight(n, revenue_minor=int(10_000 * roas * factor)) for n, factor in zip(numbers, luck, strict=True)]


def test_what_a_person_took_back_does_not_come_back_with_the_next_import(
    ml: TestClient, container: Container, clock: ManualClock
) -> None:
    store(container, *returning(9, range(80)))
    taught = learn(ml, container, clock)
    assert taught["promoted"]
    assert ml.post(f"/api/ml/models/{taught['model_id']}/rollback", json={"reason": "no"}).status_code == 200
    again = learn(ml, container, clock)
    assert (again["promoted"], again["model_id"]) == (False, None)
    assert again["words"] == "80 ads; the present model stood its last trial, and the next one takes 110"
    store(container, *returning(9, range(80, 120)))
    assert learn(ml, container, clock)["promoted"]


def test_an_average_that_was_taken_back_stays_away(ml: TestClient, container: Container, clock: ManualClock) -> None:
    store(container, *returning(9, range(12)))
    first = learn(ml, container, clock)
    assert first["promoted"]
    assert learn(ml, container, clock)["words"] == "the average of 12 ads still holds"
    ml.post(f"/api/ml/models/{first['model_id']}/rollback", json={"reason": "no"})
    store(container, *returning(9, range(12, 30)))
    assert learn(ml, container, clock)["words"] == "30 ads; after one was taken back, the next average takes 42"


def test_a_trial_that_was_lost_is_not_repeated_on_the_same_ads(
    ml: TestClient, container: Container, clock: ManualClock
) -> None:
    store(container, *returning(2.4, range(80)))
    assert "not shown to be better" in learn(ml, container, clock)["words"]
    assert learn(ml, container, clock)["model_id"] is None
    versions = [model["model_id"] for model in ml.get("/api/ml/models?account_id=default").json()["models"]]
    assert [one for one in versions if one.startswith("roas-default")] == ["roas-default-v1"]


def begun(container: Container, clock: ManualClock, ml: TestClient) -> StoreResult:
    """A lesson that has been learned and not yet been stored."""
    learning, lease = container.account_learning, timedelta(minutes=1)
    clock.advance(1)
    ml.post("/api/ml/accounts/default/learn")
    with container.database.transaction() as session:
        queued = jobs.latest(session, "default", JobKind.LEARN)
        assert queued is not None
        job = jobs.claim(session, queued.job_id, "worker", clock.now(), lease)
        assert job is not None
    with JobControl(job, container.database, clock, lease, learning.on_progress) as control:
        return learning.run(control)


def end(container: Container, clock: ManualClock, lesson: StoreResult) -> None:
    clock.advance(1)
    with container.database.transaction() as session:
        assert lesson(session) == ()


def test_of_two_lessons_at_once_the_second_is_kept_and_told(
    ml: TestClient, container: Container, clock: ManualClock
) -> None:
    store(container, *returning(9, range(80)))
    for lesson in [begun(container, clock, ml) for _ in range(2)]:
        end(container, clock, lesson)
    told = lesson_on_roas(ml)
    assert (told["model_id"], told["promoted"]) == ("roas-default-v2", False)
    assert "was to replace roas-v1, but roas-default-v1 is champion now" in told["words"]
    with container.database.transaction() as session:
        assert registry.get(session, "roas-default-v2").metrics["trial"]["against"] == "roas-v1"
    clock.advance(10)
    assert predicted(ml)["model_version"] == "roas-default-v1"


def test_what_a_person_promotes_while_an_average_is_made_stays(
    ml: TestClient, container: Container, clock: ManualClock, small_models: dict[ModelName, TrainedModel]
) -> None:
    store(container, *returning(9, range(20)))
    lesson = begun(container, clock, ml)
    by_hand = add_model(container, ModelName.ROAS, small_models[ModelName.ROAS], promote=True)
    end(container, clock, lesson)
    told = lesson_on_roas(ml)
    assert (told["model_id"], told["promoted"]) == ("roas-default-v1", False)
    assert f"was to replace roas-v1, but {by_hand} is champion now" in told["words"]


def test_a_champion_whose_file_is_gone_is_replaced_by_what_wins_against_its_stand_in(
    ml: TestClient, container: Container, clock: ManualClock
) -> None:
    store(container, *returning(9, range(80)))
    gone = learn(ml, container, clock)["model_id"]
    with container.database.transaction() as session:
        container.storage.delete(registry.get(session, gone).artifact_key)
    assert predicted(ml)["model_version"] == "roas-v1"
    store(container, *returning(9, range(80, 130)))
    lesson = learn(ml, container, clock)
    assert (lesson["model_id"], lesson["promoted"]) == ("roas-default-v2", True)
    clock.advance(60)
    assert predicted(ml)["model_version"] == "roas-default-v2"


def test_too_few_results_are_said_and_change_nothing(ml: TestClient, container: Container) -> None:
    store(container, *(insight(n) for n in range(7)))
    ml.post("/api/ml/accounts/default/learn")
    assert work_off(container) is JobStatus.COMPLETED
    lessons = ml.get("/api/ml/accounts/default/learning").json()["lessons"]
    assert {lesson["words"] for lesson in lessons} == {"ads whose results are in: 7; 10 are needed"}
    assert {lesson["model_id"] for lesson in lessons} == {None}
    assert predicted(ml)["basis"] == "prior"


def test_an_import_and_an_outcome_each_ask_for_a_look_once(
    ml: TestClient, container: Container, clock: ManualClock, open_client: OpenClient
) -> None:
    gateway = open_client(container)
    finish_campaign(container)
    assert ml.get("/api/ml/accounts/default/learning").json() == {"account_id": "default", "job": None, "lessons": []}
    assert gateway.post("/pipeline/campaign/campaign_1/outcomes", json={"outcomes": [OUTCOME]}).status_code == 200
    first = ml.get("/api/ml/accounts/default/learning").json()["job"]
    assert first["status"] == "queued"
    export = "Ad name,Day,Impressions,Link clicks,Amount spent (USD)\nOne,2026-05-01,2000,30,10.00\n"
    assert gateway.post("/api/insights/import?dry_run=true", content=export).status_code == 200
    assert gateway.post("/api/insights/import", content=export).status_code == 200
    assert ml.get("/api/ml/accounts/default/learning").json()["job"] == first
    assert work_off(container) is JobStatus.COMPLETED
    clock.advance(1)
    assert gateway.post("/api/insights/import", content=export).status_code == 200
    assert ml.get("/api/ml/accounts/default/learning").json()["job"]["job_id"] != first["job_id"]


def test_two_who_ask_at_once_make_one_job(database: Database, clock: ManualClock) -> None:
    """The second comes when the first has found none waiting; it has to wait itself, here for a moment."""
    sent, other = list[Job](), Database(f"{database.url.render_as_string(False)}?options=-c%20lock_timeout%3D20ms")

    def entropy(size: int) -> bytes:
        with pytest.raises(OperationalError, match="lock timeout"):
            LearningRequests(other, clock, IdSource(clock), sent.extend).ask(["acme"])
        return bytes(size)

    LearningRequests(database, clock, IdSource(clock, entropy), sent.extend).ask(["acme"])
    LearningRequests(other, clock, IdSource(clock), sent.extend).ask(["acme"])
    other.dispose()
    assert [job.subject_id for job in sent] == ["acme"]


def test_an_account_that_is_no_name_is_refused(ml: TestClient) -> None:
    assert ml.post("/api/ml/accounts/a b/learn").status_code == 422


def test_ads_of_one_blueprint_are_one_and_its_outcomes_go_before_insights(
    container: Container, open_client: OpenClient
) -> None:
    finish_campaign(container, approved=(True, True))
    first, second = (BlueprintLink("campaign_1", f"bp_00{number}") for number in (1, 2))
    store(
        container,
        insight(1, link=first),
        insight(2, link=second, revenue_minor=10_000),
        insight(3, link=second, click_kind=ClickKind.ALL),
        insight(4, revenue_minor=None),
    )
    open_client(container).post("/pipeline/campaign/campaign_1/outcomes", json={"outcomes": [OUTCOME]})
    with container.database.transaction() as session:
        found = {ad.key: ad for ad in measured_ads(session, "default")}
        assert measured_ads(session, "other") == []
    assert set(found) == {"campaign_1/bp_001", "campaign_1/bp_002", "1004"}
    assert found["campaign_1/bp_001"].spend_minor == 24_500
    both = found["campaign_1/bp_002"]
    assert (both.impressions, both.clicks, both.spend_minor, both.revenue_minor) == (40_000, None, 20_000, 100_000)
    assert both.features == blueprint_features(example_blueprint(id="bp_002"))
    assert (both.first_day, both.last_day) == (insight(3).first_day, insight(2).last_day)
    assert found["1004"].revenue_minor is None
    assert found["1004"].features is None
