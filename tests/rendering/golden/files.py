"""Plans as files that a person can read and compare: a line for each clip, line of the voice and title."""

import json
from pathlib import Path
from typing import Any

from geminivideo.core.vocabulary import AdStructure
from geminivideo.rendering.plan.edit_plan import EditPlan

_FOLDER = Path(__file__).parent


def path_of(structure: AdStructure) -> Path:
    return _FOLDER / f"{structure}.json"


def written(plan: EditPlan) -> str:
    """Without what is as it always is, so that a new field changes only the plans that use it."""
    values = plan.model_dump(mode="json", exclude_defaults=True)
    values["clips"] = [{"kind": clip.kind, **row} for clip, row in zip(plan.clips, values["clips"], strict=True)]
    return "{\n" + ",\n".join(f'"{name}": {_value(value)}' for name, value in values.items()) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n " + ",\n ".join(_line(item) for item in value) + "\n]"
    return _line(value)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
