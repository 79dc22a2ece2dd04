"""How fast exports of Ads Manager are read and stored: ads by day, and the same broken down by age and gender."""

import os
import resource
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from itertools import islice, product
from multiprocessing import get_context
from typing import Any

from tests.conftest import open_folder

from bench.markdown import markdown_table
from geminivideo.app.migrate import migrate
from geminivideo.attribution.ads_manager.reading import read_export
from geminivideo.core.clock import SystemClock
from geminivideo.core.database import Database
from geminivideo.core.embedded.postgres import EmbeddedPostgres
from geminivideo.flows.insights_import import ImportOrder, InsightsImport

_COLUMNS = (
    "Reporting starts,Reporting ends,Campaign name,Ad set name,Ad name,Ad ID,Age,Gender,Amount spent (USD),Impressions,"
    "Link clicks,Clicks (all),Purchases,Purchases conversion value,Reach,Frequency,CPC (cost per link click) (USD)\n"
)
_BEGIN, _DAYS = date(2026, 1, 1), 300
_AGES, _GENDERS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+"), ("female", "male", "unknown")
_FORMS = {"ads by day": (("All",), ("All",)), "ads by day, age and gender": (_AGES, _GENDERS)}
_SIZES = (1000, 10_000, 100_000)


def measure() -> dict[str, Any]:
    """Every export in a process of its own, so that its memory is its own."""
    load = os.getloadavg()[0]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        rows = [pool.submit(_one, form, size).result() for form in _FORMS for size in _SIZES]
    return {"load_before": load, "rows": rows}


def _one(form: str, size: int) -> dict[str, Any]:
    content = (_COLUMNS + "".join(islice(_rows(*_FORMS[form]), size))).encode()
    read_export(BytesIO(content[: content.index(b"\n", 20_000) + 1]))  # what is loaded once per process
    before = _peak()
    wall, cpu = time.perf_counter(), time.process_time()
    export = read_export(BytesIO(content))
    read = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "memory": _peak() - before}
    stored = _import(content) | {"import_memory": _peak() - before}
    return {"form": form, "rows": size, "bytes": len(content), "periods": len(export.periods), "read": read, **stored}


def _rows(ages: tuple[str, ...], genders: tuple[str, ...]) -> Iterator[str]:
    for number in range(10**6):
        for day in (_BEGIN + timedelta(days) for days in range(_DAYS)):
            for age, gender in product(ages, genders):
                at = (number * 7919 + day.toordinal() * 104_729 + len(age + gender)) % 9973
                yield (
                    f"{day},{day},Campaign {number % 40},Ad set {number % 200},Kettle — hook {number} bp_001,"
                    f"{120201 * 10**9 + number},{age},{gender},{at / 97:.2f},{at},{at // 50},{at // 40},{at // 900},"
                    f"{at / 31:.2f},{at // 2},1.98,0.41\n"
                )


def _import(content: bytes) -> dict[str, Any]:
    """The whole import, stored for the first time and then again."""
    with open_folder() as home:
        server = EmbeddedPostgres(home)
        server.start()
        try:
            database = Database(server.url)
            migrate(database)
            importing = InsightsImport(database, SystemClock())
            seconds = [_timed(importing, content) for _ in range(2)]
            database.dispose()
        finally:
            server.stop()
    return {"import": seconds[0], "again": seconds[1]}


def _timed(importing: InsightsImport, content: bytes) -> float:
    begun = time.perf_counter()
    importing.run(BytesIO(content), ImportOrder("bench"))
    return time.perf_counter() - begun


def _peak() -> int:
    """Of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def table(figures: Mapping[str, Any]) -> str:
    names = (
        "export",
        "rows",
        "size",
        "ads by period",
        "reading",
        "rows a CPU second",
        "memory",
        "import",
        "memory",
        "again",
    )
    measured = f"Measured {figures['measured_at']}; load before it: {figures['load_before']:.1f}."
    return f"{markdown_table(names, figures['rows'], _cells)}\n\n{measured}"


def _cells(row: Mapping[str, Any]) -> list[str]:
    read = row["read"]
    return [
        row["form"],
        f"{row['rows']:,}",
        f"{row['bytes'] / 1e6:.1f} MB",
        f"{row['periods']:,}",
        f"{read['wall']:.2f} s ({read['cpu']:.2f} s CPU)",
        f"{row['rows'] / read['cpu']:,.0f}",
        f"{read['memory'] / 2**20:.0f} MiB",
        f"{row['import']:.2f} s",
        f"{row['import_memory'] / 2**20:.0f} MiB",
        f"{row['again']:.2f} s",
    ]
