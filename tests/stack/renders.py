"""One small render, watched closely enough to crash something in the middle of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psutil
import psycopg

from tests.stack.conftest import Stack, wait_until

ENCODER = "pipe:1"  # in the command line of our ffmpeg only


@dataclass(frozen=True)
class Render:
    """A job of a campaign without footage, in the lowest quality: about half a minute of ad."""

    stack: Stack
    campaign_id: str
    job_id: str

    @classmethod
    def started(cls, stack: Stack, campaign: dict[str, Any], number: int) -> "Render":
        """Of the campaign's blueprint at rank `number`."""
        request = {
            "campaign_id": campaign["campaign_id"],
            "blueprint_ids": [campaign["blueprints"][number - 1]["id"]],
            "platform": "square",
            "quality": "DRAFT",
        }
        answer = stack.http.post("/pipeline/render-winners", json=request)
        assert answer.status_code == 202, answer.text
        return cls(stack, campaign["campaign_id"], answer.json()["jobs"][0]["job_id"])

    def job(self) -> dict[str, Any]:
        answer: dict[str, Any] = self.stack.http.get(f"/pipeline/jobs/{self.job_id}").json()
        return answer

    def attempts(self) -> int:
        return self._counts()[0]

    def crashes(self) -> int:
        return self._counts()[1]

    def wait_for_encoder(self, attempt: int) -> psutil.Process:
        """Until this attempt's ffmpeg has written pictures; gives its process."""
        found: list[psutil.Process] = []

        def writes() -> object:
            found[:] = self._encoders()  # between two segments there is none
            job = self.job()
            assert job["status"] in {"queued", "running"}, f"it ended before its encoder was seen: {job}"
            return found and job["stage"] == "encode" and job["progress"] > 12 and self.attempts() == attempt

        wait_until(writes, seconds=150)
        return found[0]

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Its encoders are stopped, so that it is not done before what happens meanwhile is over."""
        stopped: list[psutil.Process] = []

        def stop() -> object:
            for encoder in self._encoders():
                with suppress(psutil.NoSuchProcess):
                    encoder.suspend()
                    stopped.append(encoder)
            return stopped

        wait_until(stop)
        yield
        for encoder in stopped:
            encoder.resume()

    def wait_for(self, status: str) -> dict[str, Any]:
        wait_until(lambda: self.job()["status"] not in {"queued", "running"}, seconds=120)
        job = self.job()
        assert job["status"] == status, job
        return job

    def killed_by_its_encoders(self) -> dict[str, Any]:
        """The failed job. One encoder may be done before it is killed, so that the next one is too."""

        def is_over() -> bool:
            for encoder in self._encoders():
                with suppress(psutil.NoSuchProcess):
                    encoder.kill()
            return self.job()["status"] not in {"queued", "running"}

        wait_until(is_over)
        return self.wait_for("failed")

    def steer(self, verb: str) -> None:
        answer = self.stack.http.post(f"/pipeline/jobs/{self.job_id}/{verb}")
        assert answer.status_code == 200, answer.text

    def finished_stages(self) -> dict[str, int]:
        """Each finished stage's file and when it was written."""
        folder = self.stack.home / "scratch" / "renders" / self.job_id
        files = [file for file in folder.glob("*-*") if not file.name.startswith("unfinished-")]
        return {file.name: file.stat().st_mtime_ns for file in files if file.is_file()}

    def events(self) -> list[dict[str, Any]]:
        """This job's events; in the campaign's whole stream there is no gap and no repeat."""
        url = f"/pipeline/ws/{self.campaign_id}"
        last = self._last_seq()
        seen = self.stack.events(url, lambda event: event["seq"] == last)
        assert [event["seq"] for event in seen] == list(range(1, last + 1))
        return [event for event in seen if event.get("job_id") == self.job_id]

    def videos(self) -> list[dict[str, Any]]:
        answer = self.stack.http.get(f"/pipeline/campaign/{self.campaign_id}/videos").json()
        return [video for video in answer["videos"] if video["job_id"] == self.job_id]

    def _encoders(self) -> list[psutil.Process]:
        return self.stack.children(ENCODER)

    def _counts(self) -> tuple[int, int]:
        with psycopg.connect(self.stack.services.database_url) as connection:
            row = connection.execute("SELECT attempt, crashes FROM jobs WHERE job_id = %s", (self.job_id,)).fetchone()
        assert row is not None
        return int(row[0]), int(row[1])

    def _last_seq(self) -> int:
        with psycopg.connect(self.stack.services.database_url) as connection:
            query = "SELECT last_seq FROM event_streams WHERE stream_id = %s"
            row = connection.execute(query, (self.campaign_id,)).fetchone()
        assert row is not None
        return int(row[0])


def attempts_of(events: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """A job's events, cut where an attempt begins."""
    cuts = [n for n, event in enumerate(events) if event["type"] == "render_started"]
    return [events[begin:end] for begin, end in zip(cuts, [*cuts[1:], len(events)], strict=True)]


def percents(events: list[dict[str, Any]]) -> list[float]:
    return [event["progress"] for event in events if event["type"] == "render_progress"]
