"""Spearman's correlation of two maps."""

from collections.abc import Callable

from lab import drawn
from lab.map_recipes import map_noise, map_of
from lab.one_number import another_number, boxed, no_number, not_0
from selfcheck.task import Comparison, Task, has


def ask(function: Callable, recipe: dict) -> dict:
    return {"correlation": boxed(function(map_of(recipe["map"]), map_of(recipe["other_map"])))}


TASK = Task(
    defines="rank_correlation",
    ask=ask,
    visible=[
        {"about": "order", "map": map_noise(310, 6, 7), "other_map": map_noise(311, 6, 7)},
        {"about": "order", "map": map_noise(312, 5, 8), "other_map": map_noise(312, 5, 8, through="cube")},
        {"about": "order", "map": map_noise(312, 5, 8), "other_map": map_noise(312, 5, 8, through="minus")},
        {"about": "ties", "map": map_noise(313, 6, 7, levels=1), "other_map": map_noise(314, 6, 7, levels=2, dtype="int64")},
        {"about": "flat", "map": map_noise(310, 6, 7), "other_map": {"constant": 2.0, "shape": [6, 7]}},
    ],
    checks={
        "order": [
            Comparison("correlation", no_number, has(about="order")),
            Comparison("correlation", another_number, has(about="order")),
        ],
        "equal_values": [Comparison("correlation", another_number, has(about="ties"), rests_on=("order",))],
        "constant_map": [Comparison("correlation", not_0, has(about="flat"))],
    },
    draw={"correlation": drawn.nothing},
)
