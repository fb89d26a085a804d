"""Who may do what in a Hub with this course: its groups and its roles, whichever way the Hub was installed."""


def groups(course: str, students: list[str], instructors: list[str]) -> dict[str, dict[str, list[str]]]:
    """For JupyterHub.load_groups. nbgrader knows a course's people by groups of these names.

    The grader is among those who grade, since nbgrader asks the Hub which courses it has; nobody logs in as it.
    """
    return {
        f"formgrade-{course}": {"users": [*instructors, f"grader-{course}"]},
        f"nbgrader-{course}": {"users": [*students, *instructors]},
    }


def roles(course: str) -> list[dict]:
    """For JupyterHub.load_roles."""
    return [
        # nbgrader's lists ask the Hub with the token of a person's own server, which may little by itself
        {"name": "server", "scopes": ["inherit"]},
        {
            "name": f"formgrade-{course}",
            "groups": [f"formgrade-{course}"],
            "scopes": [f"access:services!service={course}", "list:services", f"read:services!service={course}"],
        },
        {
            "name": f"nbgrader-{course}",
            "groups": [f"nbgrader-{course}"],
            "scopes": ["list:services", f"read:services!service={course}"],
        },
        # in place of the admin's token that nbgrader's manual asks for: who is in which group, and this course's students
        {
            "name": f"service-{course}",
            "services": [course],
            "scopes": ["read:users:groups", "list:groups", "read:groups", f"groups!group=nbgrader-{course}"],
        },
    ]


def formgrader(course: str, url: str, command: list[str], home: str, environment: dict[str, str]) -> dict:
    """For JupyterHub.services: a server with the course's name, which all instructors share and nobody else reaches.

    Args:
        command: starts a single-user server.
        home: of the account grader-COURSE; the course directory is the folder COURSE in it.
        environment: JUPYTER_CONFIG_PATH, COURSE_EXCHANGE, HUB_MODE, and PYTHONPATH to the package `autograder`.
    """
    own = {"COURSE": course, "COURSE_ROOT": f"{home}/{course}", "JUPYTERHUB_DEFAULT_URL": "/formgrader"}
    own["JUPYTERHUB_USER"] = f"grader-{course}"  # nbgrader insists on it
    environment = {**environment, **own}
    return {"name": course, "url": url, "command": command, "cwd": home, "oauth_no_confirm": True, "environment": environment}
