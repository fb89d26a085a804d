# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Homework to part 1: which baseline?
#
# {badge}
#
# Integrated gradients explain the way from a baseline to an image. The baseline is a choice. In part 1 you saw that a
# black one is blind to black pixels. Here you compare it with others, in pictures *and* in numbers, and write down what
# you would choose and why. *An evening; about two to three hours.*
#
# **Read first**: Sundararajan, Taly & Yan 2017, [Axiomatic attribution for deep networks](https://arxiv.org/abs/1703.01365),
# and Sturmfels, Lundberg & Lee 2020, [Visualizing the impact of feature attribution baselines](https://distill.pub/2020/attribution-baselines/)
# (CC-BY; the baselines below are theirs, in our own words and in pixels 0..255).
#
# **To submit**: this notebook, with
# 1. three written answers, the first paragraphs of your report: *what I claim*, *by which measure*, *on which evidence*,
#    *where it fails*;
# 2. two functions that make baselines;
# 3. one figure: two alternatives beside the black and the random baseline, on at least two images.
#
# ## 0. Set the environment

# %% given="set_up"
{set_up}

# %% given="imports"
import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tqdm.auto import tqdm

from lab import show
from lab.check import check
from lab.images import load_image
from lab.models import class_name, load_pocket_vgg19, load_vgg19
from lab.scenes import scene

cuda = torch.cuda.is_available()
device = torch.device("cuda:0" if cuda else "cpu")
np.random.seed(0)
model = load_vgg19().to(device)  # to choose the small network: model = load_pocket_vgg19().to(device)
STEPS = 25  # steps of integrated gradients: enough to compare baselines; take 50 where you have the time

# %% [markdown]
# ### Your functions from part 1
#
# You have written integrated gradients already. Copy these five functions of yours into the next cell:
# `pre_processing`, `predict`, `calculate_outputs_and_gradients`, `integrated_gradients` and
# `random_baseline_integrated_gradients`. The cell is not graded here; mend in it what part 1's feedback told you to mend.

# %% own="my_functions"
# Copy here, from your part 1:
# pre_processing, predict, calculate_outputs_and_gradients, integrated_gradients, random_baseline_integrated_gradients

# %% [markdown]
# ### Two images
#
# Two drawn scenes, because for these we know where the object is (its **mask**). `pictures` holds the images
# `(H, W, 3)`, RGB in 0..255; `targets` the class to explain for each; `masks` where it is. Take others if you like.

# %% given="load_pictures"
scenes = {"elephant": scene(1, classes=(386,)), "shark": scene(3, classes=(2,))}
pictures = {name: drawn.image for name, drawn in scenes.items()}
targets = {name: drawn.labels[0] for name, drawn in scenes.items()}
masks = {name: drawn.masks[0] for name, drawn in scenes.items()}
# With VGG19 from ImageNet photographs are the better choice; the mask is then a disc in the middle:
# pictures, targets = {"cat": load_image("cat"), "coffee": load_image("coffee")}, {"cat": 281, "coffee": 967}
# masks = dict.fromkeys(pictures, np.hypot(*(np.indices((224, 224)) - 112)) < 75)

figure = show.images({f"{name}: {class_name(targets[name])}": image for name, image in pictures.items()})
with show.needs("your functions from part 1"):
    for name, image in pictures.items():
        probability = predict(pre_processing(image, cuda), model, targets[name], cuda)[1].item()
        print(f"{name}: probability of {class_name(targets[name])} is {probability:.3f}")

# %% [markdown]
# **Figure 1.** The two images and the classes that will be explained.
#
# ## 1. When are integrated gradients the better choice?
#
# It is often said that integrated gradients "give better results" than other maps. Better by which measure? You know
# several: the look; completeness; the share of the map inside the object's mask; and in section 4 the deletion curve.
#
# ### Question 1 (written, {points:why_integrated_gradients} points)
#
# **When, and by which measure, do integrated gradients serve better than the plain gradient and than Grad-CAM, and when
# do they not?** Use (a) what saturation does to each of the three, (b) the promise of completeness and what it does *not*
# promise, and (c) at least one measurement or observation of your own on one of the images, with its number or figure.
# 150 to 250 words.

# %% [markdown] written="why_integrated_gradients"

# %% [markdown]
# ## 2. What the baseline does
#
# A baseline says what "nothing to see" looks like. The next figure asks the same question three times, from three plain
# colours. The class, the network, and the image are the same.

# %% given="figure_plain_baselines" illustration=true
with show.needs("your functions from part 1"):
    rows = {}
    for name, image in tqdm(pictures.items(), desc="images"):
        plain = {colour: np.full_like(image, value) for colour, value in (("black", 0), ("grey", 127.5), ("white", 255))}
        rows[name] = {
            f"from {colour}": show.attribution_map(integrated_gradients(image, model, targets[name], start, STEPS, cuda))
            for colour, start in plain.items()
        }
    show.maps_of_classes(np.stack(list(pictures.values())), rows, "Three baselines", list(masks.values()), same_scale=True)

# %% [markdown]
# **Figure 2.** Integrated gradients from a black, a grey and a white baseline, one row for each image, one colour scale
# for each row. White lines: the outline of the object.
#
# ### Question 2 (written, {points:role_of_the_baseline} points)
#
# **What does the baseline stand for, and how does the choice enter the map?** Argue from the formula: which pixels can
# get no attribution at all, and how does the map depend on what lies *between* baseline and image? Show one effect in
# figure 2. Then decide: which baseline would you avoid for (i) X-ray pictures, in which black means air, and
# (ii) photographs taken at night? Give reasons, and say what you would use instead. 150 to 250 words.

# %% [markdown] written="role_of_the_baseline"

# %% [markdown]
# ## 3. Two other baselines
#
# ### Task: `blurred_baseline` ({points:blurred_baseline} points)
#
# *Nothing* could also mean: the same colours in the same places, but without detail. A **Gaussian blur** replaces each
# pixel by a weighted average of its neighbours; the weight falls with the distance $d$ like $e^{-d^2 / (2\sigma^2)}$.
# The standard deviation $\sigma$, in pixels, says how far a colour spreads.
#
# - **in:** `img`, `(H, W, 3)`, RGB in 0..255; `sigma`, a positive number in pixels.
# - **out:** an array `(H, W, 3)` in 0..255, each colour channel blurred on its own. `img` is not changed.
# - Any usual treatment of the borders is right. Cut the filter no nearer than three `sigma`.
#
# **On paper first.** A picture of one colour is not changed by any blur. A single white pixel on black becomes a round
# spot: with $\sigma = 1$ its centre is 255 / (2π) ≈ 40.6 and the next pixel $e^{-1/2}$ times that, 24.6. All
# values together are still 255.

# %% solution="blurred_baseline"

# %% test="blurred_baseline"

# %% given="figure_blurred" illustration=true
with show.needs("blurred_baseline"):
    spot = np.zeros((31, 31, 3), np.float32)
    spot[15, 15] = 255
    blurred = blurred_baseline(spot, 1)
    print(f"by hand: about 40.6, 24.6, 255   by code: {blurred[15, 15, 0]:.1f}, {blurred[15, 16, 0]:.1f}, {blurred[..., 0].sum():.0f}")
    first = next(iter(pictures.values()))
    show.images({"image": first} | {f"σ = {sigma}": blurred_baseline(first, sigma) for sigma in (3, 10, 30)}, "Blurred baselines")

# %% [markdown]
# **Figure 3.** An image and its blurred baselines. *Before you read on:* what happens to the attributions as $\sigma$
# goes to 0? (Look at both factors of the formula.)
#
# ### Task: `max_distance_baseline` ({points:max_distance_baseline} points)
#
# A baseline is blind where it has the image's own value. So take, at every value, the one that is **farthest away** in
# 0..255.
#
# - **in:** `img`, `(H, W, 3)`, RGB in 0..255.
# - **out:** an array `(H, W, 3)`: at each value (each colour of each pixel on its own) the farther of 0 and 255. Where
#   both are equally far, either is right. `img` is not changed.
#
# **On paper first.** The pixel (10, 200, 127) becomes (255, 0, 255).

# %% solution="max_distance_baseline"

# %% test="max_distance_baseline"

# %% given="figure_max_distance" illustration=true
with show.needs("max_distance_baseline"):
    print("by hand: 255, 0, 255   by code:", max_distance_baseline(np.float32([[[10, 200, 127]]])).ravel())
    show.images({name: max_distance_baseline(image) for name, image in pictures.items()}, "Maximum-distance baselines")

# %% [markdown]
# **Figure 4.** The farthest images. There is no blind pixel in them. Can you still see the object? Then ask yourself whether
# this baseline shows "nothing".
#
# > **Spot the bug: a claim to check.** The Gaussian baseline is the image plus normal noise of standard deviation
# > $\sigma$, *clipped* to 0..255. You read: "*as σ grows, it becomes uniform noise*". The next cell counts how many of its
# > values are exactly 0 or 255. Does it become uniform? What does it become?

# %% given="gaussian_baseline"
def gaussian_baseline(img, sigma):
    """The image (H, W, 3) plus normal noise, clipped to 0..255."""
    return np.clip(img + np.random.normal(0, sigma, img.shape), 0, 255)


rows = {}
for sigma in (16, 64, 255, 5000):
    noisy = gaussian_baseline(next(iter(pictures.values())), sigma)
    rows[f"σ = {sigma}"] = {"exactly 0 or 255": np.mean((noisy == 0) | (noisy == 255)), "mean": noisy.mean()}
print(show.table(rows))

# %% [markdown]
# ## 4. Measures
#
# Three numbers for a map, so that "better" can be argued about:
#
# - **completeness gap**: how far the sum of all attributions is from $\mathcal{F}(\mathbf{x}) - \mathcal{F}(\mathbf{x}')$.
#   It tests the *computation* (enough steps?), not the baseline: every baseline can meet it.
# - **share inside the mask**: how much of the map lies on the object, beside the object's share of the picture.
# - **deletion**: paint the pixels grey, the most attributed first, and watch the probability fall. The lower the mean of
#   this curve, the better the map has found what the network uses. (It depends on the colour of the paint; try another.)

# %% given="measures"
def probability_of(image, target):
    """The probability of a class for an image (H, W, 3)."""
    with torch.no_grad():
        return predict(pre_processing(np.float32(image), cuda), model, target, cuda)[1].item()


def completeness_gap(attributions, image, baseline, target):
    """| sum of attributions − (F(image) − F(baseline)) |."""
    return abs(attributions.sum() - (probability_of(image, target) - probability_of(baseline, target)))


def share_inside(attributions, mask):
    """The share of the map that lies inside the mask."""
    values = show.attribution_map(attributions)
    return values[mask].sum() / max(values.sum(), 1e-30)


def deletion_curve(attributions, image, target, shares, paint=127.5):
    """The probability after the most attributed share of the pixels has been painted over, for each share."""
    order = np.argsort(-show.attribution_map(attributions), axis=None)  # most attributed first
    curve = []
    for share in shares:
        painted = image.reshape(-1, 3).copy()
        painted[order[: int(share * len(order))]] = paint
        curve.append(probability_of(painted.reshape(image.shape), target))
    return curve


# %% [markdown]
# ## 5. The comparison
#
# ### Task: `compare_baselines`, a figure (by hand, {points:compare_baselines} points)
#
# Draw **one figure**: on at least two images, the maps of integrated gradients from the **black** baseline, from the
# **random** baseline (the average of at least five), and from **two alternatives** of your choice, side by side. Two may be
# yours from section 3. It must be honest and readable:
#
# - the same class and the same number of steps for all maps of an image, and **one colour scale** for all maps of an image;
# - each panel with its name; the image itself beside its maps;
# - below it, in two or three lines as comments or in question 3, what can be seen.
#
# Keep the attributions in `attributions[image][baseline]`, for example `attributions["elephant"]["black"]`, each an array
# `(H, W, 3)`: then the next cell measures them. For the drawing, `show.maps_of_classes(images, rows, same_scale=True)` is
# at hand (`help(show.maps_of_classes)`), or use matplotlib.

# %% figure="compare_baselines"

# %% given="measure_all" illustration=true
with show.needs("compare_baselines"):
    shares = np.linspace(0, 0.5, 11)
    for name, maps in attributions.items():
        image, target, mask = pictures[name], targets[name], masks[name]
        deletion = {kind: deletion_curve(part, image, target, shares) for kind, part in tqdm(maps.items(), desc=name)}
        rows = {
            kind: {"inside": share_inside(part, mask), "chance": mask.mean(), "mean deletion": np.mean(deletion[kind])}
            for kind, part in maps.items()
        }
        print(show.table(rows, name), end="\n\n")
        show.curves(shares, deletion, "share of the pixels painted over", "probability", f"Deletion: {name}")

# %% [markdown]
# **Figure 5 and table.** For each image: the share of the map inside the object's outline (beside chance), and how fast
# the probability falls when the most attributed pixels are painted over. One network and two images show how one
# *judges*; they do not rank baselines for good.
#
# ### Question 3 (written, {points:alternative_baselines} points)
#
# **Which two alternatives did you choose, and in which respect do they serve better or worse than black and random?** For
# each: its definition; what it takes for "missing"; its own blind spot or bias; its cost in gradients per map. Name the
# measure behind each "better", cite your table or figure, and show or describe one case in which your choice fails.
# 200 to 300 words.

# %% [markdown] written="alternative_baselines"

# %% [markdown]
# > **To take away.** If every baseline defines its own "nothing", is there a map that needs none? And if you average over
# > the images of a whole training set as baselines, whose "nothing" is that?
