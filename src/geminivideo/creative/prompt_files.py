"""What live models are told: versioned files beside the code, so that a change of words is a change one can see."""

import re
from functools import cache
from importlib.resources import files

_FOLDER = files("geminivideo.creative") / "prompts"
_HEADING = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)


@cache
def load_prompt(name: str) -> str:
    """`name` with its version, such as "judge.gpt.v1"; without the file's heading, which is for its readers."""
    return _HEADING.sub("", (_FOLDER / f"{name}.md").read_text("utf-8")).strip()
