"""The settings of a command, and what is wrong with them in words."""

from pydantic import ValidationError

from geminivideo.core.errors import InvalidInputError
from geminivideo.core.settings import Settings


def load_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "GEMINIVIDEO_" + "_".join(str(part) for part in first["loc"]).upper()
        why = first["msg"].removeprefix("Value error, ")
        raise InvalidInputError(
            f"The setting {name} is not usable: {why}.", next_step=f"correct or unset {name}"
        ) from error
