"""An analysis as a sidecar document, laid out to be read."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from geminivideo.core.clock import rfc3339
from geminivideo.core.visible_text import clean
from geminivideo.footage.model import Footage, RankedScene
from geminivideo.footage.sidecar.document import (
    VERSION,
    AnalysisFacts,
    Baseline,
    BaselineScene,
    FootageFacts,
    SceneInformation,
    SidecarDocument,
    SidecarScene,
)
from geminivideo.footage.sidecar.fields import FIELDS, SceneFields, fields_of


def sidecar_of(footage: Footage, scenes: Sequence[RankedScene], problems: Sequence[str]) -> SidecarDocument:
    """`problems` of the whole file, as `Analysis` has them."""
    fields = [fields_of(ranked.scene.content) for ranked in scenes]
    return SidecarDocument(
        version=VERSION,
        footage=FootageFacts(
            footage_id=footage.footage_id,
            sha256=footage.sha256,
            label=clean(footage.label),
            duration_seconds=footage.probe.duration_seconds,
        ),
        analysis=AnalysisFacts(
            analyzed_at=rfc3339(footage.analyzed_at) if footage.analyzed_at else None,
            backends=_backends(scenes),
            problems=[clean(problem) for problem in problems],
        ),
        scenes=[_scene(ranked, said) for ranked, said in zip(scenes, fields, strict=True)],
        baseline=Baseline(
            cuts_corrected=bool(footage.corrections and footage.corrections.cuts is not None),
            scenes=[_baseline(ranked, said) for ranked, said in zip(scenes, fields, strict=True)],
        ),
    )


def as_text(document: SidecarDocument) -> str:
    """JSON with a line for each thing a person reads as one."""
    return "\n".join(_lines(document.model_dump(mode="json"))) + "\n"


def _lines(document: dict[str, Any]) -> Iterator[str]:
    yield "{"
    for name in ("how_to", "version", "footage", "analysis"):
        yield f"  {_json(name)}: {_json(document[name])},"
    yield '  "scenes": ['
    yield ",\n".join(map(_scene_lines, document["scenes"]))
    yield "  ],"
    baseline = document["baseline"]
    yield f'  "baseline": {{"cuts_corrected": {_json(baseline["cuts_corrected"])}, "scenes": ['
    yield ",\n".join(f"    {_json(scene)}" for scene in baseline["scenes"])
    yield "  ]}"
    yield "}"


def _scene_lines(scene: dict[str, Any]) -> str:
    """Times first, then the other fields; information last."""
    names = ["start_seconds", "end_seconds", *FIELDS, "information"]
    return "    {\n" + ",\n".join(f"      {_json(name)}: {_json(scene[name])}" for name in names) + "\n    }"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _scene(ranked: RankedScene, said: SceneFields) -> SidecarScene:
    scene = ranked.scene
    return SidecarScene(
        **said.model_dump(),
        start_seconds=scene.start_seconds,
        end_seconds=scene.end_seconds,
        information=SceneInformation(
            scene=scene.index,
            rank=ranked.rank,
            score=round(scene.score, 1),
            predicted_ctr=scene.predicted_ctr,
            ctr_interval=list(ranked.ctr_interval) if ranked.ctr_interval else None,
            reasons=[clean(reason) for reason in ranked.reasons],
            corrected=list(scene.content.corrected),
            problems=[clean(problem) for problem in ranked.problems],
        ),
    )


def _baseline(ranked: RankedScene, said: SceneFields) -> BaselineScene:
    return BaselineScene(
        start_seconds=ranked.scene.start_seconds,
        end_seconds=ranked.scene.end_seconds,
        corrected=list(ranked.scene.content.corrected),
        fields={name: said.fingerprint(name) for name in FIELDS},
    )


def _backends(scenes: Sequence[RankedScene]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for ranked in scenes:
        for kind, backend in ranked.scene.content.backends.items():
            found.setdefault(kind, {})[clean(backend)] = None
    return {kind: list(backends) for kind, backends in sorted(found.items())}
