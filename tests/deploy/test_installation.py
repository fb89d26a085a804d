"""What each part of an installation brings."""

from benchmarks.installation import CUDA, PARTS, closure, main


def test_the_engine_alone_brings_no_torch():
    found, missing = closure(PARTS["engine alone"])
    assert {"nbgrader", "numpy", "matplotlib"} <= found
    assert not missing
    assert not {name for name in found if name in {"torch", "opencv-python-headless", "pandas"} or CUDA.match(name)}


def test_a_developer_has_what_a_grader_has():
    grader, _ = closure(PARTS["grader of this course"])
    developer, _ = closure(PARTS["developer"])
    assert "torch" in grader < developer


def test_the_table_has_a_row_for_each_part(capsys):
    main()
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.startswith(part) for row, part in zip(rows, PARTS, strict=True)] == [True] * len(PARTS)
