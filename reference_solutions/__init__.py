"""The reference answer of every task: one pure function per file, its formula and source on top.

Each has the name and the positional arguments that the assignment asks of students, so that it can be asked the same
questions; what only the grader needs (dtype, batch size, random generator) follows as keywords. `cells/` holds the same
tasks as a student would solve them, for the instructor's notebook.
"""

from collections.abc import Callable

from reference_solutions.backprop import calculate_outputs_and_gradients
from reference_solutions.baselines import blurred_baseline, max_distance_baseline
from reference_solutions.grad_cam import grad_cam_heatmap, pool_gradients
from reference_solutions.integrated_gradients import integrated_gradients, random_baseline_integrated_gradients
from reference_solutions.pre_processing import pre_processing
from reference_solutions.predict import predict
from reference_solutions.saliency_map import saliency_map
from reference_solutions.vgg_hook import VGG

REFERENCES: dict[str, Callable] = {
    "pre_processing": pre_processing,
    "predict": predict,
    "backprop": calculate_outputs_and_gradients,
    "saliency_map": saliency_map,
    "vgg_hook": VGG,
    "pool_gradients": pool_gradients,
    "grad_cam_heatmap": grad_cam_heatmap,
    "integrated_gradients": integrated_gradients,
    "random_baseline": random_baseline_integrated_gradients,
    "blurred_baseline": blurred_baseline,
    "max_distance_baseline": max_distance_baseline,
}
