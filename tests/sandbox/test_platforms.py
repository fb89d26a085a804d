"""What the doctor says of the places where students write: what is right there and may fail here, and what is done about it."""

from autograder.course_toml import Platform
from autograder.sandbox.platforms import as_numbers, differences
from autograder.sandbox.selftest import examine, format_test_results, healthy

INSTALLED = {"numpy": "2.4.6", "torch": "2.15.0+cu132", "tqdm": "4.70.1", "matplotlib": "3.11.2"}


def of(python: str = "", **versions: str) -> list[str]:
    """What is said of one platform, by a machine with Python 3.11."""
    found = differences([Platform("there", python, versions)], "3.11.7", lambda package: INSTALLED.get(package, ""))
    return [f"{each.what}: {each.found}; {each.fix}" for each in found]


def test_a_newer_python_is_said_with_what_is_done():
    (line,) = of("3.13")
    assert line.startswith("students on there have Python 3.13: this machine has 3.11, and cannot read all that they may write")
    assert "waits for a person" in line


def test_the_same_python_or_an_older_one_is_not_said():
    assert of("3.11") == of("3.10") == of("3.9") == of("") == []


def test_names_that_went_are_said_with_what_is_done():
    (line,) = of(numpy="2.1.3")
    assert line.startswith("students on there have numpy 2.1.3: this machine has 2.4.6, from which ")
    assert "numpy.trapz, numpy.in1d" in line
    assert "put back for their notebooks" in line
    assert "float_" not in line, "their version has lost it, too"


def test_names_that_are_not_put_back_wait_for_a_person():
    (line,) = of(torch="2.11.0")
    assert "torch.Tensor.align_as" in line
    assert line.endswith("are not: what needs one waits for a person")


def test_a_version_that_took_nothing_away_is_not_said():
    assert of(tqdm="4.60", numpy="2.4.0", matplotlib="3.11.0", torch="2.15.0") == []
    assert of(numpy="3.0") == [], "newer than here"


def test_an_old_numpy_has_lost_much():
    (line,) = of(numpy="1.26.4")
    assert int(line.partition("from which ")[2].split()[0]) > 80
    assert " more are put back" in line


def test_a_package_that_is_not_here_is_said():
    assert of(seaborn="0.13.2") == [
        "students on there have seaborn 0.13.2: this machine has none; install it from constraints.txt"
    ]


def test_versions_compare_as_numbers():
    assert as_numbers("2.15.0+cu132") == (2, 15, 0) > as_numbers("2.9.1") > as_numbers("2.9") > as_numbers("2")


def test_the_doctor_says_it_and_is_content(monkeypatch):
    """Differences are to be known; students' code can be run all the same."""
    findings = [each for each in examine() if "students on" in each.what]
    assert {each.what.split()[2] for each in findings} <= {"colab", "laptop"}
    assert any("numpy 2.1.3" in each.what for each in findings)
    assert healthy(findings)
    assert "how to fix it: numpy.trapz, numpy.in1d" in format_test_results(findings)
