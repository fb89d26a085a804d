"""What each case costs beside what it alone tells apart."""

from autograder.audit import case_costs
from autograder.audit.case_costs import alone_on, table
from autograder.cli import main

TASK = "max_distance_baseline"


def test_a_case_tells_alone_what_no_other_tells():
    distances = {
        "told by all": {1: 5.0, 2: 7.0, 3: 2.0}.__getitem__,
        "told by the second": {1: 0.5, 2: 7.0, 3: 1.0}.__getitem__,
        "told by none": {1: 0.0, 2: 0.0, 3: 0.9}.__getitem__,
        "told by the third, of another kind": {1: 0.0, 2: 0.0, 3: float("inf")}.__getitem__,
    }
    assert alone_on([1, 2, 3], distances) == {
        1: [],
        2: ["told by the second"],
        3: ["told by the third, of another kind"],
    }


def test_the_table_has_a_line_for_each_case_and_its_share(monkeypatch):
    monkeypatch.setattr(case_costs, "milliseconds", lambda task, number: 2.0)
    head, columns, *lines = table(TASK)
    assert head.startswith(f"{TASK}: what each case costs")
    assert columns.split()[:2] == ["case", "CPU"]
    assert [line.split()[0] for line in lines] == [str(case.number) for case in case_costs.all_cases(TASK)]
    assert all(line.split()[1] == "2.0" for line in lines)


def test_the_command_prints_costs_in_place_of_distances(capsys):
    assert main(["audit", "separation", TASK, "--cost"]) in (0, None)
    said = capsys.readouterr().out
    assert "from the nearest other mistake" not in said
    assert "CPU ms" in said
