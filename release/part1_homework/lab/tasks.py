"""The graded tasks: the name that each asks for, and the tasks whose names it may call."""

from typing import NamedTuple


class Task(NamedTuple):
    name: str  # the task's id, nbgrader's grade_id of the solution cell
    defines: str  # the Python name that is judged
    needs: tuple[str, ...] = ()  # tasks that its code may call by name: right ones are put in while it is judged
    assignment: str = "part1"
    by_chance: tuple[str, ...] = ()  # values of its answer that hang on random numbers: others than ours are as right


TASKS = {
    task.name: task
    for task in (
        Task("pre_processing", "pre_processing"),
        Task("predict", "predict"),
        Task("backprop", "calculate_outputs_and_gradients", ("pre_processing", "predict")),
        Task("saliency_map", "saliency_map"),
        Task("vgg_hook", "VGG", ("pre_processing", "predict")),
        Task("pool_gradients", "pool_gradients"),
        Task("grad_cam_heatmap", "grad_cam_heatmap"),
        Task("integrated_gradients", "integrated_gradients", ("pre_processing", "predict", "backprop")),
        Task(
            "random_baseline",
            "random_baseline_integrated_gradients",
            ("pre_processing", "predict", "backprop", "integrated_gradients"),
            by_chance=("attribution", "points"),
        ),
        Task("blurred_baseline", "blurred_baseline", assignment="part1_homework"),
        Task("max_distance_baseline", "max_distance_baseline", assignment="part1_homework"),
    )
}
