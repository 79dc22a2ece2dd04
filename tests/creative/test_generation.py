"""From a brief to a judged campaign, whole: the figures that a marketer would hold us to."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.copy_deck import load_copy_deck
from geminivideo.creative.director.local import LocalCopywriter
from geminivideo.creative.director.templates import template_uses
from geminivideo.creative.generation import create_blueprints
from geminivideo.creative.model import CreativeOutcome, Member
from geminivideo.creative.reflexion import criticism
from geminivideo.creative.rewriting import LocalRewriter
from tests.creative.briefs import ALL, HOPELESS, TRADES, brief
from tests.creative.conftest import Generate, create
from tests.creative.test_director import must_be_sound


@pytest.mark.parametrize("seed", [7, 21])
def test_a_clear_brief_is_mostly_approved_after_reflexion(generate: Generate, seed: int) -> None:
    statistics = generate("fitness", seed=seed).statistics
    assert 0.6 <= statistics.approved / statistics.total <= 0.98
    assert statistics.approved_before_reflexion <= statistics.approved / 2
    assert statistics.score_std > 1.5


def test_empty_promises_are_mostly_rejected_for_a_reason(generate: Generate) -> None:
    outcome = generate("empty_promises")
    assert outcome.statistics.approved <= 0.2 * outcome.statistics.total
    rejected = [one for one in outcome.evaluated if not one.verdict.approved]
    assert all(one.verdict.violations or one.verdict.score < 85 for one in rejected)
    assert sum(bool(one.verdict.violations) for one in rejected) >= 10


def test_a_vague_brief_lands_low_without_breaking_policy(generate: Generate) -> None:
    outcome = generate("vague")
    assert outcome.statistics.approved <= 0.2 * outcome.statistics.total
    assert not any(one.verdict.violations for one in outcome.evaluated)


@pytest.mark.parametrize("name", HOPELESS)
def test_a_harmful_or_senseless_brief_is_rejected(generate: Generate, name: str) -> None:
    statistics = generate(name, count=20).statistics
    assert statistics.approved <= 0.1 * statistics.total


def test_a_word_that_nobody_understands_is_named(generate: Generate) -> None:
    for one in generate("gibberish", count=20).evaluated:
        assert "“qwer”" in criticism(one.verdict)


@pytest.mark.parametrize("name", TRADES)
def test_other_trades(generate: Generate, name: str) -> None:
    outcome = generate(name)
    assert outcome.statistics.hook_pairs_too_close == 0
    assert outcome.statistics.max_hook_cosine <= 0.90
    assert outcome.statistics.max_hook_jaccard <= 0.6
    assert outcome.statistics.approved >= 0.4 * outcome.statistics.total
    assert outcome.statistics.hook_type_coverage == 1.0
    assert outcome.statistics.structure_coverage == 1.0
    assert outcome.statistics.angle_coverage == 1.0
    assert outcome.statistics.pair_coverage > 0.85


@pytest.mark.parametrize("name", ["fitness", "dogs", "invoicing"])
def test_no_two_openings_tell_the_same_joke(generate: Generate, name: str) -> None:
    uses = template_uses(load_copy_deck(), (one.blueprint.hook.text for one in generate(name).evaluated))
    assert uses.total() >= 45
    assert max(uses.values()) == 1


@pytest.mark.parametrize("name", ALL)
def test_blueprints_are_still_sound_after_reflexion(generate: Generate, name: str) -> None:
    must_be_sound([one.blueprint for one in generate(name).evaluated], brief(name))


def test_a_threshold_is_the_requests(encoder: TextEncoder) -> None:
    everything = create(brief("vague", approval_threshold=0, num_variations=5), encoder, 1)
    nothing = create(brief("fitness", approval_threshold=100, num_variations=5), encoder, 1)
    assert everything.statistics.approved == 5
    assert all(one.turns == () for one in everything.evaluated)
    assert nothing.statistics.approved == 0
    assert all(len(one.turns) == 3 for one in nothing.evaluated)


def test_reports_and_announces_in_order(encoder: TextEncoder) -> None:
    told: list[tuple[float, str]] = []
    announced: list[str] = []
    outcome = create_blueprints(
        brief("tiny", num_variations=8),
        director=LocalCopywriter(encoder),
        council=Council(local_judges()),
        rewriter=LocalRewriter(encoder),
        encoder=encoder,
        rng=np.random.default_rng(0),
        report=lambda percent, message: told.append((percent, message)),
        on_evaluated=lambda one: announced.append(one.blueprint.id),
    )
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert percents[-1] == 100.0
    assert all(message for _, message in told)
    assert announced == [one.blueprint.id for one in outcome.evaluated] == [f"bp_00{number}" for number in range(1, 9)]
    assert outcome.sources.director is Source.LOCAL
    assert outcome.sources.judges == dict.fromkeys(Member, Source.LOCAL)


def test_statistics_count_what_is_there(generate: Generate) -> None:
    outcome = generate("dogs", count=20)
    statistics = outcome.statistics
    assert statistics.total == 20 == statistics.approved + statistics.rejected
    assert statistics.approved == sum(one.verdict.approved for one in outcome.evaluated)
    assert statistics.score_min <= statistics.score_median <= statistics.score_max
    assert 0 < statistics.distinct_2 <= 1
    assert CreativeOutcome.model_validate_json(outcome.model_dump_json()) == outcome


_PROGRAM = """
import hashlib
from geminivideo.core.text_embedding import load_bundled_encoder
from tests.creative.briefs import brief
from tests.creative.conftest import create
outcome = create(brief("awkward", num_variations=15), load_bundled_encoder(), 5)
print(hashlib.sha256(outcome.model_dump_json().encode()).hexdigest())
"""


def test_same_seed_same_campaign_in_another_process(encoder: TextEncoder) -> None:
    here = create(brief("awkward", num_variations=15), encoder, 5).model_dump_json()
    digests = {hashlib.sha256(here.encode()).hexdigest()}
    for hash_seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            cwd=Path(__file__).parents[2],
            env=environment,
            capture_output=True,
            check=True,
            text=True,
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1
