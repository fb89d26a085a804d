"""Whatever is killed, the same command again finishes what is missing: a small variant of benchmarks/killing.py."""

import pytest

from benchmarks import killing

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning", "ignore::DeprecationWarning")


@pytest.mark.slow
@pytest.mark.long
def test_nothing_is_lost_or_doubled_when_anything_is_killed(tmp_path):
    came, faults = killing.trial(kills=6, students=6, seed=3, where=tmp_path)
    assert came.kills.total() >= 6
    assert faults == []


def test_the_trial_sees_a_lost_mark_a_changed_one_and_a_lost_notebook(tmp_path, monkeypatch):
    """So that it can fail at all."""
    calm, shaken = (killing.course_with(tmp_path / name, 2) for name in ("calm", "shaken"))
    for course in (calm, shaken):
        killing.grade_here(course)
    assert killing.differences(calm, shaken) == []
    with shaken.gradebook() as gradebook:
        gradebook.find_grade("test_blurred_baseline", "baselines", killing.HOMEWORK, "s0000_right").auto_score = 1
        gradebook.db.commit()
    (shaken.root / "autograded" / "s0001_wrong" / killing.HOMEWORK / "baselines.ipynb").unlink()
    found = killing.differences(calm, shaken)
    assert len(found) == 2
    assert found[0].startswith("s0000_right: ")
    assert found[1] == "s0001_wrong: another notebook: there is none"
