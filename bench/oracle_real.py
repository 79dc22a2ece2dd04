"""The Oracle's engines on real ads and clicks, beside what is simpler: `python -m bench oracle_real`.

No row here was made by a generator of ours. What each part can show and what not stands in docs/benchmarks.md.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter
from typing import Any

from bench import oracle_real_account, oracle_real_bandit, oracle_real_samples, oracle_real_seeds
from bench.headlines import DATA
from bench.oracle_real_tables import table

__all__ = ["measure", "table"]
_PROCESSES = 2


def measure() -> dict[str, Any]:
    if not DATA.exists():
        sys.exit(f"The real ads are not on this machine: {DATA} is missing.")
    # JAX, which the engines train with, must not be forked; and a process per core is enough.
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    started = perf_counter()
    with ProcessPoolExecutor(_PROCESSES, multiprocessing.get_context("spawn")) as pool:
        bandit = pool.submit(oracle_real_bandit.measure)
        cutoffs = [pool.submit(oracle_real_account.cutoff, now) for now in reversed(oracle_real_account.CUTOFFS)]
        others = [pool.submit(oracle_real_account.otherwise, name) for name in oracle_real_account.OTHERS]
        samples = {name: pool.submit(oracle_real_samples.measure, name) for name in oracle_real_samples.SAMPLES}
        figures: Mapping[str, Any] = {
            "cutoffs": [job.result() for job in reversed(cutoffs)],
            "others": [job.result() for job in others],
            "bandit": bandit.result(),
            "samples": {name: job.result() for name, job in samples.items()},
            "seeds": oracle_real_seeds.measure(),
        }
    return {**figures, "seconds": perf_counter() - started}
