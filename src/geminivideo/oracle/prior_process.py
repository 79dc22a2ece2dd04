"""The process that trains one prior: `python -m geminivideo.oracle.prior_process NAME SIZE TARGET`.

SIZE is a `PriorSize` as JSON. Progress goes to stdout, a line at a time; the model goes to the file TARGET.
"""

import json
import sys
from pathlib import Path

from geminivideo.oracle.artifacts import pack
from geminivideo.oracle.engines.base import Effort
from geminivideo.oracle.model import ModelName
from geminivideo.oracle.prior_training import PriorSize, train_prior
from geminivideo.oracle.training_process import tell


def main() -> None:
    name, target = ModelName(sys.argv[1]), Path(sys.argv[3])
    size = json.loads(sys.argv[2])
    model = train_prior(name, PriorSize(size["rows"], Effort(**size["effort"])), tell)
    pack(model, target, target.parent)


if __name__ == "__main__":
    main()
