"""The trained headline-appeal model: the file, what it says, and that training is real."""

import hashlib
import json
import os
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from bench import headline_training as training
from bench.headline_accuracy import calibration
from bench.headlines import DATA, DECIDED, accuracy, load_pairs

from geminivideo.core.errors import UnavailableError
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.creative.appeal import appeal, appeals, chance_over, is_english_enough
from geminivideo.creative.appeal_model import model
from geminivideo.creative.appeal_model.model import AppealModel, load_appeal_model
from geminivideo.creative.hook_quality import hook_qualities, hook_quality, quality_without_appeal

_TAUGHT, _ASKED = (1, 2, 3, 4), 0
STORY = "Nobody believed what this nurse found in the basement"
DRY = "Our annual report on hospital storage"


@pytest.fixture(scope="module")
def headline_tests() -> Path:
    if not DATA.exists():
        missing = f"needs the real headline tests, which are not at {DATA}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return DATA


def test_the_bundled_file_is_the_one_of_its_manifest_and_small() -> None:
    folder = files("geminivideo.creative.appeal_model")
    content = (folder / model.WEIGHTS).read_bytes()
    manifest = json.loads((folder / model.MANIFEST).read_text("utf-8"))
    assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
    assert len(content) < 1_000_000
    assert "CC BY 4.0" in manifest["data"]


def test_a_model_survives_its_file_and_gives_the_same_bytes_again() -> None:
    content = load_appeal_model().to_bytes()
    assert AppealModel.from_bytes(content).to_bytes() == content


def test_a_file_with_other_tables_is_refused() -> None:
    shrunk = replace(load_appeal_model(), weights=np.zeros(3, np.float32))
    with pytest.raises(UnavailableError, match="tables"):
        AppealModel.from_bytes(shrunk.to_bytes())


def test_a_changed_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / model.MANIFEST).write_text('{"sha256": "0"}', "utf-8")
    (tmp_path / model.WEIGHTS).write_bytes(load_appeal_model().to_bytes())
    monkeypatch.setattr(model, "files", lambda _package: tmp_path)
    with pytest.raises(UnavailableError, match="not the one"):
        load_appeal_model.__wrapped__()


def test_many_lines_at_once_are_told_the_same_as_one_by_one() -> None:
    assert appeals([STORY, DRY]) == pytest.approx([appeal(STORY), appeal(DRY)], abs=1e-5)
    assert appeals([]) == []


def test_a_story_with_a_gap_has_more_appeal_than_a_dry_title() -> None:
    assert appeal(DRY) < 0.4 < appeal(STORY)
    assert chance_over(STORY, DRY) > 0.7


def test_chances_of_a_pair_add_up_and_follow_their_appeals() -> None:
    assert chance_over(STORY, DRY) + chance_over(DRY, STORY) == pytest.approx(1.0, abs=1e-5)
    assert chance_over(STORY, STORY) == 0.5


@pytest.mark.parametrize(
    "text", ["Keine Zeit mehr? Jetzt buchen", "هل تعبت من الانتظار", "¿Por qué no? Tengo tu energía", "42"]
)
def test_what_is_not_english_has_no_appeal_and_is_judged_by_the_rest(text: str) -> None:
    assert not is_english_enough(text)
    assert hook_quality(text, ()) == quality_without_appeal(text, ())


def test_the_hook_criterion_rises_with_appeal_where_the_rest_is_alike() -> None:
    dull, lively = "Our quarterly update is here now", "Nobody believed what she found here"
    assert quality_without_appeal(dull, ()) <= quality_without_appeal(lively, ()) + 0.01
    worse, better = hook_qualities([dull, lively], ())
    assert worse < better


def test_chances_that_come_true_have_no_calibration_error() -> None:
    rng = np.random.default_rng(3)
    lead = np.abs(rng.normal(size=4000))
    won = rng.random(4000) < 1 / (1 + np.exp(-2 * lead))
    fold = np.arange(4000, dtype=np.int64) % 5
    assert calibration(np.where(won, lead, -lead), fold)["ece"] < 0.03
    bluffed = rng.random(4000) < 0.5 + 0.45 * (lead < np.median(lead))
    assert calibration(np.where(bluffed, lead, -lead), fold)["ece"] > 0.1


def test_training_on_a_small_part_of_the_tests_is_deterministic_and_learns(
    headline_tests: Path, encoder: TextEncoder
) -> None:
    plain = load_pairs(headline_tests, 5.0)
    taught, asked = [p for p in plain if p.fold in _TAUGHT], [p for p in plain if p.fold == _ASKED]
    rows = training.load_rows(headline_tests)
    spoken = {line for pair in (*taught, *asked) for line in (pair.winner, pair.loser)}
    part = [row for row in rows if row["headline"] in spoken]
    lines = training.read_lines(part, encoder)
    told = training.contrasts(part, lines.place)
    told = training.select(told, lines.fold[told.line] != _ASKED)
    one, again = (training.fit(lines.depths, told, landmark_count=64) for _ in range(2))
    assert one.to_bytes() == again.to_bytes()
    scores = one.scores(lines.depths)
    found = accuracy(asked, lambda line: float(scores[lines.place[line]]))
    assert found["right"] > 0.6


@pytest.mark.slow
def test_the_published_accuracy_holds_on_a_fold_left_out(headline_tests: Path, encoder: TextEncoder) -> None:
    rows = training.load_rows(headline_tests)
    lines = training.read_lines(rows, encoder)
    told = training.contrasts(rows, lines.place)
    sibling = training.fit(lines.depths, training.select(told, lines.fold[told.line] != 0))
    held_out = [pair for pair in load_pairs(headline_tests, DECIDED) if pair.fold == 0]
    scores = sibling.scores(lines.depths)
    assert accuracy(held_out, lambda line: float(scores[lines.place[line]]))["right"] > 0.70


def test_a_wider_lead_wins_more_often() -> None:
    assert training.winning_slope(np.array([1.0, 1.0, 1.0, -1.0])) == pytest.approx(np.log(3), rel=0.02)
