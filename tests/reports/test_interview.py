"""Questions are about the student's own lines, of several kinds, and harmless on a page."""

from autograder.reports.interview import Work, interview_page, questions

CODE = {
    "f": "def f(x):\n    if x.ndim == 2:\n        x = x[None]\n    return x.max(axis=2)\n",
    "g": "def g(x):\n    total = 0\n    for row in x:\n        total += f(row) * 2\n    return total\n",
}
WORDS = {"why": "The gradient is local. A saturated unit has none although the pixel matters a lot to the class."}
FAILED = [("f", "The image is left as it is.")]
FIGURES = {"own_1": "plt.imshow(f(image))"}


def test_five_questions_of_five_kinds_on_own_lines():
    asked = questions(Work(CODE, WORDS, FAILED, FIGURES))
    assert len(asked) == 5 and len({one.kind for one in asked}) == 5
    assert {"check", "figure", "words"} <= {one.kind for one in asked}
    own = "".join([*CODE.values(), *WORDS.values(), *FIGURES.values()])
    assert all(one.quote and one.quote in own for one in asked), [one.quote for one in asked]


def test_code_alone_gives_five_too():
    asked = questions(Work(CODE, {}, [], {}))
    assert len(asked) == 5 and {one.task for one in asked} == {"f", "g"}
    assert any("axis=2" in one.text for one in asked) and any("x.ndim == 2" in one.text for one in asked)


def test_three_lines_give_five():
    asked = questions(Work({"f": "def f(x, y):\n    return tuple(np.polyfit(x, y, 1))\n\n\ndef g(x):\n    return x"}, {}, [], {}))
    assert len(asked) == 5 and len({one.text for one in asked}) == 5


def test_other_code_gives_other_questions():
    assert questions(Work({"f": CODE["f"]}, {}, [], {})) != questions(Work({"f": CODE["g"]}, {}, [], {}))


def test_what_does_not_parse_is_asked_about_as_a_whole():
    (one,) = questions(Work({"f": "def f(:"}, {}, [], {}))
    assert one.quote == "def f(:"


def test_nothing_gives_nothing():
    assert questions(Work({}, {"why": "No."}, [], {})) == []


def test_the_page_runs_nothing():
    page = interview_page("<b>", questions(Work({"f": "x = f('<script>')"}, {}, [("f", "<img src=x>")], {})))
    assert "<script" not in page and "<img" not in page and "<b>:" not in page and "&lt;script&gt;" in page
