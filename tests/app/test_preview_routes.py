"""Previews are found beside their video, behind signed links."""

from pathlib import Path

from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.vocabulary import Platform, Quality
from geminivideo.rendering import store as videos
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.store import Video
from geminivideo.rendering.verification.report import RenderReport
from tests.app.builders import finish_campaign, queue_render

REPORT = RenderReport(
    width=1080,
    height=1920,
    frames=30,
    seconds=1,
    video_codec="h264",
    pixel_format="yuv420p",
    audio_codec="aac",
    loudness_lufs=-14,
    true_peak_dbtp=-2,
)


def add_video(container: Container) -> Video:
    job = queue_render(container, finish_campaign(container))
    folder = f"campaigns/{job.subject_id}/{job.job_id}"
    video = Video(
        video_id="video_1",
        campaign_id=job.subject_id,
        job_id=job.job_id,
        blueprint_id="bp_001",
        platform=Platform.TIKTOK,
        quality=Quality.DRAFT,
        duration_seconds=1,
        file_size_bytes=1,
        video_key=f"{folder}/ad.mp4",
        thumbnail_key=f"{folder}/thumbnail.jpg",
        plan_key=f"{folder}/plan.json",
        hook_text="hook",
        cta_text="act",
        council_score=None,
        predicted_roas=None,
        report=REPORT,
        created_at=container.clock.now(),
    )
    with container.database.transaction() as session:
        videos.create(session, video)
    return video


def test_a_video_tells_its_previews_by_signed_links(client: TestClient, container: Container, tmp_path: Path) -> None:
    video = add_video(container)
    picture = tmp_path / "picture"
    picture.write_bytes(b"a picture")
    for preview in (Preview.CONTACT_SHEET, Preview.STRIP, Preview.WAVEFORM):
        container.storage.put(preview.key(video.video_key), picture, content_type=preview.content_type)
    answer = client.get("/pipeline/videos/video_1/previews").json()
    assert answer["video_id"] == "video_1"
    assert answer["crop_url"] is None, "an ad of cards alone has no crop"
    for name, kind in (("contact_sheet", "image/jpeg"), ("strip", "image/jpeg"), ("waveform", "image/png")):
        served = client.get(answer[f"{name}_url"])
        assert (served.status_code, served.content) == (200, b"a picture")
        assert served.headers["content-type"] == kind


def test_previews_lie_beside_their_video() -> None:
    keys = {preview.key("campaigns/campaign_1/job_1/ad.mp4") for preview in Preview}
    assert len(keys) == len(Preview)
    assert all(key.startswith("campaigns/campaign_1/job_1/previews/") for key in keys)
