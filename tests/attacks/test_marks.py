"""Attacks on the marks: forged verdicts, stolen answers, and what torch lets a notebook bend."""

import pytest

from tests.attacks.attack import Attack, attacks
from tests.attacks.holding import hold

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("attack", attacks("verdict", "theft", "torch_specific"), ids=lambda attack: attack.id)
def test_it_comes_to_nothing(attack: Attack, arena):
    hold(attack, arena)
