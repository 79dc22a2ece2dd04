"""Footage and scenes in PostgreSQL. Every function works in the caller's transaction and leaves committing to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geminivideo.core.blueprint import Frozen
from geminivideo.core.errors import ConflictError, GeminivideoError, NotFoundError
from geminivideo.core.footage_scene import FootageScene
from geminivideo.core.scene_signs import signs_of_scene
from geminivideo.core.scene_words import words_of
from geminivideo.footage.imports import store as imports
from geminivideo.footage.imports.model import FootageImport
from geminivideo.footage.meaning import meaning_of
from geminivideo.footage.model import Analysis, Footage, FootageStatus, RankedScene
from geminivideo.footage.packing import packed, unpacked
from geminivideo.footage.sidecar.corrections import Corrections
from geminivideo.footage.tables import FootageRow, FootageSceneRow


class CtrPrediction(Frozen):
    """Click-through rate as a fraction, and the interval it is expected in."""

    predicted_ctr: float
    interval: tuple[float, float]


def create(session: Session, footage: Footage) -> tuple[Footage, bool]:
    """Store new footage, or find what the account already has of the same bytes; tells whether it is new."""
    values = footage.model_dump(mode="json", exclude={"created_at", "analyzed_at"})
    statement = (
        insert(FootageRow)
        .values(**values, created_at=footage.created_at, analyzed_at=footage.analyzed_at)
        .on_conflict_do_nothing(constraint="footage_account_sha256_key")
        .returning(FootageRow.footage_id)
    )
    if session.execute(statement).scalar_one_or_none() is not None:
        return footage, True
    known = find(session, footage.account_id, footage.sha256)
    if known is None:
        raise ConflictError(
            "The same file was registered and removed at the same moment.", next_step="upload the file again"
        )
    return known, False


def find(session: Session, account_id: str, sha256: str, *, lock: bool = False) -> Footage | None:
    """The account's footage with these bytes; `lock` keeps its analysis from ending until the transaction does."""
    query = select(FootageRow).where(FootageRow.account_id == account_id, FootageRow.sha256 == sha256)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    return _footage(row) if row else None


def get(session: Session, footage_id: str) -> Footage:
    """The footage with this id, or the older one that an import with this id turned out to be.

    Raises:
        NotFoundError: when there is none.
        ConflictError: when it is not here yet.
    """
    row = session.get(FootageRow, footage_id, populate_existing=True)
    promised = None if row else imports.find(session, footage_id)
    if promised:
        row = session.get(FootageRow, promised.became, populate_existing=True) if promised.became else None
    if row is None:
        raise _not_here(promised) if promised else _no_footage(footage_id)
    return _footage(row)


def ranked_scenes(session: Session, footage_id: str) -> list[RankedScene]:
    """One footage's scenes with all there is to tell about them, in order of time; none before it is analysed."""
    footage = get(session, footage_id)
    query = (
        select(FootageSceneRow)
        .where(FootageSceneRow.footage_id == footage.footage_id)
        .order_by(FootageSceneRow.scene_index)
        .execution_options(populate_existing=True)
    )
    return [_ranked(row, footage) for row in session.scalars(query)]


def scenes_of(session: Session, footage_ids: Sequence[str]) -> list[FootageScene]:
    """The scenes of the given footage that may be shown in ads, in the order given.

    Raises:
        NotFoundError: when one of the ids names nothing.
        ConflictError: when one of them has not been analysed.
    """
    scenes = []
    for footage_id in footage_ids:
        footage = get(session, footage_id)
        if footage.status is not FootageStatus.READY:
            raise _not_ready(footage)
        scenes += [ranked.scene for ranked in ranked_scenes(session, footage_id) if ranked.scene.content.use]
    return scenes


def ready_scenes(session: Session, account_id: str) -> list[FootageScene]:
    """All scenes of an account's analysed footage that may be shown in ads, the oldest footage first."""
    query = (
        select(FootageSceneRow, FootageRow)
        .join(FootageRow, FootageRow.footage_id == FootageSceneRow.footage_id)
        .where(FootageRow.account_id == account_id, FootageRow.status == FootageStatus.READY)
        .order_by(FootageRow.created_at, FootageRow.footage_id, FootageSceneRow.scene_index)
        .execution_options(populate_existing=True)
    )
    scenes = [_ranked(scene, _footage(footage)).scene for scene, footage in session.execute(query)]
    return [scene for scene in scenes if scene.content.use]


def scenes_by_id(session: Session, scene_ids: Sequence[str]) -> list[RankedScene]:
    """Those of these scenes that there are, in any order."""
    query = (
        select(FootageSceneRow, FootageRow)
        .join(FootageRow, FootageRow.footage_id == FootageSceneRow.footage_id)
        .where(FootageSceneRow.scene_id.in_(scene_ids))
        .execution_options(populate_existing=True)
    )
    return [_ranked(scene, _footage(footage)) for scene, footage in session.execute(query)]


def mark_analyzing(session: Session, footage_id: str) -> None:
    _set(session, footage_id, status=FootageStatus.ANALYZING, problem=None)


def mark_ready(session: Session, footage_id: str, remark: str) -> None:
    """Ready as before an analysis anew that came to nothing."""
    _set(session, footage_id, status=FootageStatus.READY, problem={"cause": remark, "next_step": None})


def locked(session: Session, footage_id: str) -> Footage:
    """As `get`; nobody else changes it before the transaction ends."""
    found = get(session, footage_id)
    session.get(FootageRow, found.footage_id, with_for_update=True)
    return get(session, found.footage_id)


def keep_corrections(session: Session, footage_id: str, corrections: Corrections) -> None:
    _set(session, footage_id, corrections=corrections.stored())


def mark_failed(session: Session, footage_id: str, error: GeminivideoError) -> None:
    problem = {"cause": error.cause, "next_step": error.next_step}
    _set(session, footage_id, status=FootageStatus.FAILED, problem=problem)


def save_analysis(session: Session, footage_id: str, analysis: Analysis, at: datetime) -> None:
    """Replace the footage's scenes by those of an analysis and call it ready.

    What could not be read or measured on the whole file is kept beside it as `problem`, with status ready.
    """
    problem = {"cause": "; ".join(analysis.problems), "next_step": None} if analysis.problems else None
    _set(session, footage_id, status=FootageStatus.READY, problem=problem, analyzed_at=at)
    session.execute(delete(FootageSceneRow).where(FootageSceneRow.footage_id == footage_id))
    if analysis.scenes:
        session.execute(insert(FootageSceneRow), [_values(footage_id, ranked) for ranked in analysis.scenes])


def save_predictions(session: Session, footage_id: str, predictions: Mapping[str, CtrPrediction]) -> None:
    """Store a predicted CTR for scenes, by scene id.

    Raises:
        NotFoundError: when the footage has no such scene.
    """
    for scene_id, prediction in sorted(predictions.items()):
        changed = session.execute(
            update(FootageSceneRow)
            .where(FootageSceneRow.footage_id == footage_id, FootageSceneRow.scene_id == scene_id)
            .values(predicted_ctr=prediction.predicted_ctr, ctr_interval=list(prediction.interval))
            .returning(FootageSceneRow.scene_id)
        ).scalar_one_or_none()
        if changed is None:
            raise NotFoundError(
                f"The footage {footage_id} has no scene {scene_id}.",
                next_step="ask for the footage again; it may have been analysed anew",
            )


def _set(session: Session, footage_id: str, **values: object) -> None:
    statement = update(FootageRow).where(FootageRow.footage_id == footage_id).values(**values)
    if session.execute(statement.returning(FootageRow.footage_id)).scalar_one_or_none() is None:
        raise _no_footage(footage_id)


def _values(footage_id: str, ranked: RankedScene) -> dict[str, object]:
    scene = ranked.scene
    return {
        "footage_id": footage_id,
        "scene_index": scene.index,
        "scene_id": scene.scene_id,
        "start_seconds": scene.start_seconds,
        "end_seconds": scene.end_seconds,
        "features": scene.features.model_dump(mode="json"),
        "subjects": [subject.model_dump(mode="json") for subject in scene.subjects],
        "content": scene.content.model_dump(mode="json"),
        "embedding": packed(scene.embedding),
        **_searched(scene),
        "score": scene.score,
        "reasons": list(ranked.reasons),
        "rank": ranked.rank,
        "duplicate_of": ranked.duplicate_of,
        "predicted_ctr": scene.predicted_ctr,
        "ctr_interval": list(ranked.ctr_interval) if ranked.ctr_interval else None,
        "problems": list(ranked.problems),
    }


def _searched(scene: FootageScene) -> dict[str, object]:
    seen = words_of(scene.content).seen
    return {
        "meaning": meaning_of(scene.content, scene.source.label),
        "labels": None if seen is None else list(seen),
        **signs_of_scene(scene).model_dump(),
    }


def _footage(row: FootageRow) -> Footage:
    return Footage.model_validate({name: getattr(row, name) for name in Footage.model_fields})


def _ranked(row: FootageSceneRow, footage: Footage) -> RankedScene:
    scene = FootageScene.model_validate(
        {
            "scene_id": row.scene_id,
            "source": footage.source,
            "index": row.scene_index,
            "start_seconds": row.start_seconds,
            "end_seconds": row.end_seconds,
            "features": row.features,
            "subjects": row.subjects,
            "content": row.content,
            "embedding": unpacked(row.embedding),
            "score": row.score,
            "predicted_ctr": row.predicted_ctr,
        }
    )
    return RankedScene(
        scene=scene,
        rank=row.rank,
        reasons=tuple(row.reasons),
        duplicate_of=row.duplicate_of,
        problems=tuple(row.problems),
        ctr_interval=(row.ctr_interval[0], row.ctr_interval[1]) if row.ctr_interval else None,
    )


def _no_footage(footage_id: str) -> NotFoundError:
    return NotFoundError(
        f"There is no footage {footage_id}.",
        next_step="upload it with POST /api/video/upload, which answers with its id",
    )


def _not_here(promised: FootageImport) -> ConflictError:
    if promised.problem:
        cause, next_step = promised.problem["cause"], promised.problem["next_step"]
        return ConflictError(f"The footage {promised.footage_id} was not imported. {cause}", next_step=next_step)
    return ConflictError(
        f"The footage {promised.footage_id} is still being imported.",
        next_step=f"wait until GET /api/video/{promised.footage_id} says ready",
    )


def _not_ready(footage: Footage) -> ConflictError:
    if footage.status is FootageStatus.FAILED:
        cause = (footage.problem or {}).get("cause", "")
        return ConflictError(
            f"The footage {footage.footage_id} could not be analysed. {cause}".strip(),
            next_step="upload it again, or leave it out",
        )
    return ConflictError(
        f"The footage {footage.footage_id} is not analysed yet ({footage.status}).",
        next_step=f"wait until GET /api/video/{footage.footage_id} says ready",
    )
