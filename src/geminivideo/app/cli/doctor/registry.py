"""Whether the files of the models that answer are what was registered."""

from geminivideo.app.cli.doctor.finding import Finding
from geminivideo.app.services import find_running
from geminivideo.core.settings import Settings

_NAME = "prediction models"


def check_prediction_models(settings: Settings) -> Finding:
    """The registry is in the database, which nothing may be asked before `geminivideo up` has made it."""
    if find_running(settings.home) is None:
        return Finding(_NAME, "ok", "looked at while geminivideo is running")
    from geminivideo.app.cli.models import listed_models
    from geminivideo.app.cli.own_container import own_container
    from geminivideo.oracle.registry import Stage

    with own_container(settings) as container:
        models = listed_models(container, account_id=None)
    problems = [model.problem for model in models if model.problem]
    if problems:
        remedy = "restore the object storage from a backup, or promote another version; `geminivideo models` lists them"
        return Finding(_NAME, "broken", " ".join(problems), remedy)
    champions = [model for model in models if model.record.stage is Stage.CHAMPION]
    return Finding(_NAME, "ok", f"{len(champions)} answer, hashes verified")
