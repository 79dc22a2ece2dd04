"""`geminivideo models` over a real database and storage, as people and machines read it."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.doctor.registry import check_prediction_models
from geminivideo.app.cli.models import run_models, run_promote, run_rollback
from geminivideo.app.container import Container
from geminivideo.app.services import publish
from geminivideo.app.supervisor.lock import HomeLock
from geminivideo.core.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from geminivideo.oracle import promotion, registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.trained import TrainedModel
from geminivideo.oracle.trial import Forecast, paired_trial
from tests.app.builders import add_model
from tests.app.test_services import SERVICES

Models = dict[ModelName, TrainedModel]
ROAS = ModelName.ROAS


@pytest.fixture
def own(served: Container, small_models: Models) -> str:
    """A challenger of one account."""
    return add_model(served, ROAS, small_models[ROAS], promote=False, account_id="acme")


class Command:
    def __init__(self, container: Container, capsys: pytest.CaptureFixture[str]) -> None:
        self._settings, self._capsys = container.settings, capsys

    def listed(self, account_id: str | None = None) -> str:
        run_models(self._settings, Output(as_json=False), account_id)
        return " ".join(self._capsys.readouterr().out.split())

    def document(self, account_id: str | None = None) -> list[dict[str, Any]]:
        run_models(self._settings, Output(as_json=True), account_id)
        models: list[dict[str, Any]] = json.loads(self._capsys.readouterr().out)["models"]
        return models

    def promoted(self, model_id: str, reason: str | None = None) -> dict[str, Any]:
        run_promote(self._settings, Output(as_json=True), model_id, reason)
        return dict(json.loads(self._capsys.readouterr().out))

    def rolled_back(self, model_id: str) -> str:
        run_rollback(self._settings, Output(as_json=False), model_id, None)
        return self._capsys.readouterr().out


@pytest.fixture
def command(served: Container, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("COLUMNS", "200")
    return Command(served, capsys)


def test_the_list_says_what_answers_for_whom_and_what_it_learned_from(
    command: Command, own: str, small_models: Models
) -> None:
    shown = command.listed()
    rows = small_models[ROAS].training["rows"]
    assert f"roas-v1: every account, learned from {rows} rows (prior)" in shown
    assert f"{own}: account acme" in shown
    stages = {model["model_id"]: model["stage"] for model in command.document()}
    assert stages == {"roas-v1": "champion", own: "challenger", "scene-ctr-v1": "champion"}
    assert own not in command.listed("globex")
    assert [model["model_id"] for model in command.document("globex")] == ["roas-v1", "scene-ctr-v1"]


def test_a_name_that_no_account_can_have_is_refused(command: Command) -> None:
    with pytest.raises(InvalidInputError, match="'a b' is not an account id"):
        command.listed("a b")


def test_promoting_and_rolling_back_change_what_answers(command: Command, served: Container, own: str) -> None:
    promoted = command.promoted(own, "better on our ads")
    assert (promoted["stage"], promoted["reason"]) == ("champion", "by hand: better on our ads")
    assert promoted["promoted_at"].endswith("Z")
    assert served.serving_models.model_for(ROAS, "acme").model_id == own
    assert f"{own} was taken back; roas-v1 answers in its place" in command.rolled_back(own)
    served.serving_models.look_again()
    assert served.serving_models.model_for(ROAS, "acme").model_id == "roas-v1"


def test_what_cannot_be_done_says_why(command: Command, own: str) -> None:
    with pytest.raises(ConflictError, match="champion already"):
        command.promoted("roas-v1")
    with pytest.raises(ConflictError, match="is challenger"):
        command.rolled_back(own)
    with pytest.raises(NotFoundError, match="no model"):
        command.promoted("roas-v9")


def test_a_champion_that_cannot_answer_is_shown_and_no_broken_one_is_promoted(
    command: Command, served: Container, own: str
) -> None:
    for archive in (served.settings.home / "objects/models/roas").iterdir():
        archive.write_bytes(b"not a model")
    assert "roas-v1 cannot be used. Its file is not the one that was registered" in command.listed()
    problems = {model["model_id"]: model["problem"] is not None for model in command.document()}
    assert problems == {"roas-v1": True, own: False, "scene-ctr-v1": False}
    with pytest.raises(UnavailableError, match=own):
        command.promoted(own)
    assert {model["stage"] for model in command.document("acme") if model["model_id"] == own} == {"challenger"}


def test_the_doctor_finds_a_champion_whose_file_is_gone(served: Container) -> None:
    settings = served.settings
    assert check_prediction_models(settings).detail == "looked at while geminivideo is running"
    with HomeLock(settings.home):
        publish(settings.home, SERVICES)
        assert check_prediction_models(settings).detail == "2 answer, hashes verified"
        for archive in (settings.home / "objects/models/roas").iterdir():
            archive.unlink()
        found = check_prediction_models(settings)
    assert found.state == "broken"
    assert "roas-v1 cannot be used. Its file is gone" in found.detail
    assert "geminivideo models" in found.remedy


def test_a_trial_is_told_with_its_model(command: Command, served: Container, own: str) -> None:
    rng = np.random.default_rng(1)
    actual = rng.lognormal(0.5, 0.5, 40)
    near = Forecast(actual + rng.normal(0, 0.1, 40), np.zeros(40), np.full(40, 99.0))
    far = replace(near, predicted=actual + 2)
    with served.database.transaction() as session:
        trial = paired_trial(actual, far, near, rng)
        promotion.promote_by_trial(session, own, trial, "roas-v1", served.clock.now())
        assert registry.get(session, own).stage == "champion"
    shown = command.listed()
    assert shown.count("better: its error is") == 1
    assert "trial against roas-v1 on 40 ads" in shown
    (metrics,) = [model["metrics"] for model in command.document() if model["model_id"] == own]
    assert metrics["trial"]["verdict"] == "promote"
