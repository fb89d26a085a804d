"""Attacks by the feedback page: what a student's notebook puts into it neither runs nor loads nor covers anything."""

import pytest

from tests.attacks.attack import Attack, attacks
from tests.attacks.class_round import HONEST, ClassRound, asked_for, grade_class, hold, quietly
from tests.attacks.page import dangers, words

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graded(arena, request) -> ClassRound:
    made = grade_class(arena, asked_for(request))
    with quietly():
        made.course.generate_feedback("part1", HONEST[0])
    return made


@pytest.mark.parametrize("attack", attacks("feedback"), ids=lambda attack: attack.id)
def test_it_earns_nothing(attack: Attack, graded):
    hold(attack, graded)


@pytest.mark.parametrize("attack", attacks("feedback"), ids=lambda attack: attack.id)
def test_nothing_of_it_lives_in_the_page(attack: Attack, graded):
    page, plain = graded.page(graded.students[attack.id]), graded.page(HONEST[0])
    assert dangers(page) - dangers(plain) == set()
    # whatever the notebook opens, the verdicts on all its tasks can still be read
    assert "grad_cam_heatmap: 4 of 4 points" in words(page)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x()</script>",
        "<p onclick='x()'>y</p>",
        "<a href=' java&#9;script:x()'>y</a>",
        "<img src='//127.0.0.1/y.png'>",
        "<p style='background: url(http://127.0.0.1/y.png)'>y</p>",
        "<p style='position:fixed'>y</p>",
        "<style>p { display: none }</style>",
        "<iframe srcdoc=y></iframe>",
        "<base href=y>",
        "<meta http-equiv=refresh content='0;url=y'>",
        "<svg><a xlink:href='javascript:x()'>y</a></svg>",
    ],
)
def test_the_search_finds_what_it_looks_for(markup):
    assert dangers(f"<!DOCTYPE html><html><body>{markup}</body></html>") != set()
