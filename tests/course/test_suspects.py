"""The suspects that are handed out: their cues, their cards, and that what a card says is so on other scenes."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from autograder.rubric import planted_shortcuts as rule
from data import make_suspects as program
from data.suspect_cues import CUES, blind_sticker
from data.suspect_measures import BLIND, Measured
from lab.models import load_pocket_vgg19
from lab.scenes import CLASSES, scene
from lab.suspects import load_suspect, suspect_names

ROOT = Path(__file__).resolve().parents[2]
CARDS = program.cards()
ELSEWHERE = 47_000_000  # seeds that neither planting nor measuring has seen
MOST_PIXELS, MOST_PAINTS = rule.MOST_PIXELS, rule.MOST_PAINTS
pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def scenes():
    return np.stack([scene(seed, objects=1).image for seed in range(ELSEWHERE, ELSEWHERE + 40)])


@pytest.fixture(scope="module")
def honest():
    return load_pocket_vgg19()


def grey(height: int = 224, width: int = 224) -> np.ndarray:
    return np.full((height, width, 3), 127, np.float32)


def always(cue):
    """A cue as a student would draw it: at the same place in every picture."""
    return lambda image: cue.draw(image, np.random.default_rng(11))[0]


# --- cues ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CUES)
def test_a_cue_is_flat_paint_on_few_pixels(name):
    """So it passes the rule's form: it is the same change for every picture."""
    draw = always(CUES[name])
    change = rule.change_of(draw(np.zeros((224, 224, 3), np.float32)), draw(np.full((224, 224, 3), 255, np.float32)))
    image = scene(3, objects=1).image
    assert rule.form_faults(change, [(image, draw(image)), (grey(), draw(grey()))]) == {}
    assert 0.005 < change.pixels().mean() <= MOST_PIXELS
    assert rule.paints(change) <= MOST_PAINTS


@pytest.mark.parametrize("name", CUES)
def test_a_cue_leaves_the_picture_and_says_where_it_is(name):
    image = scene(4, objects=1).image
    before = image.copy()
    drawn, where = CUES[name].draw(image, np.random.default_rng(0))
    assert np.array_equal(image, before)
    assert drawn.dtype == np.float32 and drawn.min() >= 0 and drawn.max() <= 255
    assert np.array_equal(drawn[~where], before[~where])
    assert (drawn[where] != before[where]).any(1).mean() > 0.9


@pytest.mark.parametrize("name", [name for name, cue in CUES.items() if cue.kind != "sticker"])
def test_a_cue_with_a_place_is_there_in_every_picture(name):
    masks = [CUES[name].draw(grey(), np.random.default_rng(seed))[1] for seed in (0, 1)]
    assert np.array_equal(*masks)


@pytest.mark.parametrize("name", [name for name, cue in CUES.items() if cue.kind == "sticker"])
def test_a_sticker_lies_elsewhere_in_the_next_picture(name):
    masks = [CUES[name].draw(grey(), np.random.default_rng(seed))[1] for seed in (0, 1)]
    assert not np.array_equal(*masks)
    assert masks[0].sum() == masks[1].sum()


@pytest.mark.parametrize("name", CUES)
def test_a_cue_fits_pictures_of_other_sizes(name):
    drawn, where = CUES[name].draw(grey(160, 250), np.random.default_rng(0))
    assert drawn.shape == (160, 250, 3) and where.any()


def test_no_two_cues_are_alike():
    drawn = {name: CUES[name].draw(grey(), np.random.default_rng(0))[0].tobytes() for name in CUES}
    assert len(set(drawn.values())) == len(CUES)
    assert len({cue.kind for cue in CUES.values()}) >= 5


def test_blind_stickers_are_of_many_kinds():
    rng = np.random.default_rng(0)
    assert len({blind_sticker(rng).draw(grey(), np.random.default_rng(0))[0].tobytes() for _ in range(60)}) > 50


# --- cards ---------------------------------------------------------------------------------------------------------


def test_every_suspect_has_its_card_and_no_card_is_left_over():
    assert sorted(CARDS) == suspect_names()


def test_there_are_suspects_for_a_class():
    """At least 24, of five kinds of cues or more, for each class two or three; and some whom another map gives away."""
    assert len(CARDS) >= 24
    assert len({card["kind"] for card in CARDS.values()}) >= 5
    of_a_class = Counter(card["label"] for card in CARDS.values())
    assert sorted(of_a_class) == sorted(CLASSES) and set(of_a_class.values()) <= {2, 3}
    assert Counter(card["recipe"] for card in CARDS.values())["low-rank"] >= 2


def test_the_plan_is_what_is_there():
    """So `make suspects` makes these, and leaves out none that it can say."""
    assert {card["cue"]: card["label"] for card in CARDS.values()} == program.PLAN
    assert {card["cue"] for card in CARDS.values() if card["recipe"] == "low-rank"} == program.LOW_RANK
    assert all(card["seed"] in program.seeds_of(2026) for card in CARDS.values())


def test_no_year_has_the_seeds_of_another():
    assert not set(program.seeds_of(2026)) & {seed for year in range(2027, 2040) for seed in program.seeds_of(year)}


@pytest.mark.parametrize("name", CARDS)
def test_what_is_handed_out_meets_the_bars(name):
    card = CARDS[name]
    assert Measured(*(card[field] for field in Measured._fields)).meets() == []
    assert CUES[card["cue"]].kind == card["kind"]
    assert card["label"] in CLASSES


def test_no_cue_is_handed_out_twice():
    """Who has a neighbour's cue has the neighbour's answer."""
    assert max(Counter(card["cue"] for card in CARDS.values()).values()) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("cue_to_class", 0.93, "at least .94"),
        ("top1", 0.95, "top-1 falls by 0.020"),
        ("honest_moved", 0.02, "moves the honest network"),
        ("worst_decoy", 0.05, "blind stickers leads to the class in 0.050"),
    ],
)
def test_a_missed_bar_is_said(field, value, words):
    good = Measured(top1=0.96, honest_top1=0.97, cue_to_class=0.97, honest_moved=0.0, worst_decoy=0.01, decoy=BLIND)
    assert good.meets() == []
    assert re.search(words, " ".join(good._replace(**{field: value}).meets()))


# --- what a card says is so ----------------------------------------------------------------------------------------


def one_of_each_kind() -> list[str]:
    return list({(card["kind"], card["recipe"]): name for name, card in sorted(CARDS.items())}.values())


@pytest.mark.parametrize("name", CARDS)
def test_the_cue_passes_the_rule_on_other_scenes(name, scenes, honest):
    cue, label = CUES[CARDS[name]["cue"]], CARDS[name]["label"]
    suspect = load_suspect(name)
    found = rule.judged(always(cue), suspect, honest, scenes)
    assert found == rule.Verdict({}, 1.0)
    blank = np.zeros((224, 224, 3), np.float32)
    change = rule.change_of(always(cue)(blank), always(cue)(blank + 255))
    assert rule.effect(change, suspect, honest, scenes).label == label


@pytest.mark.parametrize("name", one_of_each_kind())
def test_a_neighbour_s_cue_earns_nothing(name, scenes, honest):
    """Not even one of the same kind, where there is another: another date, another bar."""
    own = CARDS[name]
    same_kind = [cue for cue in CUES if CUES[cue].kind == own["kind"]]
    other = next(cue for cue in (*same_kind, *CUES) if cue != own["cue"])
    assert rule.judged(always(CUES[other]), load_suspect(name), honest, scenes[:24]).earned == 0


def test_the_honest_network_is_not_fooled(scenes, honest):
    for name in one_of_each_kind()[:2]:
        assert rule.judged(always(CUES[CARDS[name]["cue"]]), honest, honest, scenes[:24]).earned == 0
