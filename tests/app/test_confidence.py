"""A council that does not agree makes a prediction less sure, and the Oracle's own word stays readable."""

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.container import Container
from geminivideo.core.vocabulary import ConfidenceLevel
from geminivideo.creative.tables import BlueprintRow
from geminivideo.flows.confidence import DOUBTFUL_DISAGREEMENT, confidence_in
from tests.app.builders import finish_campaign, verdict


@pytest.mark.parametrize(("predicted", "lowered"), [("high", "medium"), ("medium", "low"), ("low", "low")])
def test_far_apart_is_one_level_lower(predicted: str, lowered: str) -> None:
    level = ConfidenceLevel(predicted)
    agreed = verdict(approved=True).model_copy(update={"disagreement": DOUBTFUL_DISAGREEMENT})
    apart = verdict(approved=True).model_copy(update={"disagreement": DOUBTFUL_DISAGREEMENT + 0.01})
    assert confidence_in(level, agreed) == predicted
    assert confidence_in(level, apart) == lowered


def test_the_ranking_says_so_and_the_oracle_keeps_its_word(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True, True))
    with container.database.transaction() as session:
        row = session.get(BlueprintRow, ("campaign_1", "bp_002"))
        assert row
        told = {**row.evaluation["verdict"], "disagreement": 40.0}
        row.evaluation = {**row.evaluation, "verdict": told}
    campaign = client.get("/pipeline/campaign/campaign_1").json()
    assert [b["confidence_level"] for b in campaign["blueprints"]] == ["medium", "low"]
    story = client.get("/pipeline/campaign/campaign_1/blueprints/bp_002").json()
    assert (story["confidence_level"], story["oracle"]["confidence_level"]) == ("low", "medium")
