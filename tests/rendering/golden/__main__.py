"""Writes the golden plans anew: `python -m tests.rendering.golden`, then read `git diff` before you commit."""

from geminivideo.core.vocabulary import AdStructure
from tests.rendering.golden.ads import golden_plan
from tests.rendering.golden.files import path_of, written

if __name__ == "__main__":
    for structure in AdStructure:
        path_of(structure).write_text(written(golden_plan(structure)), "utf-8")
