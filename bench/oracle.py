"""The Oracle's figures: `python -m bench.oracle` prints them as JSON.

Accuracy and coverage are measured on fresh data from the generator that the priors were trained on. They say that the
engines are trained and that the intervals keep their promise there; they are no evidence about real ads.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

from geminivideo.oracle.artifacts import sha256_of, unpack
from geminivideo.oracle.champions import ServingModel
from geminivideo.oracle.evaluation import evaluate
from geminivideo.oracle.model import ModelName, RoasItem, SceneItem
from geminivideo.oracle.predictor import LocalOracle
from geminivideo.oracle.prior import roas, scenes
from geminivideo.oracle.prior_training import train_priors
from geminivideo.oracle.schema import BLUEPRINT_SCHEMA, SCENE_SCHEMA
from geminivideo.oracle.trained import TrainedModel

_FRESH_ROWS, _FRESH_SEED, _BATCH, _REPEATS = 20_000, 777, 50, 100
_DRAW = {ModelName.ROAS: roas.draw, ModelName.SCENE_CTR: scenes.draw}
_COLD = """
import json, sys
from time import perf_counter, process_time
started = perf_counter()
import psutil
from bench.oracle import items, load
oracle = load(json.loads(sys.argv[1]))
blueprints, scenes = items(50)
oracle.predict_roas(blueprints)
first = perf_counter() - started
oracle.predict_ctr(scenes)
print(json.dumps({
    "first_roas_batch_seconds": first,
    "both_models_seconds": perf_counter() - started,
    "both_models_cpu_seconds": process_time(),
    "resident_mib": psutil.Process().memory_info().rss / 2**20,
    "training_libraries_imported": sorted({"jax", "sklearn", "xgboost", "lightgbm", "catboost"} & set(sys.modules)),
}))
"""


def load(paths: Mapping[str, str]) -> LocalOracle:
    def model(name: ModelName) -> ServingModel:
        path = Path(paths[name])
        return ServingModel(f"{name}-v1", unpack(path, sha256_of(path), path.parent))

    kept = cache(model)
    return LocalOracle(lambda name, _account: kept(name))


def items(count: int) -> tuple[list[RoasItem], list[SceneItem]]:
    rng = np.random.default_rng(1)
    ads, shots = roas.draw(rng, count).x.tolist(), scenes.draw(rng, count).x.tolist()
    return (
        [RoasItem(f"bp_{n}", dict(zip(BLUEPRINT_SCHEMA.names, row, strict=True))) for n, row in enumerate(ads)],
        [
            SceneItem(f"s_{n}", {k: None if v != v else v for k, v in zip(SCENE_SCHEMA.names, row, strict=True)})  # noqa: PLR0124 - NaN
            for n, row in enumerate(shots)
        ],
    )


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        started = perf_counter()
        packed = train_priors(list(ModelName), Path(name), lambda _: None)
        seconds = perf_counter() - started
        paths = {str(model): str(path) for model, path in packed.items()}
        return {
            "train_both_seconds": seconds,
            "archive_bytes": {model: path.stat().st_size for model, path in packed.items()},
            "cold": _cold(paths),
            "warm_batch_of_50_ms": _latency(load(paths)),
            "fresh_prior_data": {
                model: _accuracy(model, unpack(path, sha256_of(path), path.parent)) for model, path in packed.items()
            },
        }


def _cold(paths: Mapping[str, str]) -> Any:
    command = [sys.executable, "-c", _COLD, json.dumps(paths)]
    subprocess.run(command, capture_output=True, check=True)  # a first run reads everything from the disk
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _latency(oracle: LocalOracle) -> dict[str, float]:
    blueprints, shots = items(_BATCH)
    oracle.predict_roas(blueprints)
    oracle.predict_ctr(shots)
    taken, busy = [], process_time()
    for _ in range(_REPEATS):
        started = perf_counter()
        oracle.predict_roas(blueprints)
        taken.append((perf_counter() - started) * 1000)
    busy = (process_time() - busy) * 1000 / _REPEATS
    return {"median": float(np.median(taken)), "p95": float(np.quantile(taken, 0.95)), "cpu": busy}


def _accuracy(name: ModelName, model: TrainedModel) -> dict[str, Any]:
    fresh = _DRAW[name](np.random.default_rng(_FRESH_SEED), _FRESH_ROWS)
    found = evaluate(model, fresh)
    found["coverage_of_90"] = found["intervals"]["0.90"]["coverage"]
    if name is ModelName.ROAS:  # scenes hide some of what the outcome depends on, so their floor is not known exactly
        found["score_rmse_floor"] = float(np.sqrt((roas.noise_spread(fresh.x) ** 2).mean()))
    return found


def table(figures: Mapping[str, Any]) -> str:
    """Two tables: what serving costs, and how well each engine agrees with the generator of the prior."""
    cold, warm = figures["cold"], figures["warm_batch_of_50_ms"]
    size = max(figures["archive_bytes"].values()) / 1e6
    costs = [
        ("train both models (wall)", f"{figures['train_both_seconds']:.0f} s"),
        ("cold process to its first ROAS batch", f"{cold['first_roas_batch_seconds']:.2f} s"),
        ("50 blueprints x 8 engines, warm: median (95%)", f"{warm['median']:.1f} ms ({warm['p95']:.1f} ms)"),
        ("memory of a process with both models", f"{cold['resident_mib']:.0f} MiB"),
        ("model file", f"{size:.1f} MB"),
    ]
    lines = ["| serving | figure |", "|---|---|", *[f"| {name} | {value} |" for name, value in costs], ""]
    return "\n".join([*lines, *_accuracy_table(figures["fresh_prior_data"])])


def _accuracy_table(fresh: Mapping[str, Mapping[str, Any]]) -> list[str]:
    names = list(fresh)
    rows = [
        ("coverage of the 95% interval", [f"{fresh[n]['coverage']:.1%}" for n in names]),
        ("coverage of the 90% interval", [f"{fresh[n]['coverage_of_90']:.1%}" for n in names]),
        ("RMSE of the ensemble, score points", [f"{fresh[n]['score_rmse']:.2f}" for n in names]),
        ("RMSE of always saying the mean", [f"{fresh[n]['score_rmse_of_the_mean']:.2f}" for n in names]),
    ]
    for engine in fresh[names[0]]["engines"]:
        alone = [f"{fresh[n]['engines'][engine]['score_rmse']:.2f}" for n in names]
        rows.append((f"RMSE of {engine} alone", alone))
        without = [f"{_loss(fresh[n]['ablation'], engine):+.3f}" for n in names]
        rows.append(("- what the ensemble loses without it", without))
    head = ["| fresh data from the prior's generator | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    return [*head, *[f"| {name} | {' | '.join(values)} |" for name, values in rows]]


def _loss(ablation: Mapping[str, Any], engine: str) -> float:
    without = ablation["without"][engine]
    return float("nan") if without is None else float(without - ablation["all"])
