"""What an account knows reaches the live Director, as data: its footage, and its ads that won."""

import json
from typing import Any

from geminivideo.footage import store as footage_store
from tests.app.builders import finish_campaign
from tests.app.test_footage_search import fill
from tests.creative_live.answering import data_in
from tests.creative_live.conftest import Titans
from tests.creative_live.test_campaign import Install, Installation, install

__all__ = ["install"]
CLICKS = (900, 300, 280, 310, 290, 305)


def _with_outcomes(installed: Installation) -> None:
    finish_campaign(installed.container, approved=(True,) * len(CLICKS))
    outcomes = [
        {
            "blueprint_id": f"bp_{number:03d}",
            "first_day": "2026-11-20",
            "impressions": 30_000,
            "clicks": clicks,
            "spend_minor": 30_000,
            "revenue_minor": 90_000,
            "currency": "AED",
        }
        for number, clicks in enumerate(CLICKS, start=1)
    ]
    installed.http.post("/pipeline/campaign/campaign_1/outcomes", json={"outcomes": outcomes}).raise_for_status()


def _told(titans: Titans) -> list[dict[str, Any]]:
    """The data of every question that the Director was asked."""
    asked = [data_in("gemini", request) for request in titans.services["gemini"].seen]
    return [data for data in asked if "cells" in data]


def test_footage_and_winners_are_told_to_the_director(titans: Titans, install: Install) -> None:
    installed = install()
    fill(installed.container)
    _with_outcomes(installed)
    campaign = installed.made(num_variations=6)
    assert campaign["sources"]["director"] == "live"
    told = json.dumps(_told(titans))
    assert "sports ball" in told
    assert "my morning coffee" in told
    assert "click rate 3.00% of 30,000 impressions" in told
    stories = [
        installed.http.get(f"/pipeline/campaign/{campaign['campaign_id']}/blueprints/bp_{n:03d}").json()
        for n in range(1, 7)
    ]
    used = {pattern["id"] for story in stories for pattern in story["blueprint"]["winning_patterns"]}
    assert used == {"campaign_1/bp_001"}


def test_footage_is_told_to_the_rewriter(titans: Titans, install: Install) -> None:
    installed = install()
    fill(installed.container)
    installed.made(num_variations=2)
    asked = [data_in("gemini", request) for request in titans.services["gemini"].seen]
    told = [data for data in asked if "criticism" in data]
    assert told
    assert all("sports ball" in json.dumps(data["footage"]) for data in told)


def test_footage_that_is_analysed_again_holds_no_campaign_up(titans: Titans, install: Install) -> None:
    installed = install()
    fill(installed.container)
    ordered, job = installed.order(num_variations=2, footage_ids=["footage_new"])
    with installed.container.database.transaction() as session:
        footage_store.mark_analyzing(session, "footage_new")
    installed.container.runner.run(job, "test")
    campaign = installed.answer(ordered)
    assert (campaign["status"], campaign["sources"]["director"]) == ("completed", "live")
    assert "sports ball" not in json.dumps(_told(titans))
