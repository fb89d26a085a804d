"""Copies are listed, also under other names; what everybody writes is not, and a page shows both sources harmlessly."""

import pytest

from autograder.reports.likeness import alike
from autograder.reports.likeness_page import page

ODD = """def f(values, weights):
    total = 0
    for place, value in enumerate(values):
        if place % 3 == 1 and value > 7:
            total += value * weights[place] - 2
        else:
            total -= value // 5 + weights[-place]
    return total / (len(values) or 1)
"""
RENAMED = """def f(a, b):
    # my own idea
    s = 0
    for i, x in enumerate(a):

        if i % 4 == 1 and x > 9:
            s += x * b[i] - 3
        else:
            s -= x // 6 + b[-i]
    return s / (len(a) or 1)
"""
IDIOM = """def f(values, weights):
    result = sum(value * weight for value, weight in zip(values, weights, strict=True))
    return result / sum(weights)
"""
OTHERS = [
    "def f(a, b):\n    return float(np.dot(np.asarray(a), np.asarray(b)) / np.sum(b))\n",
    "def f(a, b):\n    out = 0.0\n    while a:\n        out = out + a.pop() * b.pop()\n    return out\n",
    "def f(a, b):\n    return np.average(a, weights=b)\n",
    "def f(a, b):\n    a, b = np.array(a), np.array(b)\n    c = a * b\n    d = c.sum()\n    e = b.sum()\n    return d / e\n",
]
CLASS = {f"s{number}": text for number, text in enumerate(OTHERS)}


@pytest.mark.parametrize("copy", [ODD, RENAMED, f"# first\n{RENAMED}\nprint(f([1], [2]))\n"], ids=["same", "renamed", "around"])
def test_a_copy_is_listed_whatever_its_names(copy):
    (pair,) = alike("f", CLASS | {"ada": ODD, "ben": copy}, [])
    assert pair.students == ("ada", "ben") and pair.share > 0.9 and pair.typical < 0.2


def test_half_of_an_answer_is_listed():
    half = "\n".join(RENAMED.splitlines()[:8]) + "\n    print(s)\n    return {'k': [j for j in b], **{}}['k'][0]\n"
    assert [pair.students for pair in alike("f", CLASS | {"ada": ODD, "ben": half}, [])] == [("ada", "ben")]


def test_what_samples_hold_is_nobodys():
    assert alike("f", CLASS | {"ada": IDIOM, "ben": IDIOM}, []) != []
    assert alike("f", CLASS | {"ada": IDIOM, "ben": IDIOM}, [IDIOM]) == []
    assert alike("f", CLASS | {"ada": ODD, "ben": RENAMED}, [IDIOM, ODD]) == []


def test_what_many_write_is_an_idiom():
    assert alike("f", CLASS | {f"t{number}": IDIOM for number in range(6)}, []) == []


def test_a_class_of_its_own_minds_is_not_listed():
    assert alike("f", CLASS | {"ada": ODD}, []) == []


def test_code_that_is_no_python_is_compared_all_the_same():
    broken = ODD.replace("return", "retrun (") + "'"
    (pair,) = alike("f", CLASS | {"ada": broken, "ben": broken}, [])
    assert pair.students == ("ada", "ben")


def test_written_answers_are_compared_by_their_words():
    text = "The gradient says how the score would change if this pixel became a little brighter, and nothing of what is there."
    other = "A map is made of derivatives. Zero does not mean unimportant, since a unit may be saturated where we look at it."
    (pair,) = alike("why", {"ada": text, "ben": text.upper() + " I think so.", "cleo": other}, [], written=True)
    assert pair.students == ("ada", "ben")
    assert alike("why", {"ada": text, "ben": text}, [text], written=True) == []


@pytest.mark.parametrize("answers", [{}, {"ada": ODD}, {"ada": "", "ben": ""}])
def test_few_and_empty_answers(answers):
    assert alike("f", answers, []) == []


def test_the_page_shows_both_and_runs_nothing():
    evil = ODD + "x = '<script>alert(1)</script>'\n"
    pairs = alike("f", CLASS | {"ada": evil, "<b>ben": RENAMED}, [])
    text = page("Alike", pairs, {"f": {"ada": evil, "<b>ben": RENAMED}})
    assert "<script" not in text and "<b>ben" not in text and "&lt;script&gt;" in text
    assert "<mark>        if i % 4 == 1 and x &gt; 9:</mark>" in text and "    # my own idea" in text
