"""What nbgrader knows in a student's server. An instructor's own server is the same: there the course is tried as a student."""

import os

c = get_config()  # noqa: F821 - traitlets puts it here

# The name that the Hub knows, not the account's: without accounts all have one, and some hubs call it jupyter-NAME.
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
