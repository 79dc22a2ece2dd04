"""Campaigns through the gateway, with the job run in this process: waiting, asking later, and failing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from geminivideo.app.api.answers.blueprints import summary_of
from geminivideo.app.container import Container
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import JobStatus
from geminivideo.creative.model import Member
from tests.app.answers import problem, rows
from tests.app.builders import BRIEF, finish_campaign, record, start_campaign
from tests.app.conftest import OpenClient
from tests.creative.accounts import account
from tests.creative.test_outcomes import add_account

GENERATE = "/pipeline/generate-campaign"


@contextmanager
def worker(container: Container) -> Iterator[None]:
    """Runs the first job that is queued, as a worker would."""

    def work() -> None:
        while not stop.wait(0.02):
            if job_id := queued(container):
                container.runner.run(job_id, "test")
                return

    stop = threading.Event()
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)


def queued(container: Container) -> str | None:
    with container.database.transaction() as session:
        return session.execute(text("SELECT job_id FROM jobs WHERE status = 'queued'")).scalar()


def test_a_client_that_waits_gets_the_whole_answer(open_client: OpenClient, served: Container) -> None:
    client: TestClient = open_client(served)
    with worker(served):
        answer = client.post(GENERATE, json=BRIEF)
    assert answer.status_code == 200
    campaign = answer.json()
    assert (campaign["status"], campaign["total_generated"]) == ("completed", 3)
    assert campaign["approved"] + campaign["rejected"] == 3
    assert [b["rank"] for b in campaign["blueprints"]] == list(range(1, campaign["approved"] + 1))
    details = campaign["sources"]["oracle_details"]
    assert (details["served_by"], details["model_version"]) == ("in_process", "roas-v1")
    assert client.get(f"/pipeline/campaign/{campaign['campaign_id']}").json() == campaign


def test_a_campaign_without_a_seed_names_the_one_that_repeats_it(open_client: OpenClient, served: Container) -> None:
    client = open_client(served)
    with worker(served):
        first = client.post(GENERATE, json={**BRIEF, "seed": None}).json()
    with worker(served):
        again = client.post(GENERATE, json={**BRIEF, "seed": first["seed"]}).json()
    assert again["campaign_id"] != first["campaign_id"]
    assert (again["seed"], again["blueprints"]) == (first["seed"], first["blueprints"])


def test_an_accounts_outcomes_change_what_its_council_listens_to(open_client: OpenClient, served: Container) -> None:
    client: TestClient = open_client(served)
    with served.database.transaction() as session:
        add_account(session, served.clock, account(1, campaigns=20, ads=8, effects={Member.GPT: 0.8}))
    for name, basis in (("acme", "account"), ("other", "prior")):
        with worker(served):
            campaign = client.post(GENERATE, json={**BRIEF, "account_id": name}).json()
        story = client.get(f"/pipeline/campaign/{campaign['campaign_id']}/blueprints/bp_001").json()
        council = story["council"]
        assert council["weights"]["basis"] == basis
        weights = {one["member"]: one["weight"] for one in council["judgements"]}
        assert weights == council["weights"]["weights"]
        assert (weights["gpt"] > 0.5) is (basis == "account")
        score = sum(one["weight"] * one["score"] for one in council["judgements"])
        assert council["score"] == pytest.approx(score, abs=0.02)


def test_a_generation_that_fails_answers_with_its_reason(client: TestClient, container: Container) -> None:
    with worker(container):  # its registry has no model
        refused = problem(client.post(GENERATE, json=BRIEF), 503)
    assert "no champion for roas" in refused["detail"]
    assert rows(container)["campaigns"] == 1


def test_a_generation_that_was_cancelled_answers_so(client: TestClient, container: Container) -> None:
    campaign_id = client.post(f"{GENERATE}?wait=false", json=BRIEF).json()["campaign_id"]
    job_id = queued(container) or ""
    with container.database.transaction() as session:
        job = jobs.get(session, job_id)
        container.creative_generation.on_unfinished(session, job, JobStatus.CANCELLED, None)
    state = client.get(f"/pipeline/campaign/{campaign_id}").json()
    assert (state["status"], state["error"]["type"]) == ("failed", "urn:geminivideo:problem:cancelled")


def test_a_client_that_does_not_wait_gets_its_id_at_once(client: TestClient, container: Container) -> None:
    answer = client.post(f"{GENERATE}?wait=false", json=BRIEF)
    campaign_id = answer.json()["campaign_id"]
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    assert answer.json()["websocket_url"] == f"/pipeline/ws/{campaign_id}"
    assert client.get(f"/pipeline/campaign/{campaign_id}").json()["status"] == "generating"
    assert rows(container) == {"campaigns": 1, "jobs": 1, "events": 1}


def test_an_unfinished_campaign_has_no_blueprints_yet(client: TestClient, container: Container) -> None:
    campaign_id = start_campaign(container)
    problem(client.get(f"/pipeline/campaign/{campaign_id}/blueprints/bp_001"), 404)
    assert client.get(f"/pipeline/campaign/{campaign_id}/videos").json()["videos"] == []


def test_a_ranking_shows_the_roas_that_every_other_answer_shows() -> None:
    kept = record("bp_001", True, 1)
    kept = replace(kept, prediction={**(kept.prediction or {}), "predicted_roas": 3.5346, "interval": [2.4354, 4.6115]})
    summary = summary_of(kept)
    assert (summary.predicted_roas, summary.roas_interval) == (3.5346, (2.4354, 4.6115))


def test_averages_are_over_what_was_approved(client: TestClient, container: Container) -> None:
    campaign = client.get(f"/pipeline/campaign/{finish_campaign(container, approved=(True, True, False))}").json()
    assert (campaign["approved"], campaign["rejected"], campaign["ready_for_render"]) == (2, 1, True)
    assert (campaign["avg_council_score"], campaign["best_predicted_roas"]) == (91.0, 3.9)
    assert campaign["avg_predicted_roas"] == 3.85
    assert [b["id"] for b in campaign["blueprints"]] == ["bp_001", "bp_002"]


def test_a_campaign_without_winners_says_so(client: TestClient, container: Container) -> None:
    campaign = client.get(f"/pipeline/campaign/{finish_campaign(container, approved=(False,))}").json()
    assert (campaign["blueprints"], campaign["ready_for_render"]) == ([], False)
    assert (campaign["avg_council_score"], campaign["best_predicted_roas"]) == (None, None)


def test_a_rejected_blueprint_tells_its_story_without_a_rank(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True, False))
    story = client.get("/pipeline/campaign/campaign_1/blueprints/bp_002").json()
    assert (story["rank"], story["approved"], story["campaign_id"]) == (None, False, "campaign_1")
    assert len(story["council"]["judgements"]) == 4
    assert len(story["oracle"]["features"]) == 12
    assert story["reflexion"][0]["plan"] == "sharpen"
