#!/usr/bin/env bash
# Makes the virtual environment VENV with the machine's own Python and puts the pinned installer into TOOL.
set -euo pipefail
venv=$1 tool=$2

find_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "geminivideo needs Python 3.11 or newer, and none was found." >&2
  echo "Next step: install one, or name it: make PYTHON=/path/to/python3 demo" >&2
  return 1
}

python=$(find_python)
echo "Setting up $venv with $("$python" --version)"
for folder in "$venv" "$tool"; do
  if ! "$python" -m venv "$folder"; then
    echo "This Python cannot make virtual environments." >&2
    echo "Next step: install its venv module (Debian and Ubuntu: the package python3-venv)." >&2
    exit 1
  fi
done
"$tool/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
  -r requirements/installer.txt
