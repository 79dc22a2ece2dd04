"""Train the headline-appeal model: `python -m bench.headline_training` writes it into the package.

All variants teach, decided or not: the logit of each click rate, weighed by its sampling variance, compared only with
headlines that ran in the same test with the same picture. Landmark similarities with a normal prior (a Gaussian
process in its Nyström form); the prior's variance and the similarity's sharpness are those with the highest marginal
likelihood on the training part. Nothing is drawn at random but the landmarks, from a fixed seed.
"""

import csv
import gzip
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.headlines import DATA, FOLDS, Pair, Row, group_rows, load_pairs
from geminivideo.core.text_embedding import TextEncoder, load_bundled_encoder
from geminivideo.creative.appeal_model.model import (
    AXES,
    LANDMARKS,
    MANIFEST,
    WEIGHTS,
    AppealModel,
    Array,
    Projection,
    similarity,
)

# What differs between two showings of one headline beyond chance, in squared log odds. Set looking at all folds:
# out-of-fold accuracy moves by 0.3 points between 0.003 and 0.03.
_BEYOND_CHANCE = 0.02
_SHARPNESS = (0.5, 1.0, 2.0, 4.0)
_VARIANCES = np.geomspace(1e-3, 3.0, 40)
_JITTER = 1e-4
_SEED = 0
_SOURCE = {
    "trained_by": "python -m bench.headline_training",
    "data": "Upworthy Research Archive, Matias et al. 2021, doi 10.1038/s41597-021-00934-7, CC BY 4.0",
}
Wide = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Lines:
    """Headlines once each, in order, with what the encoder sees in them and the fold that they belong to."""

    place: dict[str, int]
    depths: Array
    fold: npt.NDArray[np.int64]


@dataclass(frozen=True)
class Contrasts:
    """Variants of one test and picture, centred on their weighted mean; each row already divided by its deviation."""

    line: npt.NDArray[np.int64]
    cell: npt.NDArray[np.int64]
    weight: Wide
    logit: Wide


def load_rows(path: Path = DATA) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["srm_window"] != "True"]


def read_lines(rows: Sequence[Row], encoder: TextEncoder) -> Lines:
    groups = group_rows(rows)
    fold = {row["headline"]: Pair("", "", 0.0, groups[row["test_id"]]).fold for row in rows}
    lines = sorted(fold)
    return Lines(
        {line: at for at, line in enumerate(lines)}, encoded(lines, encoder), np.array([fold[line] for line in lines])
    )


def encoded(lines: Sequence[str], encoder: TextEncoder) -> Array:
    """Minutes for all headlines, so they are kept between runs, under a name that changes with the lines."""
    name = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"geminivideo-headlines-{name}.npy"
    if not kept.exists():
        np.save(kept, encoder.encode_depths(lines))
    return np.asarray(np.load(kept, allow_pickle=False), np.float32)


def contrasts(rows: Sequence[Row], place: dict[str, int]) -> Contrasts:
    cells: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        cells[row["test_id"], row["eyecatcher_id"]].append(row)
    kept = [shown for _, shown in sorted(cells.items()) if len({row["headline"] for row in shown}) > 1]
    flat = [(at, row) for at, shown in enumerate(kept) for row in shown]
    clicks = np.array([int(row["clicks"]) + 0.5 for _, row in flat])
    missed = np.array([int(row["impressions"]) + 1 for _, row in flat]) - clicks
    return Contrasts(
        np.array([place[row["headline"]] for _, row in flat]),
        np.array([at for at, _ in flat]),
        1 / (1 / clicks + 1 / missed + _BEYOND_CHANCE),
        np.log(clicks / missed),
    )


def _centred(values: Wide, part: Contrasts) -> Wide:
    """Rows of `values` minus the weighted mean of their cell, times the root of their weight."""
    _, cell = np.unique(part.cell, return_inverse=True)
    mass = np.bincount(cell, part.weight)
    sums = np.zeros((len(mass), values.shape[1]))
    np.add.at(sums, cell, values * part.weight[:, None])
    return np.asarray((values - (sums / mass[:, None])[cell]) * np.sqrt(part.weight)[:, None])


def projection(depths: Array) -> Projection:
    """Centre, scale and the axes of largest variance, of these lines."""
    centre = depths.mean(0)
    scale = np.linalg.norm(depths - centre, axis=2).mean(0)
    flat = ((depths - centre) / scale[:, None]).reshape(len(depths), -1).astype(np.float64)
    _, vectors = np.linalg.eigh(flat.T @ flat)
    axes = vectors[:, ::-1][:, :AXES]
    axes *= np.sign(axes[np.abs(axes).argmax(0), np.arange(axes.shape[1])])
    return Projection(centre, scale, axes.astype(np.float16).astype(np.float32))


def fit(depths: Array, part: Contrasts, *, slope: float = 1.0, landmark_count: int = LANDMARKS) -> AppealModel:
    """`depths` are those of all lines that `part` points into; only the lines of `part` are looked at."""
    used = np.unique(part.line)
    project = projection(depths[used])
    seen = project(depths[used])
    chosen = np.sort(np.random.default_rng(_SEED).choice(len(used), landmark_count, replace=False))
    landmarks = seen[chosen].astype(np.float16).astype(np.float32)
    within = Contrasts(np.searchsorted(used, part.line), part.cell, part.weight, part.logit)
    _, sharpness, weights = max(
        (_posterior(similarity(seen, landmarks, s), landmarks, s, within) for s in _SHARPNESS),
        key=lambda found: found[0],
    )
    offset = (similarity(seen, landmarks, sharpness) @ weights).mean()
    numbers = [np.asarray(value, np.float32) for value in (weights, sharpness, offset, slope)]
    return AppealModel(project.centre, project.scale, project.axes, landmarks, *numbers)


def _posterior(near: Array, landmarks: Array, sharpness: float, part: Contrasts) -> tuple[float, float, Wide]:
    """Log marginal likelihood at the best prior variance, the sharpness, and the mean weights of the landmarks."""
    among = similarity(landmarks, landmarks, sharpness).astype(np.float64)
    values, vectors = np.linalg.eigh(among + _JITTER * np.eye(len(among)))
    whiten = vectors / np.sqrt(values)
    design = _centred((near.astype(np.float64) @ whiten)[part.line], part)
    target = _centred(part.logit[:, None], part)[:, 0]
    precision, turn = np.linalg.eigh(design.T @ design)
    moment = turn.T @ (design.T @ target)
    likelihood = [
        0.5 * float((moment**2 * v / (1 + v * precision) - np.log(np.maximum(1 + v * precision, 1.0))).sum())
        for v in _VARIANCES
    ]
    best = int(np.argmax(likelihood))
    variance = _VARIANCES[best]
    return likelihood[best], sharpness, whiten @ (turn @ (moment * variance / (1 + variance * precision)))


def out_of_fold(lines: Lines, part: Contrasts, fitted: Callable[..., AppealModel] = fit) -> Array:
    """A score for every line from the model of the other four folds."""
    scores = np.zeros(len(lines.fold), np.float32)
    for fold in range(FOLDS):
        model = fitted(lines.depths, select(part, lines.fold[part.line] != fold))
        mine = lines.fold == fold
        scores[mine] = model.scores(lines.depths[mine])
    return scores


def select(part: Contrasts, kept: npt.NDArray[np.bool_]) -> Contrasts:
    return Contrasts(part.line[kept], part.cell[kept], part.weight[kept], part.logit[kept])


def winning_slope(leads: Wide) -> float:
    """Log odds of winning for each point of lead, from the winners' leads (negative where the score was wrong)."""
    slopes = np.geomspace(0.3, 30, 400)
    losses = [float(np.logaddexp(0, -slope * leads).mean()) for slope in slopes]
    return float(slopes[int(np.argmin(losses))])


def leads(pairs: Sequence[Pair], lines: Lines, scores: Array) -> Wide:
    ahead = [scores[lines.place[pair.winner]] - scores[lines.place[pair.loser]] for pair in pairs]
    return np.asarray(ahead, np.float64)


def main() -> None:
    """All folds teach the model that ships; its slope comes from scores out of fold."""
    rows = load_rows()
    lines = read_lines(rows, load_bundled_encoder())
    part = contrasts(rows, lines.place)
    slope = winning_slope(leads(load_pairs(DATA), lines, out_of_fold(lines, part)))
    content = fit(lines.depths, part, slope=slope).to_bytes()
    folder = Path(str(files("geminivideo.creative.appeal_model")))
    (folder / WEIGHTS).write_bytes(content)
    manifest = {"sha256": hashlib.sha256(content).hexdigest(), "variants": len(part.line), **_SOURCE}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    print(f"{len(content)} bytes from {len(part.line)} variants; slope {slope:.2f}")


if __name__ == "__main__":
    main()
