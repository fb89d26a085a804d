"""What nbgrader knows in everybody's server: the course, the exchange, and that the Hub says who is in the course."""

import os

from nbgrader.auth import JupyterHubAuthPlugin

c = get_config()  # noqa: F821 - traitlets puts it here

c.CourseDirectory.course_id = os.environ["COURSE"]
c.Exchange.root = os.environ["COURSE_EXCHANGE"]
c.Exchange.path_includes_course = True
c.Authenticator.plugin_class = JupyterHubAuthPlugin
# Whose a submission is stands in the folder that it is collected from. Without accounts all files have one owner, and
# nbgrader would call every submission an attempt to cheat.
c.ExchangeCollect.check_owner = os.environ["HUB_MODE"] == "unix"
