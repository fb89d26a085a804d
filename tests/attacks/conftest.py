"""The arena, made once for all the attacks of a process."""

import warnings
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.attacks.holding", "tests.attacks.class_round")

from tests.attacks.arena import Arena, new_arena  # noqa: E402 - what it imports is to be rewritten

collect_ignore_glob = ["*/*"]  # the attacks themselves


@pytest.fixture(scope="session")
def arena(tmp_path_factory) -> Iterator[Arena]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's and SQLAlchemy's own
        made = new_arena(tmp_path_factory.mktemp("arena"))
    with pytest.MonkeyPatch.context() as patch, made.closing:
        patch.setenv("GRADERS_PASSWORD", made.secrets["environment"])
        patch.setenv("HOME", str(made.root / "home"))
        yield made
