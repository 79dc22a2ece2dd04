"""Found scenes as the API shows them."""

from geminivideo.app.api.schemas.footage_search import ContentSummary, FoundScene, SearchAnswer
from geminivideo.core.footage_scene import SceneContent
from geminivideo.core.scene_words import words_of
from geminivideo.core.storage.base import ObjectStorage
from geminivideo.flows.footage_analysis import contact_sheet_key
from geminivideo.flows.footage_search import Findings
from geminivideo.footage.search import Found


def search_answer(query: str, findings: Findings, storage: ObjectStorage) -> SearchAnswer:
    return SearchAnswer(
        query=query,
        results=[_found(found, storage) for found in findings.found],
        searched=findings.searched,
        without_embedding=findings.without_embedding,
        notes=findings.notes,
    )


def _found(found: Found, storage: ObjectStorage) -> FoundScene:
    scene = found.ranked.scene
    return FoundScene(
        scene_id=scene.scene_id,
        footage_id=scene.source.footage_id,
        label=scene.source.label,
        index=scene.index,
        start_seconds=scene.start_seconds,
        end_seconds=scene.end_seconds,
        similarity=found.similarity,
        match=found.match,
        reasons=list(found.reasons),
        score=round(scene.score, 1),
        features=scene.features,
        content=_summary(scene.content),
        contact_sheet_url=storage.signed_url(contact_sheet_key(scene.source.footage_id)),
    )


def _summary(content: SceneContent) -> ContentSummary:
    words = words_of(content)
    return ContentSummary(
        objects=words.seen,
        text=None if words.written is None else list(words.written),
        transcript=words.said,
        language=content.language,
        shot_scale=content.shot_scale,
        description=words.described,
    )
