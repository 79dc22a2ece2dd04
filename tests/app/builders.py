"""Finished campaigns and other rows for tests of the gateway, made without generating anything."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from geminivideo.app.container import Container
from geminivideo.core.jobs import store as jobs
from geminivideo.core.jobs.model import Job, JobKind
from geminivideo.core.vocabulary import ConfidenceLevel, Source
from geminivideo.creative import store
from geminivideo.creative.model import (
    Brief,
    CampaignStatistics,
    CreativeSources,
    Member,
    MemberJudgement,
    ReflexionTurn,
    Verdict,
)
from geminivideo.creative.store import BlueprintRecord
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.champions import store as store_model
from geminivideo.oracle.features import blueprint_features
from geminivideo.oracle.model import Basis, EngineScore, ModelName, RoasPrediction, ServedBy, Weighting
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.examples import example_blueprint

BRIEF: dict[str, Any] = {
    "product_name": "PTD Fitness Coaching",
    "offer": "Book your free consultation",
    "target_avatar": "busy professionals in Dubai",
    "pain_points": ["no time for the gym"],
    "desires": ["get strong again"],
    "num_variations": 3,
    "seed": 7,
}
SOURCES = CreativeSources(director=Source.LOCAL, rewriter=Source.LOCAL, judges=dict.fromkeys(Member, Source.LOCAL))


def start_campaign(container: Container, campaign_id: str = "campaign_1") -> str:
    """A campaign that is being generated."""
    with container.database.transaction() as session:
        store.create_campaign(session, campaign_id, "default", Brief(**BRIEF), [], container.clock.now())
    return campaign_id


def finish_campaign(container: Container, campaign_id: str = "campaign_1", approved: tuple[bool, ...] = (True,)) -> str:
    """A completed campaign with blueprints bp_001, bp_002, …, each approved or not."""
    start_campaign(container, campaign_id)
    records = [record(f"bp_{number:03}", ok, number) for number, ok in enumerate(approved, start=1)]
    with container.database.transaction() as session:
        store.complete_campaign(
            session,
            campaign_id,
            records,
            statistics=statistics(len(records), sum(approved)),
            sources=SOURCES,
            seconds=1.25,
            at=container.clock.now(),
        )
    return campaign_id


def fail_campaign(container: Container, campaign_id: str, problem: dict[str, Any]) -> str:
    start_campaign(container, campaign_id)
    with container.database.transaction() as session:
        store.fail_campaign(session, campaign_id, problem, container.clock.now())
    return campaign_id


def queue_render(container: Container, campaign_id: str = "campaign_1", blueprint_id: str = "bp_001") -> Job:
    options = {
        "platform": "instagram_reels",
        "quality": "DRAFT",
        "add_captions": True,
        "caption_style": "hormozi",
        "smart_crop": True,
        "use_beat_sync": False,
    }
    with container.database.transaction() as session:
        (job,) = container.render_queue.queue(session, campaign_id, [blueprint_id], options)
    return job


def queue_generation(container: Container, campaign_id: str) -> Job:
    with container.database.transaction() as session:
        return jobs.create(session, "job_generate", JobKind.GENERATE, campaign_id, {}, container.clock.now())


def record(blueprint_id: str, approved: bool, rank: int) -> BlueprintRecord:
    blueprint = example_blueprint(id=blueprint_id)
    roas = round(4.0 - rank / 10, 3)
    prediction = {**asdict(prediction_of(blueprint_id, roas)), "features": blueprint_features(blueprint)}
    turns = (ReflexionTurn(number=1, critique="weak", plan="sharpen", before_score=80, after_score=91, accepted=True),)
    return BlueprintRecord(blueprint, verdict(approved), turns, rank if approved else None, roas, prediction)


def verdict(approved: bool) -> Verdict:
    score = 91.0 if approved else 60.0
    judgements = tuple(
        MemberJudgement(
            member=member,
            source=Source.LOCAL,
            score=score,
            sub_scores={"hook": score},
            critique="clear",
            weight=member.weight,
        )
        for member in Member
    )
    return Verdict(score=score, approved=approved, judgements=judgements, disagreement=0, violations=())


def prediction_of(item_id: str, roas: float) -> RoasPrediction:
    return RoasPrediction(
        id=item_id,
        predicted_roas=roas,
        interval=(roas - 1, roas + 1),
        confidence_level=ConfidenceLevel.MEDIUM,
        ensemble_score=70.0,
        engines=(EngineScore("xgboost", 70.0, 0.15, 0.9),),
        missing_engines=(),
        basis=Basis.PRIOR,
        weighting=Weighting.FIXED,
        history=None,
        model_version="roas-v1",
        served_by=ServedBy.IN_PROCESS,
    )


def statistics(total: int, approved: int) -> CampaignStatistics:
    counted = set(CampaignStatistics.model_fields) - {"total", "approved", "rejected", "shortfalls"}
    measures = dict.fromkeys(counted, 0)
    return CampaignStatistics.model_validate(
        {**measures, "total": total, "approved": approved, "rejected": total - approved}
    )


def add_champions(container: Container, models: Mapping[ModelName, TrainedModel]) -> None:
    """One for every account, by name."""
    for name, model in models.items():
        add_model(container, name, model, promote=True)


def add_model(
    container: Container, name: ModelName, model: TrainedModel, *, promote: bool, account_id: str | None = None
) -> str:
    scratch = container.scratch / "models"
    scratch.mkdir(parents=True, exist_ok=True)
    archive = scratch / "model.zip"
    pack(model, archive, scratch)
    candidate = store_model(name, archive, container.storage, container.clock, container.ids, account_id)
    archive.unlink()
    with container.database.transaction() as session:
        record = registry.register(session, candidate, "test")
        if promote:
            promotion.promote(session, record.model_id, "test", container.clock.now())
    return record.model_id
