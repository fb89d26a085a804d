"""Attacks by the notebook's file, and by what lies beside it, on a class that nbgrader grades."""

import pytest

from tests.attacks.attack import Attack, attacks
from tests.attacks.class_round import ClassRound, asked_for, grade_class, hold

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graded(arena, request) -> ClassRound:
    return grade_class(arena, asked_for(request))


@pytest.mark.parametrize("attack", attacks("notebook_file"), ids=lambda attack: attack.id)
def test_it_comes_to_nothing(attack: Attack, graded):
    hold(attack, graded)
