"""Finished videos, with signed links."""

from geminivideo.app.api.schemas.videos import CaptionLinks, PreviewsAnswer, VideoAnswer, VideoSources
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.rendering.previews.model import Preview
from geminivideo.rendering.store import Video


def video_answer(video: Video, storage: ObjectStorage) -> VideoAnswer:
    return VideoAnswer(
        video_id=video.video_id,
        job_id=video.job_id,
        blueprint_id=video.blueprint_id,
        platform=video.platform,
        preview=video.preview,
        variant_of=video.variant_of,
        duration_seconds=video.duration_seconds,
        file_size_bytes=video.file_size_bytes,
        video_url=storage.signed_url(video.video_key),
        thumbnail_url=storage.signed_url(video.thumbnail_key),
        captions=_caption_links(video, storage),
        council_score=video.council_score,
        predicted_roas=video.predicted_roas,
        hook_text=video.hook_text,
        cta_text=video.cta_text,
        credits=list(video.report.credits),
        sources=VideoSources(voice=video.report.voice),
        notes=list(video.report.notes),
    )


def _caption_links(video: Video, storage: ObjectStorage) -> CaptionLinks | None:
    links = {kind: storage.signed_url(key) for kind, key in video.caption_keys.items()}
    return CaptionLinks(**links) if links else None


def previews_answer(video: Video, storage: ObjectStorage) -> PreviewsAnswer:
    keys = {preview: preview.key(video.video_key) for preview in Preview}
    urls = {preview: storage.signed_url(key) if storage.exists(key) else None for preview, key in keys.items()}
    return PreviewsAnswer(
        video_id=video.video_id,
        contact_sheet_url=urls[Preview.CONTACT_SHEET],
        strip_url=urls[Preview.STRIP],
        waveform_url=urls[Preview.WAVEFORM],
        crop_url=urls[Preview.CROP],
    )
