"""Videos in the database: written once per job, read back whole."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from geminivideo.core.clock import ManualClock
from geminivideo.core.database import Database
from geminivideo.core.errors import NotFoundError
from geminivideo.core.vocabulary import Platform, Quality
from geminivideo.rendering import store
from geminivideo.rendering.store import Video
from geminivideo.rendering.verification.report import RenderReport, Stretch

REPORT = RenderReport(
    width=1080,
    height=1920,
    frames=900,
    seconds=30.0,
    video_codec="h264",
    pixel_format="yuv420p",
    audio_codec="aac",
    loudness_lufs=-14.1,
    true_peak_dbtp=-1.4,
    black=(Stretch(start=1.0, end=1.5),),
)


def video(clock: ManualClock, number: int = 1, **changed: object) -> Video:
    values: dict[str, object] = {
        "video_id": f"video_{number}",
        "campaign_id": "campaign_1",
        "job_id": f"job_{number}",
        "blueprint_id": "bp_001",
        "platform": Platform.TIKTOK,
        "quality": Quality.HIGH,
        "duration_seconds": 30.0,
        "file_size_bytes": 12_345_678,
        "video_key": "campaigns/campaign_1/ad.mp4",
        "thumbnail_key": "campaigns/campaign_1/ad.jpg",
        "plan_key": "campaigns/campaign_1/plan.json",
        "hook_text": "Still crashing at 3 PM? ☕",
        "cta_text": "Buy now",
        "council_score": 88.5,
        "predicted_roas": None,
        "report": REPORT,
        "created_at": clock.now(),
    }
    return Video.model_validate(values | changed)


@pytest.fixture(autouse=True)
def _parents(database: Database) -> None:
    """What videos refer to belongs to other contexts, so it is put there in plain SQL."""
    with database.transaction() as session:
        for campaign in ("campaign_1", "campaign_2"):
            session.execute(text(_CAMPAIGN), {"campaign": campaign})
            session.execute(text(_BLUEPRINT), {"campaign": campaign})
        for number in (1, 2, 3):
            session.execute(text(_JOB), {"job": f"job_{number}"})


_CAMPAIGN = """
INSERT INTO campaigns (campaign_id, account_id, status, brief, footage_ids, created_at)
VALUES (:campaign, 'default', 'completed', '{}', '[]', now())
"""
_BLUEPRINT = """
INSERT INTO blueprints (campaign_id, blueprint_id, approved, council_score, document, evaluation)
VALUES (:campaign, 'bp_001', true, 90, '{}', '{}')
"""
_JOB = """
INSERT INTO jobs (job_id, kind, subject_id, payload, status, stage, progress, attempt, crashes, cancel_requested,
                  created_at, sent_at)
VALUES (:job, 'render', 'campaign_1', '{}', 'running', 'encode', 50, 1, 0, false, now(), now())
"""


def test_a_video_is_read_back_as_it_was_written(database: Database, clock: ManualClock) -> None:
    written = video(clock)
    with database.transaction() as session:
        store.create(session, written)
    with database.transaction() as session:
        assert store.get(session, "video_1") == written


def test_a_campaign_lists_its_own_videos_in_order(database: Database, clock: ManualClock) -> None:
    later = video(clock, 1, created_at=clock.now() + timedelta(seconds=5))
    with database.transaction() as session:
        for each in (later, video(clock, 2), video(clock, 3, campaign_id="campaign_2")):
            store.create(session, each)
    with database.transaction() as session:
        assert [each.video_id for each in store.of_campaign(session, "campaign_1")] == ["video_2", "video_1"]
        assert store.of_campaign(session, "campaign_9") == []


def test_a_job_that_is_delivered_twice_makes_one_video(database: Database, clock: ManualClock) -> None:
    with database.transaction() as session:
        store.create(session, video(clock, 1))
    with pytest.raises(IntegrityError), database.transaction() as session:
        store.create(session, video(clock, 2, job_id="job_1"))


def test_an_unknown_video_is_named(database: Database) -> None:
    with pytest.raises(NotFoundError, match="video_9"), database.transaction() as session:
        store.get(session, "video_9")
