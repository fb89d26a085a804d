import numpy as np

from lab import show
from lab.models import load_pocket_vgg19
from lab.scenes import scene
from reference_solutions.cells.blurred_baseline import blurred_baseline
from reference_solutions.cells.integrated_gradients import integrated_gradients
from reference_solutions.cells.max_distance_baseline import max_distance_baseline
from reference_solutions.cells.random_baseline import random_baseline_integrated_gradients

model, cuda, STEPS = load_pocket_vgg19(), False, 2
pictures = {"elephant": scene(1, classes=(386,)).image, "shark": scene(3, classes=(2,)).image}
targets = {"elephant": 386, "shark": 2}

# %%
with show.needs("compare_baselines"):
    ### BEGIN SOLUTION
    attributions = {}
    for name, image in pictures.items():
        target = targets[name]
        starts = {"blurred, σ = 20": blurred_baseline(image, 20), "max distance": max_distance_baseline(image)}
        attributions[name] = {
            "black": integrated_gradients(image, model, target, None, STEPS, cuda),
            "random, mean of 5": random_baseline_integrated_gradients(image, model, target, STEPS, 5, cuda),
        } | {kind: integrated_gradients(image, model, target, start, STEPS, cuda) for kind, start in starts.items()}

    rows = {
        name: {kind: show.attribution_map(part) for kind, part in maps.items()} for name, maps in attributions.items()
    }
    images = np.stack(list(pictures.values()))
    show.maps_of_classes(images, rows, "Integrated gradients from four baselines", same_scale=True)
    ### END SOLUTION
