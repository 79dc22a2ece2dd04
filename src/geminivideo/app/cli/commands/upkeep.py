"""Whether all is well on this machine, and bringing it up to date."""

from geminivideo.app.cli.console import Output
from geminivideo.app.cli.options.shared import Json
from geminivideo.app.cli.settings import load_settings


def doctor(json: Json = False) -> None:
    """Check every dependency, program, model, port and limit, and say how to mend what is wrong."""
    from geminivideo.app.cli.doctor.report import run_doctor

    run_doctor(load_settings(), Output(as_json=json))


def migrate(json: Json = False) -> None:
    """Bring the database and the prediction models up to date."""
    from geminivideo.app.cli.roles import run_migrate

    run_migrate(load_settings(), Output(as_json=json))
