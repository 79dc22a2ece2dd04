"""The `videos` table. The caller's transaction decides when a video becomes visible."""

from collections.abc import Collection
from datetime import datetime

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import NotFoundError
from geminivideo.core.vocabulary import Platform, Quality
from geminivideo.rendering.tables import VideoRow
from geminivideo.rendering.verification.report import RenderReport


class Video(Frozen):
    """A finished video and where its files are. The keys name objects in the storage."""

    video_id: str
    campaign_id: str
    job_id: str
    blueprint_id: str
    platform: Platform
    quality: Quality = Field(description="of the ad; a preview of it is made as a draft, whatever this is")
    preview: bool = Field(False, description="small: to look at, never to publish")
    variant_of: str | None = Field(None, description="the video that this one changes")
    duration_seconds: float
    file_size_bytes: int
    video_key: str
    thumbnail_key: str
    plan_key: str
    caption_keys: dict[str, str] = Field({}, description="srt, vtt and ass; empty where nothing is said")
    hook_text: str
    cta_text: str
    council_score: float | None
    predicted_roas: float | None
    report: RenderReport
    created_at: datetime


def create(session: Session, video: Video) -> None:
    """Add the video; the same job cannot add a second one."""
    values = dict(video) | {"report": video.report.model_dump(mode="json")}
    session.add(VideoRow(**values))
    session.flush()


def get(session: Session, video_id: str) -> Video:
    row = session.get(VideoRow, video_id)
    if row is None:
        raise NotFoundError(f"There is no video {video_id}.", next_step="list the campaign's videos to see which exist")
    return _video(row)


def blueprints_of(session: Session, video_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Campaign and blueprint of each of the videos that exist."""
    query = select(VideoRow.video_id, VideoRow.campaign_id, VideoRow.blueprint_id)
    found = session.execute(query.where(VideoRow.video_id.in_(video_ids)))
    return {video_id: (campaign_id, blueprint_id) for video_id, campaign_id, blueprint_id in found}


def of_campaign(session: Session, campaign_id: str) -> list[Video]:
    """In the order in which they were finished, previews among them."""
    query = select(VideoRow).where(VideoRow.campaign_id == campaign_id).order_by(VideoRow.created_at, VideoRow.video_id)
    return [_video(row) for row in session.scalars(query)]


def ads_of_campaign(session: Session, campaign_id: str) -> list[Video]:
    """Without previews: what may be published."""
    return [video for video in of_campaign(session, campaign_id) if not video.preview]


def _video(row: VideoRow) -> Video:
    return Video(**{name: getattr(row, name) for name in Video.model_fields})
