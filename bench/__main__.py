"""`python -m bench [NAME …]`: run benchmarks, keep their figures, and put their tables into docs/benchmarks.md."""

import importlib
import json
import os
import platform
import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
NAMES = (
    "pipeline", "render", "crop", "captions", "oracle", "oracle_history", "oracle_accounts", "oracle_real", "serving",
    "campaigns", "council", "headlines", "calibration", "live", "footage", "fuzz", "insights",
)  # fmt: skip


def main() -> None:
    for name in sys.argv[1:] or NAMES:
        if name not in NAMES:
            sys.exit(f"There is no benchmark {name!r}; there are: {', '.join(NAMES)}.")
        module: Any = importlib.import_module(f"bench.{name}")
        figures = {"machine": machine(), "measured_at": datetime.now(UTC).date().isoformat(), **module.measure()}
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        table = module.table(figures)
        insert(name, table)
        print(f"## {name}\n\n{table}")


def machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}


def insert(name: str, table: str) -> None:
    """Replace what stands between the benchmark's two markers on the page."""
    page = PAGE.read_text("utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not pattern.search(page):
        sys.exit(f"{PAGE} has no markers for {name!r}.")
    PAGE.write_text(pattern.sub(lambda match: f"{match[1]}{table}\n{match[2]}", page), "utf-8")


if __name__ == "__main__":
    main()
