# points: 6
import numpy as np

from lab import show
from lab.models import load_pocket_vgg19
from lab.progress import progress
from lab.scenes import scene
from reference_solutions.cells.blurred_baseline import blurred_baseline
from reference_solutions.cells.integrated_gradients import integrated_gradients
from reference_solutions.cells.max_distance_baseline import max_distance_baseline

model, cuda, STEPS = load_pocket_vgg19(), False, 2
pictures = {"elephant": scene(1, classes=(386,)).image, "shark": scene(3, classes=(2,)).image}
targets = {"elephant": 386, "shark": 2}


def uniform_baseline(img):
    return np.random.uniform(0, 255, img.shape)


def gaussian_baseline(img, sigma):
    return np.clip(img + np.random.normal(0, sigma, img.shape), 0, 255)


def from_baselines(image, target, starts):
    return np.mean([integrated_gradients(image, model, target, start, STEPS, cuda) for start in starts], axis=0)


# %%
with show.needs("compare_baselines"), progress(model, len(pictures) * 8 * STEPS, "your maps"):
    ### BEGIN SOLUTION
    # Marking guide, in six equal parts. A part is given whole, by half, or not.
    # 1. Two images at least, each shown beside its maps; the class that is explained is the one of the picture.
    # 2. Black and random are there, random as the average of five or more (half for a single draw).
    # 3. Two alternatives, each computed from a baseline that fits its name (half for one).
    # 4. Fair: for one image the same class, the same number of steps, the same way from attributions to a map.
    # 5. One colour scale for all maps of an image, with its bar (half where the scale is common and the bar is missing).
    # 6. Readable: every panel named, nothing cut off; two or three lines say what can be seen, without claiming more.
    # Any two alternatives will do, and any drawing program. No marks for or against the look of the maps.
    # Two typical weak figures:
    # - One image, four maps, each on its own colour scale, no names: parts 2 and 3 in full, 1 by half, 4 in full: 7 of 12.
    # - Two images, black, one random draw, blurred with sigma 1 and "max distance" made with one value for the whole picture;
    #   one scale, names, a sentence "blur is best": 1, 4, 5 in full, 2, 3 and 6 by half: 9 of 12.
    starts = {
        name: {
            "black": [np.zeros_like(picture)],
            "random, mean of 5": [uniform_baseline(picture) for _ in range(5)],
            "blurred, σ = 20": [blurred_baseline(picture, 20)],
            "max distance": [max_distance_baseline(picture)],
            "Gaussian, σ = 64": [gaussian_baseline(picture, 64) for _ in range(5)],
        }
        for name, picture in pictures.items()
    }
    attributions = {
        name: {kind: from_baselines(pictures[name], targets[name], used) for kind, used in kinds.items()}
        for name, kinds in starts.items()
    }
    rows = {name: {kind: show.attribution_map(part) for kind, part in maps.items()} for name, maps in attributions.items()}
    images = np.stack(list(pictures.values()))
    show.maps_of_classes(images, rows, "Integrated gradients from five baselines", same_scale=True)
    # What can be seen: the maps from noise are spread over the picture, the blurred one keeps to edges. See question 3.
    ### END SOLUTION
