"""Whatever is killed under an account that learns, it learns once, and nothing stays behind."""

from datetime import timedelta
from pathlib import Path

import pytest

from geminivideo.app.workers.housekeeping import LEFT_BEHIND_AFTER
from geminivideo.core.tasks import MAINTENANCE_QUEUE, TIDY
from geminivideo.oracle import registry
from geminivideo.oracle.champions import check_model
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.registry import ModelRecord, Stage
from tests.stack.conftest import Stack, is_alive, wait_until
from tests.stack.lessons import Learner, age

pytestmark = pytest.mark.slow


def test_killed_under_its_training_an_account_learns_once(stack: Stack) -> None:
    """First the process that runs the job is killed, then, in the next attempt, the child that trains."""
    learner = Learner(stack, "learner")
    job_id = learner.imported(learner.advertised())
    child, before = learner.training(attempt=1), learner.predicted()
    left = learner.folders()
    pool_process = child.parent()
    assert pool_process is not None
    pool_process.kill()
    wait_until(lambda: not is_alive(child), seconds=5)
    assert learner.predicted() == before

    learner.training(attempt=2).kill()
    assert learner.predicted() == before
    wait_until(lambda: learner.learning()["job"]["status"] not in {"queued", "running"})
    told = learner.learning()
    assert told["job"]["status"] == "completed", told
    assert learner.counts() == (2, 1)
    roas, ctr = told["lessons"]
    assert "Engines of its own could not be trained: Training roas ended with status -9" in roas["words"]
    assert (roas["made_here"], roas["promoted"], roas["model_id"]) == (250, True, f"roas-{learner.account_id}-v1")
    _check_registered_once(learner, job_id, {roas["model_id"], ctr["model_id"]} - {None})
    wait_until(lambda: learner.predicted() == roas["model_id"])
    _check_tidied(learner, left)


def _check_registered_once(learner: Learner, job_id: str, taught: set[str]) -> None:
    """A row for each model that was taught, at most one champion for each name, and a whole file for every row."""
    models = _models(learner)
    assert {model.model_id for model in models} == taught
    for name in ModelName:
        assert [model.name for model in models if model.stage is Stage.CHAMPION].count(name) <= 1
    objects = learner.stack.home / "objects"
    stored = {path.relative_to(objects).as_posix() for path in objects.glob(f"models/*/{job_id}*")}
    assert stored == {model.artifact_key for model in models}


def _models(learner: Learner) -> list[ModelRecord]:
    with learner.container() as container:
        with container.database.transaction() as session:
            found = registry.list_models(session, learner.account_id)
        own = [model for model in found if model.account_id]
        for model in own:
            check_model(model, container.storage)
    return own


def _check_tidied(learner: Learner, left: set[Path]) -> None:
    """What the killed attempt left is there until it is old."""
    behind = left & learner.folders()
    assert behind
    for folder in behind:
        age(folder, LEFT_BEHIND_AFTER + timedelta(hours=1))
    with learner.container() as container:
        container.celery.send_task(TIDY, queue=MAINTENANCE_QUEUE)
    wait_until(lambda: not behind & learner.folders())
