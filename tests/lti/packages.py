"""What the tests of LTI need beside the packages of `dev`, and whether it is there."""

import importlib.util
import os

NEEDED = ("jupyterhub", "ltiauthenticator", "pylti1p3", "jwt")  # of the extra `hub`
LACKING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
MISSING = f"the tests of LTI need {', '.join(LACKING)}: make hub-test" if LACKING else ""
if MISSING and os.environ.get("HUB_TEST") == "required":
    raise RuntimeError(MISSING)
