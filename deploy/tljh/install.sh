#!/usr/bin/env bash
# The course into The Littlest JupyterHub, once, as root; the checkout lies where all can read it, /srv/feature-attribution, say.
# Not run on TLJH itself; docs/tljh.md says what was tried of it.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
course=feature_attribution grader=grader-feature_attribution

# what notebooks import, and nbgrader, into the environment of the users; the course's own packages are not among it
/opt/tljh/user/bin/python "$here/deploy/tljh/requirements.py" > /tmp/course-requirements.txt
/opt/tljh/user/bin/python -m pip install -c "$here/constraints.txt" -r /tmp/course-requirements.txt

id "$grader" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$grader"
install -d -m 700 -o "$grader" -g "$grader" "/home/$grader" "/home/$grader/$course" "/home/$grader/code"
install -d -m 777 /srv/exchange
cp "$here/nbgrader_config.py" "/home/$grader/$course/"
test -e "/home/$grader/$course/source" || cp -rL "$here/source" "/home/$grader/$course/"
cp -r "$here"/{autograder,selfcheck,lab,reference_solutions,data} "/home/$grader/code/"
install -D -m 644 "$here/lessons/course.toml" "/home/$grader/code/lessons/course.toml"
chown -R "$grader:" "/home/$grader"
# of the checkout and its history students may read what notebooks need, and no more
PYTHONPATH="$here/deploy/jupyterhub" /opt/tljh/user/bin/python -c 'import prepare; prepare.close_checkout()'

ln -sf "$here/deploy/tljh/course.py" "/opt/tljh/config/jupyterhub_config.d/$course.py"
tljh-config reload
