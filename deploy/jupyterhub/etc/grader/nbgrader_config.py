"""The formgrader's own: where the course is. All its other settings stand in the course's nbgrader_config.py."""

import os

c = get_config()  # noqa: F821 - traitlets puts it here

c.CourseDirectory.root = os.environ["COURSE_ROOT"]
