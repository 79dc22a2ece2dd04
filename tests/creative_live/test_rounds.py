"""How many rounds of waiting a campaign's judging and rewriting take, counted by who waits at the same time."""

import json
import threading
from dataclasses import dataclass, field

import numpy as np
import pytest

from geminivideo.core.blueprint import Blueprint, Hook
from geminivideo.core.text_embedding import TextEncoder
from geminivideo.core.vocabulary import Source
from geminivideo.creative.council.council import Council
from geminivideo.creative.council.live.seat import LiveSeat
from geminivideo.creative.council.local import local_judges
from geminivideo.creative.director.local import must_be_writable
from geminivideo.creative.diversity import HookSet
from geminivideo.creative.live_rewriting.rewriter import LiveRewriter
from geminivideo.creative.model import Member
from geminivideo.creative.reflexion import RewriteRequest
from geminivideo.creative.rewriting import LocalRewriter
from tests.creative.briefs import brief
from tests.creative.samples import MIDDLING, sample
from tests.creative_live.answering import playing
from tests.creative_live.conftest import WIRES, Titans
from tests.rendering_voice.servers import Request

FITNESS = brief("fitness")
BLUEPRINTS = [sample(MIDDLING, name=f"bp_{number:03d}") for number in range(1, 51)]


@dataclass
class Gathering:
    """Lets nobody go before `size` have come; if they do not come within seconds, all are sent away with nothing."""

    size: int
    rounds: int = 0
    barrier: threading.Barrier = field(init=False)

    def __post_init__(self) -> None:
        self.barrier = threading.Barrier(self.size, action=self._count)

    def _count(self) -> None:
        self.rounds += 1

    def at(self, titans: Titans, wire: str) -> None:
        answer = playing(wire)

        def text(request: Request) -> str:
            try:
                self.barrier.wait(8)
            except threading.BrokenBarrierError:
                return json.dumps("nobody else came")
            return answer(request)

        titans.services[wire].answer.text = text  # type: ignore[attr-defined]


def test_three_members_judge_fifty_blueprints_in_one_round(titans: Titans) -> None:
    """13 questions to each, 39 in all, and every one waits until all are there."""
    gathering = Gathering(39)
    for wire in WIRES:
        gathering.at(titans, wire)
    live = titans.live()
    judges = [local if local.member is Member.DEEPCTR else LiveSeat(live, local) for local in local_judges()]
    verdicts = Council(judges).judge(BLUEPRINTS, FITNESS)
    assert gathering.rounds == 1
    assert [len(service.seen) for service in titans.services.values()] == [13, 13, 13]
    assert live.record.reasons == {}
    of_members = [[vote.source for vote in verdict.judgements] for verdict in verdicts]
    assert of_members == [[Source.LIVE] * 3 + [Source.LOCAL]] * 50
    assert live.budget.spent.requests == 39


@pytest.mark.parametrize("count", [32])
def test_rewrites_go_out_thirty_two_at_a_time(titans: Titans, encoder: TextEncoder, count: int) -> None:
    gathering = Gathering(32)
    gathering.at(titans, "gemini")
    blueprints = [_with_hook(blueprint) for blueprint in BLUEPRINTS[:count]]
    verdicts = Council(local_judges()[-1:]).judge(blueprints, FITNESS)
    requests = [RewriteRequest(b, v, 1) for b, v in zip(blueprints, verdicts, strict=True)]
    live = titans.live()
    rewriter = LiveRewriter(live, LocalRewriter(encoder), must_be_writable)
    revisions = rewriter.rewrite(requests, blueprints, FITNESS, HookSet(encoder), np.random.default_rng(0))
    assert gathering.rounds == count / 32
    assert {revision.written_by for revision in revisions} == {Source.LIVE}


def _with_hook(blueprint: Blueprint) -> Blueprint:
    return blueprint.model_copy(update={"hook": Hook(type=blueprint.hook.type, text=MIDDLING[0])})
