#!/usr/bin/env bash
# The suite on another Python, in an environment of its own, build/pythonX.Y: deploy/pythons/suite.sh python3.13 [what pytest is given]
set -euo pipefail
python=${1:?name a Python, for example python3.13}
shift
cd "$(dirname "$0")/../.."
environment=${ENVIRONMENT:-build/$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')}
if [ ! -e "$environment/installed" ] || [ pyproject.toml -nt "$environment/installed" ] || [ constraints.txt -nt "$environment/installed" ]; then
  "$python" -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt \
    -e '.[feature-attribution,dev]' --config-settings editable_mode=compat
  touch "$environment/installed"
fi
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
exec "$environment/bin/python" -m pytest -p no:cacheprovider "$@"
