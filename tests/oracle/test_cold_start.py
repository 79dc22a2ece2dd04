"""A first start leaves two champions behind, however many processes start at once; a later one mends what it can."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from geminivideo.core.errors import ProcessingError
from geminivideo.oracle import registry
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import Report
from geminivideo.oracle.serving import ServingModels
from geminivideo.oracle.trained import TrainedModel
from tests.oracle.starting import Start

BOTH = [("roas-v1", "champion"), ("scene-ctr-v1", "champion")]


def test_first_start_trains_once_however_many_race(start: Start) -> None:
    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert start.models() == BOTH
    assert start.trained == list(ModelName)
    start()
    assert start.trained == list(ModelName)
    assert start.told[-1] == "scene_ctr: scene-ctr-v1 serves (cold start: trained on the documented prior)"
    assert list(start.scratch.iterdir()) == []


def test_a_training_that_fails_leaves_nothing_behind(start: Start) -> None:
    def fail(names: Sequence[ModelName], folder: Path, report: Report) -> dict[ModelName, Path]:
        raise ProcessingError("no memory", next_step="buy some")

    with pytest.raises(ProcessingError, match="no memory"):
        start(fail)
    assert start.models() == []
    assert list(start.scratch.iterdir()) == []
    start()
    assert start.models() == BOTH


def test_next_start_trains_again_where_no_model_is_left(start: Start) -> None:
    start()
    serving = start.serving()
    with start.database.transaction() as session:
        record = registry.get(session, "roas-v1")
    start.storage.delete(record.artifact_key)
    start()
    assert serving.model_for(ModelName.ROAS).model_id == "roas-v2"
    assert start.models() == [("roas-v2", "champion"), ("roas-v1", "archived"), ("scene-ctr-v1", "champion")]
    assert start.trained == [*ModelName, ModelName.ROAS]
    assert "roas-v1 cannot be used. Its file is gone" in start.told[-1]


def test_a_start_leaves_a_broken_champion_to_the_one_before_it_and_says_so(
    start: Start, served: ServingModels, small_roas: TrainedModel
) -> None:
    """Training the prior in its place could put a guess where something learned has stood."""
    broken = start.register(small_roas)
    start.overwrite(broken, b"something else")
    start()
    assert start.trained == []
    assert len(start.told) == 1
    assert "roas-v2 cannot be used. Its file is not the one that was registered" in start.told[0]
    assert start.told[0].endswith("roas-v1 answers in its place.")


def test_models_of_accounts_are_no_cold_start(start: Start, small_roas: TrainedModel) -> None:
    start.register(small_roas, account_id="acme")
    start()
    assert start.models() == [BOTH[0], ("roas-acme-v1", "champion"), BOTH[1]]
