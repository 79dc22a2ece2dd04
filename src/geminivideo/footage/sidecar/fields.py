"""What a person may say of a scene."""

import hashlib
import json
from collections import Counter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from geminivideo.core.footage_scene import SceneContent, ShotScale
from geminivideo.core.visible_text import clean

BY_A_PERSON = "corrected by a person"
_MOST_THINGS, _LONGEST_THING = 200, 100
_MOST_LINES, _LONGEST_LINE = 200, 1000
_LONGEST_DESCRIPTION, _LONGEST_TRANSCRIPT = 1000, 200_000
_FINGERPRINT_LETTERS = 8
_AS_MEASURED = "null: as it was measured"


def _without_blanks(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


Visible = AfterValidator(clean)
Label = Annotated[str, StringConstraints(max_length=_LONGEST_THING), Visible]
Line = Annotated[str, StringConstraints(max_length=_LONGEST_LINE), Visible]
Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]


class SceneFields(BaseModel):
    """Of every field but `use`, null leaves it to the measurement; an empty list or text says that nothing is there."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    use: bool = Field(True, description="false: never shown in ads, and last in rank")
    description: Annotated[str, StringConstraints(max_length=_LONGEST_DESCRIPTION), Visible] | None = Field(
        None, description="what the scene shows, in your words; it is searched"
    )
    objects: Annotated[list[Label], Field(max_length=_MOST_THINGS), AfterValidator(_without_blanks)] | None = Field(
        None, description=f"kinds of things to be seen, `person` among them; {_AS_MEASURED}"
    )
    on_screen_text: Annotated[list[Line], Field(max_length=_MOST_LINES), AfterValidator(_without_blanks)] | None = (
        Field(None, description=f"lines that are written in the picture; {_AS_MEASURED}")
    )
    transcript: Annotated[str, StringConstraints(max_length=_LONGEST_TRANSCRIPT), Visible] | None = Field(
        None, description=f"what is said in the scene; {_AS_MEASURED}"
    )
    language: Language | None = Field(None, description=f"of what is said, such as en or pt-BR; {_AS_MEASURED}")
    shot_scale: ShotScale | None = Field(None, description=f"how close the shot is; {_AS_MEASURED}")

    @property
    def said(self) -> dict[str, Any]:
        """What differs from "as it was measured", by name."""
        fields = {name: getattr(self, name) for name in FIELDS}
        return {name: value for name, value in fields.items() if value is not None and (name, value) not in _NOTHING}

    def fingerprint(self, name: str) -> str:
        value = json.dumps(getattr(self, name), ensure_ascii=True)
        return hashlib.sha256(value.encode()).hexdigest()[:_FINGERPRINT_LETTERS]


FIELDS = tuple(SceneFields.model_fields)
_NOTHING = (("use", True), ("description", ""))


def fields_of(content: SceneContent) -> SceneFields:
    """What stands in the document for a scene; cut off where even a hundred-fold scene would not be that long."""
    lines = None if content.text is None else [line.text[:_LONGEST_LINE] for line in content.text]
    return SceneFields(
        use=content.use,
        description=(content.description or "")[:_LONGEST_DESCRIPTION] or None,
        objects=_kinds(content),
        on_screen_text=None if lines is None else _without_blanks(list(map(clean, lines)))[:_MOST_LINES],
        transcript=None if content.words is None else content.transcript[:_LONGEST_TRANSCRIPT],
        language=content.language,
        shot_scale=content.shot_scale,
    )


def _kinds(content: SceneContent) -> list[str] | None:
    """Those seen most often first."""
    if content.objects is None:
        return None
    counts = Counter(clean(thing.label[:_LONGEST_THING]) for thing in content.objects)
    return _without_blanks(sorted(counts, key=lambda label: (-counts[label], label)))[:_MOST_THINGS]
