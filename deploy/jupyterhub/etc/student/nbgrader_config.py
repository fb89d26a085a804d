"""What nbgrader knows in a student's server. An instructor's own server is the same: there the course is tried as a student."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import validating  # beside this file

validating.install()  # the Validate button says what `check` says

c = get_config()  # noqa: F821 - traitlets puts it here

# The name that the Hub knows, not the account's: without accounts all have one, and some hubs call it jupyter-NAME.
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]

c.Execute.timeout = 300  # seconds for a cell; nbgrader's 30 are too few for a busy hub
c.Validator.ignore_checksums = True  # tests are put in place anyway; an edited cell must not hide what they say
