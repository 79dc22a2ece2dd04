#!/usr/bin/env bash
# Puts exactly the packages of a hashed requirement file, and this project, into VENV.
set -euo pipefail
venv=$1 tool=$2 requirements=$3

echo "Installing $requirements"
sync() {
  VIRTUAL_ENV=$venv "$tool/bin/uv" pip sync --quiet --compile-bytecode --require-hashes "$requirements"
}
with_pip() {
  echo "The fast installer could not do it; trying pip, which honours pip's own configuration." >&2
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$requirements"
}
sync || with_pip
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
