"""Whatever is killed under a running render, the video comes out once and no finished stage is done twice."""

import re
import signal
import time
from typing import Any

import psutil
import pytest

from tests.stack.conftest import Stack, is_alive, wait_until
from tests.stack.renders import Render, attempts_of, percents

pytestmark = pytest.mark.slow

RENDER_WORKER = "worker --queues render"


@pytest.fixture(scope="module")
def campaign(stack: Stack) -> dict[str, Any]:
    """Of an account without footage: its ads are cards and captions, which render fastest."""
    return stack.generated(num_variations=8, account_id="crashes")


def test_a_killed_worker_costs_an_attempt_and_no_finished_stage(stack: Stack, campaign: dict[str, Any]) -> None:
    render = Render.started(stack, campaign, 1)
    encoder = render.wait_for_encoder(attempt=1)
    finished = render.finished_stages()
    assert finished
    family = _render_worker(stack)
    family[0].kill()
    wait_until(lambda: not any(is_alive(process) for process in [*family, encoder]))
    render.wait_for_encoder(attempt=2)
    assert finished.items() <= render.finished_stages().items()
    with render.standing_still():  # a report of progress that finds no database is dropped, also the last one
        _restart_database(stack)  # which costs no further attempt
    render.wait_for("completed")
    assert render.attempts() == 2
    measured = stack.http.get("/metrics").text
    assert re.search(r"^geminivideo_encode_speed_ratio_count [1-9]", measured, re.MULTILINE)
    _check_one_good_video(render, attempts=2)


def test_a_killed_pool_process_is_replaced(stack: Stack, campaign: dict[str, Any]) -> None:
    """Then the whole supervisor is killed: the third attempt, in the next life of the same home, completes."""
    render = Render.started(stack, campaign, 2)
    encoder = render.wait_for_encoder(attempt=1)
    worker, pool_process, *_ = _render_worker(stack)
    pool_process.kill()
    wait_until(lambda: not is_alive(encoder))
    render.wait_for_encoder(attempt=2)
    assert is_alive(worker)

    finished = render.finished_stages()
    _kill_supervisor_and_start_again(stack)
    assert stack.http.get(f"/pipeline/campaign/{render.campaign_id}").json() == campaign
    render.wait_for_encoder(attempt=3)
    assert finished.items() <= render.finished_stages().items()
    render.wait_for("completed")
    _check_one_good_video(render, attempts=3)


def test_cancel_ends_the_encoder_and_a_retry_completes(stack: Stack, campaign: dict[str, Any]) -> None:
    """Cancelled within a second, of which a busy machine may make several; killed alone, the encoder fails its job."""
    render = Render.started(stack, campaign, 3)
    encoder = render.wait_for_encoder(attempt=1)
    asked = time.monotonic()
    render.steer("cancel")
    wait_until(lambda: not is_alive(encoder))
    assert time.monotonic() - asked < 8
    render.wait_for("cancelled")

    render.steer("retry")
    render.wait_for_encoder(attempt=2)
    failed = render.killed_by_its_encoders()
    assert "ffmpeg" in failed["error"]["detail"]
    assert "retry" in failed["error"]["next_step"]

    render.steer("retry")
    render.wait_for("completed")
    endings = [event for event in render.events() if event["type"] == "render_failed"]
    assert [event["error"]["title"] for event in endings] == ["The job was cancelled", "A processing step failed"]
    _check_one_good_video(render, attempts=3)


def _render_worker(stack: Stack) -> list[psutil.Process]:
    """Celery's main process, then its pool processes."""
    found = stack.children(RENDER_WORKER)
    return sorted(found, key=lambda process: process.ppid() != stack.process.pid)


def _restart_database(stack: Stack) -> None:
    first = min(stack.children("postgres -D"), key=lambda process: process.ppid() != stack.process.pid)
    first.kill()
    wait_until(lambda: [new for new in stack.children("postgres -D") if new.ppid() == stack.process.pid])
    wait_until(lambda: stack.http.get("/readyz").is_success)


def _kill_supervisor_and_start_again(stack: Stack) -> None:
    family = stack.children()
    assert len(family) > 12  # servers with their own processes, roles, pool processes, the encoder
    old = stack.services
    stack.process.send_signal(signal.SIGKILL)
    stack.process.wait()
    wait_until(lambda: not any(is_alive(process) for process in family), seconds=20)
    stack.start()
    assert stack.services.supervisor_pid == stack.process.pid != old.supervisor_pid


def _check_one_good_video(render: Render, attempts: int) -> None:
    """One video, no repeated or lost event, progress that only grows within an attempt, and nothing left over."""
    (video,) = render.videos()
    assert render.stack.http.get(video["video_url"]).num_bytes_downloaded == video["file_size_bytes"]
    lives = attempts_of(render.events())
    assert len(lives) == attempts
    for events in lives:
        assert percents(events) == sorted(percents(events))
    assert lives[-1][-1]["type"] == "render_complete"
    assert percents(lives[-1])[-1] > 94
    wait_until(lambda: not (render.stack.home / "scratch" / "renders" / render.job_id).exists())
