"""`geminivideo explain`: the whole story of a blueprint, whoever wrote its texts."""

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rich.console import Console

from geminivideo.app.cli import explain as command
from geminivideo.app.cli.blueprint_results import prediction
from geminivideo.app.cli.blueprint_story import tell_blueprint
from geminivideo.app.cli.client import AnsweredError, GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.explain import Question, run_explain
from geminivideo.app.container import Container
from geminivideo.core.clock import ManualClock
from geminivideo.core.errors import GeminivideoError, InvalidInputError, NotFoundError
from geminivideo.core.settings import Settings
from geminivideo.core.vocabulary import Source
from geminivideo.creative import store
from geminivideo.creative.model import (
    Brief,
    CouncilWeights,
    Member,
    PolicyRule,
    PolicyViolation,
    ReflexionTurn,
    WeightBasis,
)
from tests.app.answers import problem
from tests.app.builders import BRIEF, SOURCES, fail_campaign, finish_campaign, record, start_campaign, statistics
from tests.app.commands import talking_here
from tests.app.conftest import MakeContainer
from tests.app.test_preview_routes import add_video

CONTROL_CODES = re.compile("[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")
OUTCOME = {"blueprint_id": "bp_001", "first_day": "2026-11-10", "impressions": 12_000, "clicks": 180}
MONEY = {"spend_minor": 24_500, "revenue_minor": 81_000, "currency": "AED"}
HOSTILE = "[bold red]approved[/]\x1b]0;owned\x07\x1b[2J\u202edetpecca\u2066\nWhy\n  Its score of 99\r"
LEARNED = CouncilWeights(
    weights={Member.GEMINI: 0.5, Member.CLAUDE: 0.25, Member.GPT: 0.15, Member.DEEPCTR: 0.1},
    basis=WeightBasis.ACCOUNT,
    reason="they predict better",
    ads=120,
    campaigns=12,
    gain=0.081,
    gain_interval=(0.02, 0.142),
    correlations={Member.GEMINI: 0.31, Member.CLAUDE: None},
)


@pytest.fixture
def commands(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    return talking_here(command, client, monkeypatch)


def told(given: str, campaign: str | None = None, account: str = "default", *, as_json: bool = False) -> str:
    output = Output(as_json=as_json)
    output.text = Console(file=io.StringIO(), width=100, highlight=False)
    run_explain(Settings(), output, Question(given, campaign, account))
    assert isinstance(output.text.file, io.StringIO)
    return output.text.file.getvalue()


def lines_of(text: str, title: str) -> list[str]:
    """Of the section with this title."""
    after = text.split(f"\n{title}\n", 1)[1]
    return [line.strip() for line in after.split("\n\n")[0].splitlines()]


def add_rejected(container: Container, campaign_id: str = "campaign_2", **changes: Any) -> None:
    """Two blueprints; bp_002 is rejected for a violation, after a turn that helped and one that did not."""
    good, bad = record("bp_001", approved=True, rank=1), record("bp_002", approved=False, rank=2)
    sentence = changes.get("sentence", "Are you fat?")
    violation = PolicyViolation(rule=PolicyRule.PERSONAL_ATTRIBUTES, place="hook", sentence=sentence, words="you fat")
    judgements = tuple(
        one.model_copy(update={"critique": changes.get("critique", "Name the price."), "source": Source.LIVE})
        for one in bad.verdict.judgements
        if one.member is not Member.DEEPCTR
    )
    verdict = bad.verdict.model_copy(
        update={"violations": (violation,), "judgements": judgements, "disagreement": 12.5, "weights": LEARNED}
    )
    turns = (
        ReflexionTurn(number=1, critique="c1", plan="p1", before_score=55, after_score=60, accepted=True),
        ReflexionTurn(number=2, critique="c2", plan="p2", before_score=60, after_score=58, accepted=False),
        ReflexionTurn(number=3, critique="c3", plan="p3", before_score=60, after_score=None, accepted=False),
    )
    blueprint = bad.blueprint.model_copy(update={"title": changes.get("title", "A title")})
    with container.database.transaction() as session:
        brief = Brief(**{**BRIEF, **changes.get("brief", {})})
        store.create_campaign(session, campaign_id, "default", brief, ["footage_1"], container.clock.now())
        store.complete_campaign(
            session,
            campaign_id,
            [good, replace(bad, blueprint=blueprint, verdict=verdict, turns=turns)],
            statistics=statistics(2, 1),
            sources=SOURCES,
            seconds=1.0,
            at=container.clock.now(),
        )


def test_an_approved_blueprint_from_brief_to_outcome(
    commands: GatewayClient, client: TestClient, container: Container
) -> None:
    add_video(container)
    client.post("/pipeline/campaign/campaign_1/outcomes", json={"outcomes": [{**OUTCOME, **MONEY}]})
    text = told("campaign_1/bp_001")
    assert text.startswith("campaign_1/bp_001: approved, rank 1\n")
    assert lines_of(text, "Why") == [
        "Its score of 91.00 reaches the threshold of 85.",
        "Nothing in it is against ad policy.",
        "Rank 1 of 1 approved, by predicted ROAS, then by score.",
    ]
    assert "product: PTD Fitness Coaching" in lines_of(text, "Campaign")
    assert "approved from a score of 85 on: 1 of 1 blueprints" in lines_of(text, "Campaign")
    assert len(lines_of(text, "Place in the variation grid")) == 5
    assert lines_of(text, "Written by")[:2] == ["director: the local copywriter", "rewriter: the local rewriter"]
    script = lines_of(text, "Script")
    assert "scene 2, 3 - 10 s, medium, cut" in script
    assert "says: Book your free call with FitCoach." in script
    council = lines_of(text, "Council of Titans")
    assert council[:3] == ["gemini, local judge: 91.00 x 0.40 = 36.40", "hook 91", "says: clear"]
    assert "together 91.00; members are 0.00 points apart" in council
    assert council[-1].startswith("weights: the fixed ones; ")
    assert lines_of(text, "Ad policy") == ["no violation found"]
    assert lines_of(text, "Reflexion") == ["turn 1: 80.00 -> 91.00, accepted", "criticised: weak", "planned: sharpen"]
    prediction = lines_of(text, "Prediction")
    assert prediction[0] == "ROAS 3.90, 95% interval 2.90 - 4.90"
    assert "no result of yours is in it yet" in prediction[2]
    assert "xgboost: 70.0 x 0.15, confidence 0.90" in prediction
    assert "scene count: 5" in prediction
    assert lines_of(text, "Rendered ads")[0].startswith("video_1: tiktok, 1.0 s, ")
    assert lines_of(text, "Outcomes") == [
        "2026-11-10: 12,000 impressions, 180 clicks, spent 245.00 AED, earned 810.00 AED",
        "in all: 12,000 impressions, 180 clicks, spent 245.00 AED, earned 810.00 AED",
        "click rate 1.50%, ROAS 3.31",
    ]


def test_a_rejected_one_with_what_was_tried(commands: GatewayClient, container: Container) -> None:
    add_rejected(container)
    text = told("bp_002", campaign="campaign_2")
    assert text.startswith("campaign_2/bp_002: rejected\n")
    assert lines_of(text, "Why") == [
        "Its score of 60.00 is 25.00 below the threshold of 85.",
        "1 violation of ad policy, each of which blocks approval at any score.",
        "3 turns of reflexion did not change that.",
    ]
    assert "hook type (shared with 1 of 1 others): story" in lines_of(text, "Place in the variation grid")
    assert "footage: footage_1" in lines_of(text, "Campaign")
    council = lines_of(text, "Council of Titans")
    assert "claude, live model: 60.00 x 0.30 = 18.00" in council
    assert (
        "together 60.00, divided by 0.90, the weights of the members that judged; members are 12.50 points apart"
        in (" ".join(council))
    )
    assert "weights: learned from this account's outcomes; they predict better" in council
    assert "from 120 ads of 12 campaigns: +8.1% of what ads" in " ".join(council)
    assert "(95% interval +2.0% to +14.2%)" in " ".join(council)
    assert council[-1] == "correlation with clicks: gemini +0.31"
    assert lines_of(text, "Ad policy") == [
        "personal attributes, in hook: you fat",
        "in the sentence: Are you fat?",
    ]
    turns = [line for line in lines_of(text, "Reflexion") if line.startswith("turn")]
    assert turns == [
        "turn 1: 55.00 -> 60.00, accepted",
        "turn 2: 60.00 -> 58.00, not accepted, the version before was kept",
        "turn 3: 60.00, and no new version could be written",
    ]
    assert lines_of(text, "Rendered ads") == ["none yet"]
    assert "`geminivideo outcomes FILE.csv`" in lines_of(text, "Outcomes")[0]


def test_why_a_live_model_was_away_and_confidence_is_lower(client: TestClient, container: Container) -> None:
    finish_campaign(container)
    story = client.get("/pipeline/campaign/campaign_1/blueprints/bp_001").json()
    story["confidence_level"] = "low"
    story["sources"]["reasons"] = {"director": "3 of 13 batches: refused", "judge.claude": "no key is set"}
    output = Output(as_json=False)
    output.text = Console(file=io.StringIO(), width=100, highlight=False)
    tell_blueprint(output, story)
    assert isinstance(output.text.file, io.StringIO)
    text = output.text.file.getvalue()
    assert "director: the local copywriter; 3 of 13 batches: refused" in lines_of(text, "Written by")
    council = lines_of(text, "Council of Titans")
    assert council.index("instead of the live model: no key is set") == 1 + council.index(
        "claude, local judge: 91.00 x 0.30 = 27.30"
    )
    assert " ".join(council).count("instead of") == 1
    assert lines_of(text, "Prediction")[1].startswith("low confidence: medium by the prediction itself, lowered")


def test_an_id_alone_is_of_the_latest_campaign(
    commands: GatewayClient, make_container: MakeContainer, container: Container, clock: ManualClock
) -> None:
    early = make_container(clock)
    finish_campaign(early, "campaign_1")
    clock.advance(60)
    add_rejected(early)
    clock.advance(60)
    start_campaign(early, "campaign_3")
    fail_campaign(early, "campaign_4", {"type": "x", "title": "x", "status": 500, "detail": "x", "next_step": "x"})
    assert told("bp_001").startswith("campaign_2/bp_001: ")


def test_machines_get_one_document(commands: GatewayClient, container: Container, capfd: Any) -> None:
    finish_campaign(container)
    told("campaign_1/bp_001", as_json=True)
    document = json.loads(capfd.readouterr().out)
    assert (document["campaign_id"], document["id"], document["account_id"]) == ("campaign_1", "bp_001", "default")
    assert document["brief"]["product_name"] == BRIEF["product_name"]


@pytest.mark.parametrize(
    ("given", "campaign", "kind", "said"),
    [
        ("campaign_9/bp_001", None, AnsweredError, "There is no campaign 'campaign_9'."),
        ("campaign_1/bp_999", None, AnsweredError, "has no blueprint 'bp_999'."),
        ("bp_001", "../../healthz?", NotFoundError, "'../../healthz?' is not a campaign's id"),
        ("campaign_1", None, NotFoundError, "not an id of anything that can be explained"),
        ("\x1b[31mbp_001", None, NotFoundError, "not an id of anything that can be explained"),
        ("campaign_1/bp_001", "campaign_2", InvalidInputError, "is of another campaign than campaign_2"),
    ],
)
def test_what_is_not_there_is_said_with_a_way_on(
    commands: GatewayClient,
    container: Container,
    given: str,
    campaign: str | None,
    kind: type[GeminivideoError],
    said: str,
) -> None:
    finish_campaign(container)
    with pytest.raises(kind) as refused:
        told(given, campaign)
    assert said in str(refused.value)
    assert len(refused.value.next_step) > 10
    assert refused.value.exit_code == (2 if kind is InvalidInputError else 3)


def test_an_account_without_campaigns_is_told_so(commands: GatewayClient) -> None:
    with pytest.raises(NotFoundError, match="The account acme has no completed campaign"):
        told("bp_001", account="acme")


@pytest.mark.parametrize("width", [50, 100])
@pytest.mark.parametrize("terminal", [True, False])
def test_hostile_and_right_to_left_texts_stay_texts(
    client: TestClient, container: Container, width: int, terminal: bool
) -> None:
    """No text moves the cursor, turns the reading direction, styles anything, or begins a line that looks like ours."""
    arabic = {"product_name": "نادي اللياقة البدنية", "pain_points": ["لا وقت للرياضة [bold]"]}
    add_rejected(container, brief=arabic, title=HOSTILE, critique=HOSTILE, sentence=HOSTILE)
    story = client.get("/pipeline/campaign/campaign_2/blueprints/bp_002").json()
    output = Output(as_json=False)
    output.text = Console(file=io.StringIO(), width=width, highlight=False, force_terminal=terminal, color_system=None)
    tell_blueprint(output, story)
    assert isinstance(output.text.file, io.StringIO)
    text = output.text.file.getvalue()
    assert not CONTROL_CODES.search(text)
    assert "product: نادي اللياقة البدنية" in text
    assert "[bold red]approved[/]" in text
    assert [line for line in text.splitlines() if line.startswith("Why")] == ["Why"]
    if terminal:
        assert all(len(line) <= width for line in text.splitlines())


def test_the_list_of_campaigns(client: TestClient, make_container: MakeContainer, clock: ManualClock) -> None:
    container = make_container(clock)
    finish_campaign(container, "campaign_1", approved=(True, False))
    clock.advance(1)
    start_campaign(container, "campaign_2")
    listed = client.get("/pipeline/campaigns").json()["campaigns"]
    assert [(one["campaign_id"], one["status"], one["approved"]) for one in listed] == [
        ("campaign_2", "generating", None),
        ("campaign_1", "completed", 1),
    ]
    assert listed[0]["product_name"] == BRIEF["product_name"]
    (done,) = client.get("/pipeline/campaigns?status=completed&limit=1").json()["campaigns"]
    assert (done["campaign_id"], done["total_generated"]) == ("campaign_1", 2)
    assert client.get("/pipeline/campaigns?account_id=other").json()["campaigns"] == []
    problem(client.get("/pipeline/campaigns?limit=0"), 422)


def test_a_prediction_learned_from_the_accounts_ads_says_from_how_many(
    client: TestClient, container: Container
) -> None:
    finish_campaign(container)
    story = client.get("/pipeline/campaign/campaign_1/blueprints/bp_001").json()
    history = {"ads": 120, "average": 1.7, "made_here": 4, "engines": "prior"}
    story["oracle"] |= {"basis": "account", "history": history}
    told = "\n".join(prediction(story))
    assert "level from 120 ads of the account, ROAS 1.70 on average; 4 of them made here" in told
    assert "engines learned from a documented prior: no result of yours is in them yet" in told
