"""An upload in parts survives whatever happens between two of them."""

import threading
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.clock import ManualClock
from geminivideo.flows.footage_intake import TakenIn
from geminivideo.footage.uploads import UploadLimits, UploadSpool
from tests.app.answers import files, problem, rows
from tests.app.builders import BRIEF
from tests.app.conftest import MakeContainer, OpenClient

UPLOAD = "/api/video/upload"


class Sender:
    """Sends parts of one file, as a client does that knows its upload's id from the first answer."""

    def __init__(self, client: TestClient, content: bytes) -> None:
        self.client = client
        self.content = content
        self.footage_id: str | None = None

    def send(self, start: int, end: int, total: int | None = None, **fields: str) -> Any:
        """Bytes from `start` up to but not including `end`."""
        header = f"bytes {start}-{end - 1}/{total or len(self.content)}"
        part = ("clip.mp4", self.content[start:end])
        answer = self._post({"content-range": header}, files={"video": part}, data=fields)
        self.footage_id = answer.json().get("footage_id", self.footage_id)
        return answer

    def ask(self) -> Any:
        answer = self._post({"content-range": f"bytes */{len(self.content)}"})
        self.footage_id = answer.json().get("footage_id", self.footage_id)
        return answer

    def _post(self, headers: dict[str, str], **body: Any) -> Any:
        params = {"footage_id": self.footage_id} if self.footage_id else {}
        return self.client.post(UPLOAD, params=params, headers=headers, **body)


@pytest.fixture
def sender(client: TestClient, clip: bytes) -> Sender:
    return Sender(client, clip)


def state(answer: Any) -> tuple[str, int]:
    assert answer.status_code == 202, answer.text
    return answer.json()["status"], answer.json()["received_bytes"]


def test_parts_in_order_become_one_footage(sender: Sender, clip: bytes, container: Container, home: Path) -> None:
    size = len(clip)
    assert state(sender.send(0, 1000)) == ("receiving", 1000)
    assert state(sender.ask()) == ("receiving", 1000)
    assert state(sender.send(1000, 3000)) == ("receiving", 3000)
    assert "footage" not in rows(container)
    assert state(sender.send(3000, size, account_id="agency")) == ("received", size)
    footage = sender.client.get(f"/api/video/{sender.footage_id}").json()
    assert (footage["account_id"], footage["label"]) == ("agency", "clip")
    (stored,) = files(home)
    assert (home / stored).read_bytes() == clip


def test_an_upload_may_begin_with_a_question(sender: Sender, clip: bytes) -> None:
    assert state(sender.ask()) == ("receiving", 0)
    assert state(sender.send(0, len(clip))) == ("received", len(clip))


@pytest.mark.parametrize("start", [0, 999, 1001, 4000])
def test_a_part_in_the_wrong_place_changes_nothing(sender: Sender, start: int) -> None:
    sender.send(0, 1000)
    refused = problem(sender.send(start, start + 1500), 409)
    assert "offset 1000" in refused["next_step"]
    assert state(sender.ask()) == ("receiving", 1000)


def test_a_part_whose_answer_was_lost_may_be_repeated(sender: Sender, clip: bytes, home: Path) -> None:
    sender.send(0, 1000)
    sender.send(1000, 2000)
    assert state(sender.send(1000, 2000)) == ("receiving", 2000)
    assert state(sender.send(0, 1000)) == ("receiving", 2000)
    sender.send(2000, len(clip))
    (stored,) = files(home)
    assert (home / stored).read_bytes() == clip


def test_the_last_part_may_be_repeated_after_all_is_done(sender: Sender, clip: bytes, container: Container) -> None:
    sender.send(0, 1000)
    assert state(sender.send(1000, len(clip))) == ("received", len(clip))
    assert state(sender.send(1000, len(clip))) == ("received", len(clip))
    assert state(sender.ask()) == ("received", len(clip))
    assert rows(container) == {"footage": 1, "jobs": 1}


def test_an_upload_is_completed_once_however_often_its_last_part_is_sent(
    sender: Sender, clip: bytes, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that waited too long for an answer sends it again while the first one is still looked through."""
    take_in, meanwhile = container.footage_intake.take_in, list[Any]()
    texts = {name: value for name, value in BRIEF.items() if isinstance(value, str)}
    last: dict[str, Any] = {**texts, "pain_points": "no time", "desires": "get strong", "generate": "true"}

    def slow(*arrived: Any) -> TakenIn:
        monkeypatch.undo()
        meanwhile.append(sender.send(1000, len(clip), **last))
        return take_in(*arrived)

    monkeypatch.setattr(container.footage_intake, "take_in", slow)
    sender.send(0, 1000)
    assert state(sender.send(1000, len(clip), **last)) == ("received", len(clip))
    assert "Another request" in problem(meanwhile[0], 409)["detail"]
    assert rows(container)["campaigns"] == 1
    assert state(sender.ask()) == ("received", len(clip))


def test_a_process_may_end_between_two_parts(
    clip: bytes, make_container: MakeContainer, open_client: OpenClient
) -> None:
    sender = Sender(open_client(make_container()), clip)
    sender.send(0, 2000)
    sender.client = open_client(make_container())
    assert state(sender.ask()) == ("receiving", 2000)
    assert state(sender.send(2000, len(clip))) == ("received", len(clip))


def test_a_process_may_end_before_it_could_complete_the_upload(
    sender: Sender, clip: bytes, container: Container
) -> None:
    sender.ask()
    container.upload_spool.append(str(sender.footage_id), 0, [clip])
    assert state(sender.ask()) == ("receiving", len(clip))
    assert state(sender.send(3000, len(clip))) == ("received", len(clip))


def test_the_total_may_not_change(sender: Sender, clip: bytes) -> None:
    sender.send(0, 1000)
    assert "another total" in problem(sender.send(1000, 2000, total=len(clip) + 1), 409)["detail"]
    assert state(sender.ask()) == ("receiving", 1000)


def test_a_part_must_be_as_long_as_it_says(sender: Sender, clip: bytes) -> None:
    sender.ask()
    header = {"content-range": f"bytes 0-1999/{len(clip)}"}
    short = sender._post(header, files={"video": ("clip.mp4", clip[:1500])})
    assert "ended at byte 1500" in problem(short, 422)["detail"]
    assert state(sender.ask()) == ("receiving", 1500)
    assert state(sender.send(1500, len(clip))) == ("received", len(clip))


def test_a_refused_file_is_gone_however_it_came(client: TestClient, container: Container, home: Path) -> None:
    sender = Sender(client, b"no video " * 500)
    sender.send(0, 2000)
    problem(sender.send(2000, 4500), 415)
    assert (rows(container), files(home)) == ({}, [])


def test_a_brief_that_was_refused_may_be_mended(sender: Sender, clip: bytes) -> None:
    sender.send(0, 1000)
    problem(sender.send(1000, len(clip), account_id="no/account"), 422)
    assert state(sender.send(1000, len(clip), account_id="agency")) == ("received", len(clip))


@pytest.mark.parametrize(
    ("footage_id", "status"), [("footage_unknown", 404), ("campaign_1", 404), ("../../etc", 422), ("\0", 422)]
)
def test_clients_do_not_choose_ids(
    sender: Sender, container: Container, home: Path, footage_id: str, status: int
) -> None:
    sender.footage_id = footage_id
    problem(sender.send(0, 1000), status)
    problem(sender.ask(), status)
    assert (rows(container), files(home)) == ({}, [])


def test_footage_cannot_be_replaced_through_its_id(sender: Sender, clip: bytes, container: Container) -> None:
    sender.send(0, len(clip))
    again = sender.client.post(
        UPLOAD, params={"footage_id": sender.footage_id}, files={"video": ("b.mp4", clip + b"0")}
    )
    assert "needs a Content-Range" in problem(again, 422)["detail"]
    sender.content = clip + b"0"
    sender.send(0, len(clip) + 1)
    assert rows(container) == {"footage": 1, "jobs": 1}


@pytest.mark.parametrize("header", ["bytes 5-4/10", "bytes 0-10/10", "items 0-1/2", "bytes */0"])
def test_a_bad_content_range(client: TestClient, home: Path, header: str) -> None:
    problem(client.post(UPLOAD, headers={"content-range": header}, files={"video": ("a.mp4", b"x")}), 422)
    assert files(home) == []


class WatchedSpool(UploadSpool):
    def __init__(self, home: Path, clock: ManualClock) -> None:
        super().__init__(home / "uploads", UploadLimits(max_bytes=1000), clock)
        self.swept = threading.Event()

    def expire(self) -> list[str]:
        try:
            return super().expire()
        finally:
            self.swept.set()


def test_abandoned_uploads_are_swept_at_the_next_start(
    container: Container, open_client: OpenClient, clock: ManualClock, home: Path
) -> None:
    spool = WatchedSpool(home, clock)
    spool.begin("footage_old", 500)
    clock.advance(23 * 3600)
    spool.begin("footage_young", 500)
    clock.advance(2 * 3600)
    container.upload_spool = spool
    open_client(container)
    assert spool.swept.wait(30)
    assert {path.split("/")[1] for path in files(home)} == {"footage_young"}
