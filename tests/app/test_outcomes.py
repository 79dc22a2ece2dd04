"""What became of ads, through the gateway and from CSV files."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.api.schemas.outcomes import MOST_OUTCOMES
from geminivideo.app.cli import outcomes as command
from geminivideo.app.cli.client import AnsweredError, GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.outcome_file import read_outcomes
from geminivideo.app.cli.outcomes import run_outcomes
from geminivideo.app.container import Container
from geminivideo.core.errors import InvalidInputError
from tests.app.answers import problem
from tests.app.builders import finish_campaign
from tests.app.commands import talking_here

GIVEN: dict[str, Any] = {
    "blueprint_id": "bp_001",
    "first_day": "2026-11-20",
    "impressions": 12_000,
    "clicks": 180,
    "spend_minor": 24_500,
    "revenue_minor": 81_000,
    "currency": "AED",
}
HEADER = "campaign,blueprint,day,impressions,clicks,conversions,spend,revenue,currency"
ROW = "campaign_1,bp_001,2026-11-20,12000,180,9,245.00,810,AED"


def recorded(client: TestClient, blueprint_id: str = "bp_001") -> dict[str, Any]:
    story: dict[str, Any] = client.get(f"/pipeline/campaign/campaign_1/blueprints/{blueprint_id}").json()
    return story


def test_outcomes_of_a_campaign_become_part_of_its_blueprints_stories(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True, True))
    week = {**GIVEN, "first_day": "2026-11-10", "last_day": "2026-11-16", "conversions": 4}
    answer = client.post("/pipeline/campaign/campaign_1/outcomes", json={"outcomes": [GIVEN, week]})
    counts = {"recorded": 2, "campaigns": 1, "blueprints": 1, "accounts": ["default"]}
    assert (answer.status_code, answer.json()) == (200, counts)
    story = recorded(client)
    assert [one["last_day"] for one in story["outcomes"]] == ["2026-11-16", "2026-11-20"]
    assert story["outcomes"][0] == {**{name: week[name] for name in week if name != "blueprint_id"}}
    totals = story["outcome_totals"]
    assert (totals["clicks"], totals["conversions"], totals["click_rate"]) == (360, 4, 0.015)
    assert totals["roas"] == pytest.approx(162 / 49)
    assert (recorded(client, "bp_002")["outcomes"], recorded(client, "bp_002")["outcome_totals"]) == ([], None)


def test_outcomes_of_several_campaigns_are_taken_whole_or_not_at_all(client: TestClient, container: Container) -> None:
    finish_campaign(container)
    finish_campaign(container, "campaign_2")
    both = [{**GIVEN, "campaign_id": name} for name in ("campaign_1", "campaign_2")]
    wrong = {**GIVEN, "campaign_id": "campaign_2", "blueprint_id": "bp_077", "row": 12}
    refused = problem(client.post("/pipeline/outcomes", json={"outcomes": [*both, wrong]}), 404)
    assert refused["detail"] == "Row 12: there is no blueprint campaign_2/bp_077."
    assert recorded(client)["outcomes"] == []
    assert client.post("/pipeline/outcomes", json={"outcomes": both}).json()["campaigns"] == 2
    assert len(recorded(client)["outcomes"]) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"clicks": 12_001}, "clicks (12001) must not be more than impressions (12000)"),
        ({"impressions": -1}, "impressions must be at least 0"),
        ({"spend_minor": 1.5}, "spend_minor"),
        ({"currency": "dirham"}, "currency"),
        ({"first_day": "2026-13-01"}, "first_day"),
        ({"last_day": "2026-11-19"}, "must not be before first_day"),
        ({"clicks_": 1}, "is not a field"),
        ({"blueprint_id": "../x"}, "'../x' is not an id"),
    ],
)
def test_what_cannot_be_is_refused(shared_client: TestClient, wrong: dict[str, Any], said: str) -> None:
    answer = shared_client.post("/pipeline/outcomes", json={"outcomes": [{**GIVEN, "campaign_id": "c", **wrong}]})
    assert said in problem(answer, 404 if "blueprint_id" in wrong else 422)["detail"]


def test_requests_that_hold_none_or_a_number_twice(shared_client: TestClient) -> None:
    problem(shared_client.post("/pipeline/outcomes", json={"outcomes": []}), 422)
    problem(shared_client.post("/pipeline/campaign/campaign_9/outcomes", json={"outcomes": [GIVEN]}), 404)
    twice = [{**GIVEN, "campaign_id": "campaign_1", "row": 2}] * 2
    assert "number 2" in problem(shared_client.post("/pipeline/outcomes", json={"outcomes": twice}), 422)["detail"]


def test_a_long_list_is_read_and_a_longer_one_is_not(shared_client: TestClient) -> None:
    one = {**GIVEN, "campaign_id": "campaign_1"}
    days = [{**one, "first_day": f"{year}-{month:02}-01"} for year in range(1800, 2000) for month in range(1, 13)]
    problem(shared_client.post("/pipeline/outcomes", json={"outcomes": days}), 404)
    problem(shared_client.post("/pipeline/outcomes", json={"outcomes": days, "x": "x" * 4 * 1024 * 1024}), 413)


# --- files --------------------------------------------------------------------------------------------------------


@pytest.fixture
def command_client(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    return talking_here(command, client, monkeypatch)


def test_a_file_is_taken_in_again_without_counting_twice(
    command_client: GatewayClient, client: TestClient, container: Container, tmp_path: Path, capfd: Any
) -> None:
    finish_campaign(container, approved=(True, True))
    file = tmp_path / "november.csv"
    file.write_text(f"\ufeff{HEADER}\n{ROW}\n\ncampaign_1,bp_002,2026-11-20,10,0,,0,0,aed\n", "utf-8")
    for _ in range(2):
        run_outcomes(container.settings, Output(as_json=False), file, None)
        assert capfd.readouterr().out == "Recorded 2 rows, of 2 blueprints in 1 campaign\n"
    (kept,) = recorded(client)["outcomes"]
    assert (kept["spend_minor"], kept["revenue_minor"], kept["conversions"]) == (24_500, 81_000, 9)
    assert recorded(client, "bp_002")["outcomes"][0]["conversions"] is None


def test_what_the_gateway_refuses_is_told_with_the_row_of_the_file(
    command_client: GatewayClient, client: TestClient, container: Container, tmp_path: Path
) -> None:
    finish_campaign(container)
    file = tmp_path / "november.csv"
    file.write_text(f"{HEADER}\n{ROW}\n\n{ROW.replace('bp_001', 'bp_031')}\n", "utf-8")
    with pytest.raises(AnsweredError, match=r"Row 4: there is no blueprint campaign_1/bp_031\.") as refused:
        run_outcomes(container.settings, Output(as_json=False), file, None)
    assert refused.value.exit_code == 3
    assert recorded(client)["outcomes"] == []


@pytest.mark.parametrize(
    ("text", "campaign"),
    [
        (f"{HEADER}\n{ROW}", None),
        (f"{HEADER}\r\n{ROW}\r\n".replace(",", ";"), None),
        (f"{HEADER}\n{ROW}".replace(",", "\t"), None),
        (f"{HEADER}\n{ROW}".replace("campaign,", "").replace("campaign_1,", ""), "campaign_1"),
        (f"{HEADER.upper()}\n\n  \n{ROW.replace(',', ' , ')}", None),
        (f"{HEADER}\n{ROW}".replace("day", "First Day"), None),
        (f"\r\nsep=;\r\n{HEADER}\r\n{ROW}\r\n".replace(",", ";"), None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_ways_of_writing_the_same_file(tmp_path: Path, text: str, campaign: str | None, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, encoding, newline="")
    (row,) = read_outcomes(file, campaign)
    expected = {**GIVEN, "campaign_id": "campaign_1", "conversions": 9, "last_day": None}
    assert {name: value for name, value in row.items() if name != "row"} == expected
    assert row["row"] == text.replace("\r", "").rstrip().count("\n") + 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("a\n1", "the column 'blueprint' is missing; the column 'clicks' is missing"),
        (HEADER, "it has no rows beside its header"),
        (f"{HEADER},note\n{ROW},x", "there is no such column as 'note'"),
        (f"{HEADER},clicks\n{ROW},1", "the column 'clicks' is there twice"),
        (f"{HEADER}\n{ROW}".replace("campaign,", "").replace("campaign_1,", ""), "no --campaign is given"),
        (f"{HEADER}\n{ROW}\n{ROW},7", "row 3: has 10 cells, and the first row has 9"),
        (f"{HEADER}\n{ROW.replace(',180,', ',1 80,')}", "row 2: clicks '1 80' is not a whole number"),
        (f"{HEADER}\n{ROW.replace('245.00', '245.005')}", "row 2: spend: 245.005 has more decimals than AED"),
        (f"{HEADER}\n{ROW.replace('810', '-810')}", "row 2: revenue: '-810' is not an amount such as 12.50"),
        (f"{HEADER}\n{ROW.replace('2026-11-20', '20.11.2026')}", "row 2: day '20.11.2026' is not a date"),
        (f"{HEADER}\n{ROW.replace(',180,', ',18000,')}", "row 2: clicks (18000) must not be more than"),
        (f"{HEADER}\n{ROW.replace('AED', '')}", "row 2: currency '' is not a code such as AED"),
        (f"{HEADER}\n{ROW.replace('bp_001', '')}", "row 2: blueprint is missing"),
        (f"{HEADER}\n{ROW.replace('bp_001', 'a b')}", "row 2: 'a b' is not an id"),
        (f"{HEADER}\n" + f"{ROW.replace('12000', 'x')}\n" * 12, "row 11: impressions 'x'"),
        (f"sep=,\n\n{HEADER}\n{ROW},7", "row 4: has 10 cells"),
        (f'{HEADER}\n"{ROW}', "it is not CSV (unexpected end of data)"),
        (f"{HEADER}\n{ROW}\n\udcff", "line 3 is not text in UTF-8"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_rows(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, "utf-8", errors="surrogateescape")
    with pytest.raises(InvalidInputError) as refused:
        read_outcomes(file, None)
    assert said in refused.value.cause
    assert len(refused.value.cause) < 1500
    assert "nothing of it was recorded" in refused.value.next_step


def test_an_export_of_ads_manager_is_sent_where_it_belongs(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text("Reporting starts,Ad name,Amount spent (USD),Impressions\n2026-11-20,A,12.50,1000\n", "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        read_outcomes(file, None)
    assert "geminivideo import-insights" in refused.value.next_step


def test_files_that_are_not_there_or_too_long(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="cannot be read: No such file"):
        read_outcomes(tmp_path / "none.csv", None)
    with pytest.raises(InvalidInputError, match="larger than 8 MiB"):
        read_outcomes(Path("/dev/zero"), None)
    long = tmp_path / "long.csv"
    long.write_text(f"{HEADER}\n" + f"{ROW}\n" * (MOST_OUTCOMES + 1), "utf-8")
    with pytest.raises(InvalidInputError, match="10,001 rows, and 10,000 are taken at once"):
        read_outcomes(long, None)
