"""Exports of Ads Manager through the gateway and the command line, all of one or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from geminivideo.app.api import insights as routes
from geminivideo.app.cli import import_insights as command
from geminivideo.app.cli.client import AnsweredError, GatewayClient
from geminivideo.app.cli.console import Output
from geminivideo.app.cli.import_insights import run_import_insights
from geminivideo.app.container import Container
from geminivideo.attribution.insights import store
from geminivideo.attribution.insights.model import BlueprintLink
from geminivideo.core.errors import InvalidInputError
from tests.app.answers import problem, rows
from tests.app.builders import finish_campaign
from tests.app.commands import talking_here
from tests.app.test_preview_routes import add_video
from tests.attribution.exports import FIRST, HEADERS, SECOND, csv_text, simple

ULID = "01kb2x8r5v3m7q9w4e6t1y0z2a"
ADDRESS = "/api/insights/import"
TOTAL = ("", "", "", "", "", "", "1244.50", "14000", "320", "451", "9", "4000.25", "")


def named(*names: str) -> str:
    """An export of ads of these names, of a day each."""
    return simple(
        *((name, f"2026-11-{number:02}", "12.50", "1000", "10") for number, name in enumerate(names, start=1))
    )


def posted(client: TestClient, text: str | bytes, **asked: Any) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    answer = client.post(ADDRESS, content=content, params=asked)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


def test_an_export_is_answered_with_what_was_understood(client: TestClient, container: Container) -> None:
    answer = posted(client, csv_text([HEADERS["de"], FIRST, SECOND, TOTAL]), account_id="acme")
    assert {name: answer[name] for name in ("account_id", "rows", "ads", "periods", "replaced", "linked_ads")} == {
        "account_id": "acme", "rows": 3, "ads": 2, "periods": 2, "replaced": 0, "linked_ads": 0,
    }  # fmt: skip
    assert (answer["first_day"], answer["last_day"], answer["currency"]) == ("2026-11-01", "2026-11-30", "EUR")
    assert (answer["spend_minor"], answer["revenue_minor"], answer["conversions"]) == (124_450, 400_025, 9)
    assert (answer["impressions"], answer["clicks"], answer["click_kind"]) == (14_000, 320, "link")
    assert (answer["languages"], answer["encoding"], answer["warnings"]) == (["de"], "utf-8", [])
    assert answer["columns"]["recognised"]["Conversion-Wert für Käufe"] == "purchase_value"
    assert answer["columns"]["ignored"] == ["Reichweite"]
    assert answer["skipped"] == [{"reason": "the row of sums", "rows": 1, "examples": [4]}]
    assert [one["agrees"] for one in answer["totals"]] == [True] * 5
    with container.database.transaction() as session:
        ads = store.ads_of_account(session, "acme")
    assert [(ad.ad_key, ad.spend.minor, ad.revenue and ad.revenue.minor) for ad in ads] == [
        ("120201000000001", 123_450, 400_025),
        ("120201000000002", 1000, 0),
    ]


def test_a_dry_run_checks_everything_and_stores_nothing(client: TestClient, container: Container) -> None:
    text = named("A", "B")
    assert posted(client, text, dry_run=True)["periods"] == 2
    assert rows(container) == {}
    posted(client, text)
    again = posted(client, text, dry_run=True)
    assert (again["replaced"], rows(container)) == (2, {"ad_insights": 2, "jobs": 1})
    other = problem(client.post(ADDRESS, content=named("A").replace("USD", "EUR"), params={"dry_run": True}), 422)
    assert "would have ads in EUR and USD" in other["detail"]


def test_ads_are_linked_to_blueprints_of_their_own_account(client: TestClient, container: Container) -> None:
    finish_campaign(container, approved=(True, True))
    names = ["x campaign_1 bp_002", "campaign_1_bp_009", f"video_{ULID}", "campaign_summer bp_001", "plain"]
    answer = posted(client, named(*names, f"campaign_{ULID} bp_001"))
    assert (answer["ads"], answer["linked_ads"], answer["unknown_count"]) == (6, 1, 2)
    assert answer["unknown_ids"] == [f"campaign_{ULID}/bp_001", f"video_{ULID}"]
    assert "ids in names of ads that are of nothing in this account: 2, such as" in answer["warnings"][-1]
    elsewhere = posted(client, named(*names), account_id="other")
    assert elsewhere["linked_ads"] == 0
    with container.database.transaction() as session:
        links = {ad.ad_name: ad.link for ad in store.ads_of_account(session, "default")}
    assert links["x campaign_1 bp_002"] == BlueprintLink("campaign_1", "bp_002")
    assert sum(link is not None for link in links.values()) == 1


def test_an_ad_is_linked_by_the_video_in_its_name(client: TestClient, container: Container) -> None:
    video = add_video(container)
    answer = posted(client, named(f"{video.video_id}.mp4 | v2", "video_2"))
    assert (answer["linked_ads"], answer["unknown_count"]) == (1, 0)
    with container.database.transaction() as session:
        links = [ad.link for ad in store.ads_of_account(session, "default") if ad.link]
    assert links == [BlueprintLink(video.campaign_id, "bp_001")]
    assert posted(client, named(video.video_id), account_id="other")["linked_ads"] == 0


def test_a_longer_period_replaces_what_it_overlaps_only_when_asked(client: TestClient, container: Container) -> None:
    posted(client, named("A", "B"))
    header = ("Ad name", "Reporting starts", "Reporting ends", "Amount spent (USD)", "Impressions", "Link clicks")
    month = simple(("A", "2026-10-15", "2026-11-10", "40", "4000", "40"), header=header)
    refused = problem(client.post(ADDRESS, content=month), 422)
    assert "two counts of the same day, 2026-10-15 to 2026-11-10 and 2026-11-01" in refused["detail"]
    assert rows(container) == {"ad_insights": 2, "jobs": 1}
    assert posted(client, month, replace=True)["replaced"] == 1
    assert rows(container) == {"ad_insights": 2, "jobs": 1}


@pytest.mark.parametrize(
    ("text", "asked", "said"),
    [
        (named("A").replace("12.50", "-12.50"), {}, "row 2: Amount spent (USD) '-12.50' is negative"),
        (named("A") + "B,2026-11-02,1,1,1\nB,2026-11-02,2,1,1\n", {}, "row 4: the ad 'B' is in row 3 already"),
        (named("A").replace("2026", "2031"), {}, "Row 2: 2031-11-01 is still to come"),
        (named("A"), {"account_id": "a/b"}, "account_id"),
        (named("A"), {"currency": "EUR"}, "its amounts are in EUR and USD"),
        (named("A"), {"decimal_mark": ";"}, "decimal_mark must be"),
        ("", {}, "it is empty"),
    ],
)
def test_one_wrong_row_and_nothing_is_stored(
    client: TestClient, container: Container, text: str, asked: dict[str, str], said: str
) -> None:
    assert said in problem(client.post(ADDRESS, content=text.encode(), params=asked), 422)["detail"]
    assert rows(container) == {}


def test_a_person_says_what_the_file_leaves_open(shared_client: TestClient) -> None:
    text = named("A").replace("2026-11-01", "05/11/2026").replace(" (USD)", "").replace("12.50", "1.234")
    asked = {"currency": "KWD", "decimal_mark": ",", "day_order": "day first", "dry_run": True}
    answer = posted(shared_client, text, **asked)
    assert (answer["first_day"], answer["spend_minor"], answer["currency"]) == ("2026-11-05", 1_234_000, "KWD")


def test_bodies_that_are_too_large_or_forms(shared_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    form = problem(shared_client.post(ADDRESS, files={"file": ("a.csv", named("A"))}), 422)
    assert "--data-binary" in form["next_step"]
    large = named(*(f"ad {number}" for number in range(1, 29))) + "x" * 300_000
    assert "row 30" in problem(shared_client.post(ADDRESS, content=large.encode()), 422)["detail"]
    monkeypatch.setattr(routes, "MOST_BYTES", 200_000)
    assert "larger than" in problem(shared_client.post(ADDRESS, content=large.encode()), 413)["detail"]


def test_what_a_person_should_look_at(shared_client: TestClient) -> None:
    text = named("Größe").replace("Link clicks", "Clicks (all)") + ",,20,1000,10\n"
    answer = posted(shared_client, text.encode("cp1252"), dry_run=True)
    assert [warning.split(":")[0] for warning in answer["warnings"]] == [
        "the file is not Unicode and was read as cp1252",
        "Amount spent (USD)",
        "clicks of all kinds were taken, as there is no column of link clicks",
        "conversions are not counted",
        "revenue is not counted",
    ]
    assert (answer["conversions"], answer["revenue_minor"]) == (None, None)
    leads = named("A").replace("Link clicks", "Link clicks,Leads,Purchase ROAS").replace(",10\n", ",10,2,3.5\n")
    told = posted(shared_client, leads, dry_run=True)
    assert (told["conversions"], told["revenue_minor"], len(told["warnings"])) == (2, 4375, 2)


# --- the command --------------------------------------------------------------------------------------------------


@pytest.fixture
def command_client(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> GatewayClient:
    return talking_here(command, client, monkeypatch)


def test_the_command_tells_what_came_in(
    command_client: GatewayClient, container: Container, tmp_path: Path, capfd: Any
) -> None:
    file = tmp_path / "november.csv"
    file.write_bytes(csv_text([HEADERS["en"], FIRST, SECOND, TOTAL]).encode("utf-16"))
    run_import_insights(container.settings, Output(as_json=False), file, {"account_id": "acme"})
    results = "14,000 impressions, 320 link clicks, 9 conversions, spent 1,244.50 EUR, earned 4,000.25 EUR"
    assert capfd.readouterr().out.splitlines() == [
        "Imported 2 ads over 2 periods",
        f"From 2026-11-01 to 2026-11-30: {results}",
        "Linked to blueprints by their names: 0 ads",
        "Left out, the row of sums: 1 row (line 4)",
        "Columns not used: Reach",
    ]
    asked = {"account_id": "acme", "dry_run": True}
    run_import_insights(container.settings, Output(as_json=True), file, asked)
    document = json.loads(capfd.readouterr().out)
    assert (document["replaced"], document["dry_run"]) == (2, True)


def test_what_is_refused_is_told_with_row_column_cause_and_next_step(
    command_client: GatewayClient, container: Container, tmp_path: Path
) -> None:
    file = tmp_path / "november.csv"
    file.write_text(named("A").replace("1000", "many"), "utf-8")
    with pytest.raises(AnsweredError, match="row 2: Impressions 'many' is not a number") as refused:
        run_import_insights(container.settings, Output(as_json=False), file, {})
    assert (refused.value.exit_code, "nothing of it was recorded" in refused.value.next_step) == (2, True)
    with pytest.raises(InvalidInputError, match="cannot be read: No such file"):
        run_import_insights(container.settings, Output(as_json=False), tmp_path / "none.csv", {})
