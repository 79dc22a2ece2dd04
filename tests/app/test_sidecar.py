"""Sidecars over the API, on a clip that is really analysed."""

import json
import shutil
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import JobKind
from geminivideo.core.jobs.store import JobRow
from geminivideo.footage import analysis as analysis_module
from geminivideo.footage import store
from tests.footage.builders import observe_here

Document = dict[str, Any]


def run_jobs(container: Container) -> int:
    with container.database.transaction() as session:
        waiting = [row.job_id for row in session.query(JobRow).filter(JobRow.status == "queued")]
    for job_id in waiting:
        container.runner.run(job_id, "worker")
    return len(waiting)


class Footage:
    def __init__(self, container: Container, client: TestClient, clip: bytes) -> None:
        self.container, self.client = container, client
        sent = client.post("/api/video/upload", files={"video": ("clip.mp4", clip)}).json()
        self.url = f"/api/video/{sent['footage_id']}"
        run_jobs(container)

    def answer(self) -> Document:
        found: Document = self.client.get(self.url).json()
        return found

    def sidecar(self) -> Document:
        found: Document = self.client.get(f"{self.url}/sidecar").json()
        return found

    def correct(self, document: Document) -> str:
        answer = self.client.put(f"{self.url}/sidecar", json=document)
        assert answer.status_code == 202, answer.json()
        run_jobs(self.container)
        return str(answer.json()["status"])


@pytest.fixture
def analysed(served: Container, client: TestClient, clip: bytes, monkeypatch: pytest.MonkeyPatch) -> Footage:
    """Pictures are looked at in this process, which takes a fraction of the time."""
    monkeypatch.setattr(analysis_module, "observe", observe_here)
    return Footage(served, client, clip)


def test_the_stored_document_is_that_of_the_route(analysed: Footage) -> None:
    stored = analysed.client.get(analysed.answer()["sidecar_url"])
    assert stored.json() == analysed.sidecar()
    assert analysed.sidecar()["scenes"][0]["information"]["predicted_ctr"] > 0
    assert analysed.answer()["scenes"][0]["content"]["use"] is True


def test_what_nobody_changed_changes_nothing(analysed: Footage) -> None:
    before = analysed.answer()
    answer = analysed.client.put(f"{analysed.url}/sidecar", json=analysed.sidecar())
    assert (answer.status_code, answer.json()["status"], answer.json()["after"]) == (202, "unchanged", None)
    assert run_jobs(analysed.container) == 0
    assert analysed.answer()["scenes"] == before["scenes"]
    assert analysed.answer()["corrected"] is False


def test_corrections_are_honoured_kept_and_taken_back(analysed: Footage) -> None:
    changed = analysed.sidecar()
    scene = changed["scenes"][0]
    copy = json.loads(json.dumps(scene))
    scene.update(end_seconds=0.4, objects=["person", "kettle"], transcript="Hello there", description="a test card")
    copy.update(start_seconds=0.4, use=False)
    changed["scenes"] = [scene, copy]
    assert analysed.correct(changed) == "queued"

    first, second = analysed.answer()["scenes"]
    assert first["end_seconds"] == pytest.approx(0.4)
    assert first["content"]["corrected"] == ["description", "objects", "transcript"]
    assert first["content"]["backends"]["objects"] == "corrected by a person"
    assert first["features"]["objects"] == pytest.approx(0.4)
    assert (second["rank"], second["reasons"][0]) == (2, "kept out of ads by a person")
    found = analysed.client.get("/api/video/search", params={"q": "kettle"}).json()["results"]
    assert found[0]["scene_id"] == first["scene_id"]  # the embedding follows
    with analysed.container.database.transaction() as session:
        offered = [scene.index for scene in store.ready_scenes(session, "default")]
        assert offered == [scene.index for scene in store.scenes_of(session, [analysed.answer()["footage_id"]])] == [1]

    again = analysed.client.post(f"{analysed.url}/analyze", json={"force": True})
    assert (again.status_code, again.json()["status"], run_jobs(analysed.container)) == (202, "queued", 1)
    assert analysed.answer()["scenes"] == [first, second]
    assert analysed.correct(analysed.sidecar()) == "unchanged"

    back = analysed.sidecar()
    back["scenes"][0].update(objects=None, transcript=None, description=None)
    back["scenes"][1]["use"] = True
    assert analysed.correct(back) == "queued"
    assert [scene["content"]["corrected"] for scene in analysed.answer()["scenes"]] == [[], []]


def test_what_comes_while_an_analysis_runs_is_seen_to(analysed: Footage, monkeypatch: pytest.MonkeyPatch) -> None:
    analysed.client.post(f"{analysed.url}/analyze", json={"force": True})
    analysis = analysed.container.footage_analysis
    changed = analysed.sidecar()
    changed["scenes"][0]["description"] = "late"
    drawn = analysis._draw

    def correct_then_draw(*arguments: Any) -> None:
        if changed:
            analysed.client.put(f"{analysed.url}/sidecar", json=dict(changed))
            changed.clear()
        drawn(*arguments)

    monkeypatch.setattr(analysis, "_draw", correct_then_draw)
    assert run_jobs(analysed.container) == 1
    assert run_jobs(analysed.container) == 1
    assert analysed.answer()["scenes"][0]["content"]["description"] == "late"


def test_a_later_analysis_that_fails_leaves_the_footage_in_use(analysed: Footage) -> None:
    """Two campaigns that come with the same new file have one each."""
    before, container = analysed.answer(), analysed.container
    shutil.rmtree(container.settings.home / "objects" / "footage")
    for job_id, payload in (("job_again", {"again": True}), ("job_later", {"then_generate": None})):
        with container.database.transaction() as session:
            jobs.create(session, job_id, JobKind.ANALYZE, before["footage_id"], payload, container.clock.now())
        assert run_jobs(container) == 1
        after = analysed.answer()
        assert (after["status"], after["scenes"]) == ("ready", before["scenes"])
        assert "A later analysis came to nothing" in after["problem"]["cause"]


def test_the_work_folder_may_be_gone(analysed: Footage) -> None:
    shutil.rmtree(analysed.container.scratch / "footage")
    changed = analysed.sidecar()
    changed["scenes"][0]["use"] = False
    assert analysed.correct(changed) == "queued"
    assert analysed.answer()["scenes"][0]["content"]["use"] is False


def test_another_file_s_document_and_large_and_odd_ones_are_refused(analysed: Footage) -> None:
    url, good = f"{analysed.url}/sidecar", analysed.sidecar()
    other = {**good, "footage": {**good["footage"], "sha256": "0" * 64}}
    answer = analysed.client.put(url, json=other)
    assert (answer.status_code, "another file" in answer.json()["detail"]) == (422, True)
    assert analysed.client.put(url, content=b" " * 10_000_000).status_code == 413
    for body in (b"[" * 100_000, b'{"version": NaN}', b'"\xff"', b"null"):
        answer = analysed.client.put(url, content=body, headers={"content-type": "application/json"})
        assert answer.status_code in {400, 422}
        assert answer.json()["next_step"]
    good["scenes"][0]["end_seconds"] = "soon"
    answer = analysed.client.put(url, json=good)
    assert (answer.status_code, "scene 1: end_seconds" in answer.json()["detail"]) == (422, True)
    assert run_jobs(analysed.container) == 0


def test_without_an_analysis_there_is_no_document(client: TestClient, clip: bytes) -> None:
    sent = client.post("/api/video/upload", files={"video": ("clip.mp4", clip)}).json()
    answer = client.get(f"/api/video/{sent['footage_id']}/sidecar")
    assert (answer.status_code, client.get("/api/video/footage_none/sidecar").status_code) == (409, 404)
