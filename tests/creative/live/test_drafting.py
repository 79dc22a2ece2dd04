"""A live director's whole way from a brief to drafts, against services that hold requests to the specifications."""

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest

from geminivideo.core.footage_scene import Box, FootageScene, SceneContent, SeenObject
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import HookType, Source
from geminivideo.creative.batches import batches_of
from geminivideo.creative.director.grid import Side, plan_grid
from geminivideo.creative.director.live.assignment import angles_without_grammar
from geminivideo.creative.director.live.footage import footage_in_words
from geminivideo.creative.director.live.hook_round import hooks_per_cell
from geminivideo.creative.diversity import measure_hooks
from geminivideo.creative.languages.registry import is_known
from geminivideo.creative.model import Brief
from geminivideo.creative.winners import Winner
from tests.creative.briefs import brief
from tests.creative.live.conftest import Studio
from tests.creative.test_director import must_be_sound
from tests.language_models.test_answers import system_of, turns_of
from tests.rendering.examples import footage, source

FITNESS = brief("fitness", num_variations=12)


def test_a_whole_draft(studio: Studio, encoder: TextEncoder) -> None:
    drafts = studio.draft(FITNESS)
    must_be_sound(list(drafts.blueprints), FITNESS)
    assert drafts.reasons == {}
    assert drafts.written_by == (Source.LIVE,) * 12
    assert drafts.source is Source.LIVE
    assert measure_hooks([b.hook.text for b in drafts.blueprints], encoder).pairs_too_close == 0
    assert {b.hook.type for b in drafts.blueprints} == set(HookType)
    assert Counter(kind for kind, _ in studio.model.asked) == {"hooks": 2, "scripts": 3}


def test_fifty_hooks_and_more_are_drafted_before_any_script(gemini: Studio) -> None:
    gemini.model.seconds = 0.1
    drafts = gemini.draft(brief("dogs", num_variations=50))
    kinds = [kind for kind, _ in gemini.model.asked]
    assert Counter(kinds) == {"hooks": 5, "scripts": 13}
    assert kinds[:5] == ["hooks"] * 5
    assert gemini.service.most_at_once > 5, "more than there are questions for hooks"
    assert len(drafts.blueprints) == 50
    assert drafts.source is Source.LIVE


def test_what_stays_the_same_comes_first_and_is_the_same(studio: Studio) -> None:
    studio.draft(FITNESS, footage=["dog, leash; park", "woman, laptop"])
    bodies = [request.body for request in studio.service.seen]
    asked = [(system_of(studio.wire, body), turns_of(studio.wire, body)[0][1]) for body in bodies]
    scripts = [(system, told) for system, told in asked if "cta_text" in system]
    assert len(scripts) == 3
    assert len({system for system, _ in scripts}) == 1
    starts = {told.partition('<data name="cells">')[0] for _, told in scripts}
    (start,) = starts
    assert start.startswith('<data name="brief">')
    assert '"dog, leash; park"' in start
    if studio.wire == "anthropic":
        cached = [block.get("cache_control") for block in bodies[-1]["messages"][0]["content"]]
        assert cached == [{"type": "ephemeral"}, None]


def test_the_grid_is_the_same_as_the_local_copywriters(gemini: Studio) -> None:
    drafts = gemini.draft(FITNESS)
    cells = [cell for data in gemini.model.questions("scripts") for cell in data["cells"]]
    assert len({cell["id"] for cell in cells}) == 12
    for blueprint in drafts.blueprints:
        cell = next(cell for cell in cells if cell["id"] == blueprint.id)
        assert cell["hook_type"] == blueprint.hook.type
        assert cell["structure"] == blueprint.structure
        assert cell["seconds"] == blueprint.total_seconds
        assert list(cell["lead"].values()) == [blueprint.angle]


def test_what_the_brief_settles_is_not_taken_from_the_model(gemini: Studio) -> None:
    blueprint = gemini.draft(FITNESS).blueprints[0]
    assert blueprint.cta.type == "book_call", "the offer says so, whatever the model claims"
    assert blueprint.platforms == FITNESS.platforms
    assert blueprint.scenes[1].emotion == "relief"
    assert blueprint.emotional_triggers == (), "the script pulls none, whatever the model claims"


@pytest.mark.parametrize(
    ("language", "changes"),
    [
        ("es", {"offer": "Reserva una consulta gratis", "pain_points": ["sin tiempo", "poca energía"]}),
        ("ar", {"offer": "احجز استشارة مجانية", "pain_points": ["لا وقت للرياضة"], "desires": ["طاقة أكثر"]}),
        ("sv", {"offer": "Boka en gratis provtimme"}),
        ("zh-Hans", {"offer": "预约免费咨询", "pain_points": ["没有时间健身"], "desires": ["更有精力"]}),
    ],
)
def test_any_language(gemini: Studio, language: str, changes: dict[str, object]) -> None:
    asked = Brief.model_validate({**FITNESS.model_dump(), "num_variations": 6, "language": language, **changes})
    drafts = gemini.draft(asked)
    must_be_sound(list(drafts.blueprints), asked)
    assert drafts.reasons == {}
    assert drafts.written_by == (Source.LIVE,) * 6
    assert {b.language for b in drafts.blueprints} == {language}
    claimed = ("relief", "progress")
    assert (drafts.blueprints[0].emotional_triggers == claimed) != is_known(language), "what cannot be read is believed"


def test_same_seed_same_answers_same_drafts(gemini: Studio) -> None:
    assert gemini.draft(FITNESS, seed=3) == gemini.draft(FITNESS, seed=3)
    assert gemini.draft(FITNESS, seed=3) != gemini.draft(FITNESS, seed=4)


class Past:
    def __init__(self, count: int) -> None:
        self.winners = [Winner(f"w{at}", f"Nobody told me number {at}", "question", "CTR 2.1%") for at in range(count)]

    def similar(self, _brief: Brief, count: int) -> list[Winner]:
        return self.winners[:count]


def test_winners_are_shown_to_some_cells_as_data(gemini: Studio) -> None:
    drafts = gemini.draft(FITNESS, winners=Past(3))
    used = [b.winning_patterns for b in drafts.blueprints]
    assert [len(patterns) for patterns in used] == [1, 0, 0] * 4
    assert [patterns[0].id for patterns in used if patterns] == ["w0", "w1", "w2", "w0"]
    assert used[0][0].summary == "“Nobody told me number 0” (question): CTR 2.1%"
    told = [cell.get("past_winner") for data in gemini.model.questions("hooks") for cell in data["cells"]]
    assert told.count(None) == 8
    assert {"hook": "Nobody told me number 1", "pattern": "question", "reached": "CTR 2.1%"} in told


def test_a_winner_is_not_repeated(gemini: Studio) -> None:
    def copied(kind: str, answer: dict[str, object]) -> dict[str, object]:
        return {"cells": [{"id": "bp_001", "hooks": ["Nobody told me number 0!"]}]} if kind == "hooks" else answer

    gemini.model.spoil = copied
    (blueprint,) = gemini.draft(brief("fitness", num_variations=1), winners=Past(1)).blueprints
    assert "number 0" not in blueprint.hook.text
    (again,) = gemini.model.questions("hooks again")
    assert again["refused_hooks"] == [
        {"cell": "bp_001", "hook": "Nobody told me number 0!", "reason": "it is too close to another hook"}
    ]


def test_angles_where_no_grammar_is_known() -> None:
    asked = brief("fitness", pain_points=["a", "b", "🔥"], desires=["c"])
    angles = angles_without_grammar(asked)
    assert [(a.leads, a.pain, a.desire) for a in angles] == [
        (Side.PAIN, 0, 0), (Side.PAIN, 1, 0), (Side.DESIRE, 0, 0), (Side.DESIRE, 1, 0)
    ]  # fmt: skip
    assert len(plan_grid(angles, 5, np.random.default_rng(0))) == 5


@pytest.mark.parametrize(("count", "most", "sizes"), [(13, 4, [3, 4, 3, 3]), (4, 4, [4]), (5, 4, [2, 3]), (0, 4, [])])
def test_batches_are_about_as_large(count: int, most: int, sizes: list[int]) -> None:
    batches = batches_of(range(count), most)
    assert [at for batch in batches for at in batch] == list(range(count))
    assert sorted(map(len, batches)) == sorted(sizes)
    assert all(len(batch) <= most for batch in batches)


@pytest.mark.parametrize("cells", [1, 4, 5, 12, 50, 100])
def test_more_hooks_than_cells(cells: int) -> None:
    assert hooks_per_cell(cells) >= 3
    assert hooks_per_cell(cells) * cells >= min(50, 12 * cells)


def test_drafts_are_told_as_they_come(gemini: Studio) -> None:
    told: list[tuple[float, str]] = []
    gemini.director().draft(
        brief("tiny", num_variations=2), np.random.default_rng(0), lambda *report: told.append(report)
    )
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
    assert "2 of 6 hooks" in json.dumps(told)


def scene(label: str, **content: Any) -> FootageScene:
    return footage(source(label), content=SceneContent(**content))


def test_footage_in_words() -> None:
    dog = SeenObject(at_seconds=1, label="dog", box=Box(x=0, y=0, width=1, height=1), confidence=1)
    scenes = [
        scene("a", objects=(dog,), shot_scale="close_up"),
        scene("b", objects=(dog,), shot_scale="close_up"),
        scene("c", description="a hand pours coffee"),
        scene("my gym in March"),
    ]
    assert footage_in_words(scenes) == ["close up: dog", "a hand pours coffee", "my gym in March"]
    many = footage_in_words([scene("a", description=f"scene {number}") for number in range(600)])
    assert many[:2] == ["scene 0", "scene 10"]
    assert len(many) == 60
