"""What was found out about source files, kept by their content: to look at one, pictures must be decoded."""

from pathlib import Path

from geminivideo.rendering import source_facts
from geminivideo.rendering.code_digest import code_digest
from geminivideo.rendering.source_facts import SourceFacts
from geminivideo.rendering.workspace import Workspace


def facts_of(path: Path, content: str, workspace: Workspace) -> SourceFacts:
    """`content` is the hash of the file.

    Raises:
        ProcessingError: when the file is no longer what was uploaded.
    """
    inputs = f"{content} {code_digest('source_facts.py')}"
    look = lambda: source_facts.look(path).model_dump_json()  # noqa: E731
    return SourceFacts.model_validate_json(workspace.produce_text("look", inputs, ".json", look, shared=True))
