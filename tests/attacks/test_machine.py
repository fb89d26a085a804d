"""Attacks on the machine: its files, processes, network and resources, and on whoever is graded next."""

import pytest

from tests.attacks.attack import Attack, attacks
from tests.attacks.holding import hold

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("attack", attacks("host", "network", "resources", "persistence"), ids=lambda attack: attack.id)
def test_it_comes_to_nothing(attack: Attack, arena):
    hold(attack, arena)
