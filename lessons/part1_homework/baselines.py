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
# Integrated gradients explain the path from a baseline to an image. The baseline is a choice. In part 1 you saw that a
# black one is blind to black pixels. Here you compare it with others, in pictures *and* in numbers, and write down what
# you would choose and why. *Allow an evening.*
#
# **Read first**: Sundararajan, Taly & Yan 2017, [Axiomatic attribution for deep networks](https://arxiv.org/abs/1703.01365),
# and Sturmfels, Lundberg & Lee 2020, [Visualizing the impact of feature attribution baselines](https://distill.pub/2020/attribution-baselines/)
# (CC-BY; the baselines below come from it, described in our own words and for pixels in 0..255). The scenes are drawn by the
# course's program; the photographs are free to use (*astronaut*: NASA, public domain; *cat*, *coffee*: CC0).
#
# **To submit**: this notebook, with
# 1. three written answers, the first paragraphs of your report;
# 2. two functions that make baselines;
# 3. one figure: two alternatives beside the black and the random baseline, on at least two images.
#
# **How to write a paragraph of the report.** Build it on four sentences; the rest explains them:
# 1. *what I claim*: "A baseline X works better than Y for ...";
# 2. *by which measure*: "... by the share of the map inside the mask (or by mean deletion, or ...)";
# 3. *on which evidence*: "In table 3, on the image ..., it is ... beside ...";
# 4. *where it fails*: "It does not hold where ..., because ...".
#
# ## 0. Set up the environment
#
# *About 10 minutes.* You will have your functions from part 1 available, and two pictures with masks of their objects.
# It matters because a comparison is fair only with one network, one program, and the same pictures for all.
#
# On a processor all cells take about two minutes with the pocket network, and about a quarter of an hour with VGG19.

# %% given="set_up" folded=true
{set_up}

# %% given="imports"
import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from lab import charts, show
from lab.check import check
from lab.doubt import share_inside
from lab.images import load_image
from lab.models import class_name, load_pocket_vgg19, load_vgg19
from lab.progress import progress
from lab.scenes import scene
from lab.world import world_of

cuda = torch.cuda.is_available()
device = torch.device("cuda:0" if cuda else "cpu")
np.random.seed(0)
# For the small network, in a new cell below: model = load_pocket_vgg19().to(device)
model = load_vgg19().to(device)
# Steps of integrated gradients, and what every slow cell costs. On a slow machine, in a new cell below: STEPS = 20
STEPS = 25

# %% [markdown]
# ### Your functions from part 1
#
# You have written integrated gradients already. Copy these six functions into the next cell:
# `pre_processing`, `predict`, `calculate_outputs_and_gradients`, `saliency_map`, `integrated_gradients` and
# `random_baseline_integrated_gradients`. This cell is not graded. Correct in it the mistakes that
# part 1's feedback named.

# %% own="my_functions" solved_by="pre_processing predict backprop saliency_map integrated_gradients random_baseline"
# Copy here, from your part 1:
# pre_processing, predict, calculate_outputs_and_gradients, saliency_map, integrated_gradients,
# random_baseline_integrated_gradients

# %% [markdown]
# ### Two images
#
# The network decides which images you get: drawn scenes, whose **masks** are exact, for the pocket VGG19; photographs with masks
# drawn by hand for VGG19 from ImageNet. `pictures` holds the images `(H, W, 3)`, RGB in 0..255; `targets` the class to explain
# for each; `masks` the pixels of the object. To take other images, fill these dictionaries anew in a cell of your own.

# %% given="load_pictures"
world = world_of(model)  # photographs=True or False overrules what the network decides
pictures = {class_name(one.labels[0]): one.image for one in world.others}
targets = {class_name(one.labels[0]): one.labels[0] for one in world.others}
masks = {class_name(one.labels[0]): one.masks[0] for one in world.others}

figure = show.images(pictures)
with show.needs("your functions from part 1"):
    for name, image in pictures.items():
        probability = predict(pre_processing(image, cuda), model, targets[name], cuda)[1].item()
        print(f"probability of {name} (class {targets[name]}): {probability:.3f}")

# %% [markdown]
# **Figure 1.** The two images and the classes that will be explained.
#
# > **Before you read on.** You will be asked which map is "better". How would you measure it? Write your answer down in one sentence, now.
# > <details><summary>Answer</summary>Any measure with a name and a way to fail will do; "it looks sharper" will not.</details>
#
# ## 1. Better by which measure?
#
# *About 35 minutes.* You will be able to give a map three numbers, and to say what each number leaves out. It matters because
# "the map looks sharper" does not convince readers who prefer another map.
#
# - **completeness gap**: how far the sum of all attributions is from $\mathcal{F}(\mathbf{x}) - \mathcal{F}(\mathbf{x}')$,
#   where $\mathcal{F}$ is the probability of the class, $\mathbf{x}$ the image and $\mathbf{x}'$ the baseline.
#   It tests the *computation* (enough steps?), not the baseline: every baseline can meet it.
# - **share inside the mask**: how much of the map lies on the object. A map that knows nothing puts the object's share
#   of the picture there: *chance*.
# - **deletion**: paint the pixels grey, the most attributed first, and watch the probability fall. The lower the mean of
#   this curve, the better the map has found what the network uses. (It depends on the colour of the paint, and a painted
#   picture is unlike every picture that the network was trained on. Try another colour.)
#
# **On paper first.** A map of 2 × 2 has the values 1, 3 / 0, 0, and the object is the right column. Of the sum 4, the share 3/4
# lies inside, where chance is 1/2. Deletion paints the pixel with the 3 first, then the one with the 1.


# %% given="measures"
def probability_of(image, target):
    """The probability of a class for an image (H, W, 3)."""
    with torch.no_grad():
        return predict(pre_processing(np.float32(image), cuda), model, target, cuda)[1].item()


def deletion_curve(values, image, target, shares, paint=127.5):
    """The probability after the most attributed share of the pixels has been painted over, for each share."""
    order = np.argsort(-values, axis=None)  # most attributed first
    curve = []
    for share in shares:
        painted = image.reshape(-1, 3).copy()
        painted[order[: int(share * len(order))]] = paint
        curve.append(probability_of(painted.reshape(image.shape), target))
    return curve


right = np.array([[False, True], [False, True]])
print("by hand: 0.75   by code:", share_inside(np.array([[1.0, 3.0], [0.0, 0.0]]), right))

# %% [markdown]
# Now compare the plain gradient and integrated gradients (from black) with a map that knows nothing: noise.

# %% given="gradient_or_integrated" illustration=true
shares = np.linspace(0, 0.5, 11)
deletion_axes = ("share of the pixels painted over", "probability")
with (
    show.needs("your functions from part 1"),
    progress(model, 2 * (STEPS + 1 + 3 * len(shares)), "three maps"),
):
    rows, curves = {}, {}
    for name, image in pictures.items():
        gradient, _ = calculate_outputs_and_gradients([image], model, targets[name], cuda)
        attribution = integrated_gradients(image, model, targets[name], None, STEPS, cuda)
        maps = {
            "noise": np.random.random(image.shape[:2]),
            "plain gradient": saliency_map(gradient[0].transpose(1, 2, 0)),
            "integrated gradients": show.attribution_map(attribution),
        }
        for kind, values in maps.items():
            curve = curves.setdefault(name, {})[kind] = deletion_curve(values, image, targets[name], shares)
            rows[f"{name}: {kind}"] = {
                "inside": share_inside(values, masks[name]),
                "chance": masks[name].mean(),
                "mean deletion": np.mean(curve),
            }
    print(charts.table(rows))
    first = next(iter(pictures))
    charts.curves(shares, curves[first], *deletion_axes, f"Deletion: {first}", ylim=(0, None))

# %% [markdown]
# **Table 1 and figure 2.** Three maps by two measures, and the deletion curves of the first image. The noise shows what a
# number means: the probability also falls when pixels are painted over at random. Two images give two examples, not a ranking:
# part 1 took twenty scenes for one claim.
#
# ### Question 1 (written, {points:why_integrated_gradients} points)
#
# It is often said that integrated gradients "give better results" than other maps.
# **When, and by which measure, do integrated gradients work better than the plain gradient and than Grad-CAM, and when
# do they not?** Use (a) what saturation does to each of the three, (b) the promise of completeness and what it does *not*
# promise, and (c) at least one number of table 1, or a measurement or figure of your own. 150 to 250 words, in the structure
# of a paragraph given above.

# %% [markdown] written="why_integrated_gradients"

# %% [markdown]
# > **Before you read on.** Every baseline can meet completeness exactly. What, then, can completeness *not* decide?
# > <details><summary>Answer</summary>Which baseline is the better one.</details>
#
# ## 2. What the baseline does
#
# *About 35 minutes.* You will be able to say from the formula how the choice of "nothing" enters a map. It matters because
# in some pictures black, or white, is exactly what is to be found.
#
# A baseline says what "nothing to see" looks like. The next figure starts from three plain colours.

# %% given="figure_plain_baselines" illustration=true
with show.needs("your functions from part 1"), progress(model, 6 * STEPS, "three colours"):
    rows = {}
    for name, image in pictures.items():
        colours = {"black": 0, "grey": 127.5, "white": 255}
        plain = {colour: np.full_like(image, value) for colour, value in colours.items()}
        rows[name] = {
            f"from {colour}": show.attribution_map(
                integrated_gradients(image, model, targets[name], start, STEPS, cuda)
            )
            for colour, start in plain.items()
        }
    show.maps_of_classes(
        np.stack(list(pictures.values())), rows, "Three baselines", list(masks.values()), same_scale=True
    )

# %% [markdown]
# **Figure 3.** Integrated gradients from a black, a grey and a white baseline, one row for each image, one colour scale
# for each row. White lines: the outline of the object.
#
# ### Question 2 (written, {points:role_of_the_baseline} points)
#
# **What does the baseline stand for, and how does the choice enter the map?** Argue from the formula: which pixels can
# get no attribution at all, and how does the map depend on what lies *between* baseline and image? Show one effect in
# figure 3. Then decide: which baseline would you avoid for (i) X-ray pictures, in which black means air, and
# (ii) photographs taken at night? Give reasons, and say what you would use instead. 150 to 250 words.

# %% [markdown] written="role_of_the_baseline"

# %% [markdown]
# > **Before you read on.** Is there a single colour that, as a baseline, is blind to no pixel of your picture?
# > <details><summary>Answer</summary>Only a colour that does not occur in it; and the farther a pixel is from
# > this colour, the more its gradients weigh.</details>
#
# ## 3. Other baselines
#
# *About 35 minutes.* You will be able to make four more baselines, and to say what each treats as "missing". It matters because
# each of them removes one blind spot and brings another.
#
# ### Task: `blurred_baseline` ({points:blurred_baseline} points)
#
# *Nothing* could also mean: the same colours in the same places, but without detail. A **Gaussian blur** replaces each
# pixel by a weighted average of its neighbours; the weight falls with the distance $d$ like $e^{-d^2 / (2\sigma^2)}$.
# The standard deviation $\sigma$, in pixels, says how far a colour spreads.
#
# - **in:** `img`, `(H, W, 3)`, RGB in 0..255; `sigma`, a positive number in pixels.
# - **out:** an array `(H, W, 3)` in 0..255, each colour channel blurred on its own.
#   `img` is not changed.
# - Any usual treatment of the borders is right. Truncate the filter no closer than three `sigma`.
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
    centre, beside, total = blurred[15, 15, 0], blurred[15, 16, 0], blurred[..., 0].sum()
    print(f"by hand: about 40.6, 24.6, 255   by code: {centre:.1f}, {beside:.1f}, {total:.0f}")
    first = next(iter(pictures.values()))
    show.images(
        {"image": first} | {f"σ = {sigma}": blurred_baseline(first, sigma) for sigma in (3, 10, 30)},
        "Blurred baselines",
    )

# %% [markdown]
# **Figure 4.** An image and its blurred baselines. What happens to the attributions as $\sigma$ goes to 0? (Look at both
# factors of the formula.)
#
# ### Task: `max_distance_baseline` ({points:max_distance_baseline} points)
#
# A baseline is blind where it has the image's own value. So take, for every value, the value that is **farthest away**
# in 0..255.
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
    show.images(
        {name: max_distance_baseline(image) for name, image in pictures.items()},
        "Maximum-distance baselines",
    )

# %% [markdown]
# **Figure 5.** The farthest images. They are blind to no pixel. Can you still see the object? If so, does this baseline show
# "nothing"?
#
# > **Spot the bug: a claim to check.** The Gaussian baseline is the image plus normal noise of standard deviation
# > $\sigma$, *clipped* to 0..255. Sturmfels et al. write: "*as σ approaches ∞, the gaussian baseline approaches the uniform
# > baseline*". The next cell counts how many values are exactly 0 or 255. Does it become uniform? What does it become?
# > <details><summary>Answer</summary>Not if values are clipped. The wider the noise, the more of it lies outside 0..255, and
# > clipping puts all of that at the two ends. In the limit each value is a coin toss: 0 or 255. Uniform noise has hardly any
# > value there. The sentence holds if values outside 0..255 are <em>drawn again</em>.</details>


# %% given="gaussian_baseline"
def uniform_baseline(img):
    """Noise (H, W, 3), each value drawn uniformly from 0..255."""
    return np.random.uniform(0, 255, img.shape)


def gaussian_baseline(img, sigma):
    """The image (H, W, 3) plus normal noise, clipped to 0..255."""
    return np.clip(img + np.random.normal(0, sigma, img.shape), 0, 255)


first = next(iter(pictures.values()))
rows = {}
for sigma in (16, 64, 255, 5000):
    noisy = gaussian_baseline(first, sigma)
    rows[f"σ = {sigma}"] = {
        "exactly 0 or 255": np.mean((noisy == 0) | (noisy == 255)),
        "mean": noisy.mean(),
    }
print(charts.table(rows))
noisy = {f"Gaussian, σ = {sigma}": gaussian_baseline(first, sigma) for sigma in (16, 64, 5000)}
figure = show.images({"uniform": uniform_baseline(first)} | noisy, "Baselines of noise")

# %% [markdown]
# **Table 2 and figure 6.** How many values of the Gaussian baseline lie at the ends; and baselines of noise: uniform, and
# Gaussian around the image with a growing standard deviation.
#
# > **Before you read on.** A baseline of noise is drawn anew each time, and so is its map. Averaging helps. If one map costs
# > $m$ gradients, what does the average over $n$ baselines cost, and by how much does its noise fall?
# > <details><summary>Answer</summary>m · n gradients; the noise falls with 1/√n.</details>

# %% [markdown]
# ## 4. The comparison
#
# *About 45 minutes.* You will be able to compare methods in one honest figure and a table, and to say what they do not
# show. It matters because others will believe this figure.
#
# Two functions help: one averages over a list of baselines, the other says what the average must add up to.
#
# **On paper first.** From two baselines, a pixel gets 0.2 and 0.4; the average map has 0.3 there. The probability is 0.9 for
# the image, and 0.1 and 0.3 for the baselines. So the average map must add up to 0.9 − (0.1 + 0.3) / 2 = 0.7.

# %% given="from_baselines"
def from_baselines(image, target, starts):
    """The average (H, W, 3) of the integrated gradients of an image from each baseline of a list."""
    maps = [integrated_gradients(image, model, target, start, STEPS, cuda) for start in starts]
    return np.mean(maps, axis=0)


def promised(image, target, starts):
    """What the attributions must add up to: F(image) − the mean of F over the baselines."""
    return probability_of(image, target) - np.mean([probability_of(start, target) for start in starts])


# %% [markdown]
# ### Task: `compare_baselines`, a figure (by hand, {points:compare_baselines} points)
#
# Draw **one figure**: on at least two images, the maps of integrated gradients from the **black** baseline, from the
# **random** (uniform) baseline (the average of at least five), and from **two alternatives** of your choice, side by side. They
# may be from section 3: blurred, maximum distance, Gaussian. It must be honest and readable:
#
# - the same class and the same number of steps for all maps of an image, and **one colour scale** for all maps of an image;
# - each panel with its name; the image itself beside its maps;
# - below it, in two or three lines as comments or in question 3, what can be seen.
#
# Fill two dictionaries; then the next cell measures your maps:
#
# - `starts[image][baseline]`: the list of the baselines that were used, such as `starts[name]["black"] = [np.zeros_like(...)]`;
#   five images in the list for an average of five;
# - `attributions[image][baseline]`: the attributions `(H, W, 3)`, such as `attributions[name]["black"]`.
#
# `from_baselines`, above, averages over a list. For the drawing, `show.maps_of_classes(images, rows, same_scale=True)`
# is available (`help(show.maps_of_classes)`), or use matplotlib.

# %% figure="compare_baselines"


# %% given="measure_all" illustration=true
def measured(values, name):
    """(two numbers for the table, the deletion curve) of a map (H, W) of one of the pictures."""
    curve = deletion_curve(values, pictures[name], targets[name], shares)
    return {"inside": share_inside(values, masks[name]), "mean deletion": np.mean(curve)}, curve


with show.needs("compare_baselines"):
    drawn = {}
    for name, maps in attributions.items():
        sums = {kind: promised(pictures[name], targets[name], used) for kind, used in starts[name].items()}
        cost = {kind: len(used) * STEPS for kind, used in starts[name].items()}
        maps = maps | {"average of all": np.mean(list(maps.values()), axis=0)}
        sums["average of all"], cost["average of all"] = np.mean(list(sums.values())), sum(cost.values())
        drawn[name] = {kind: show.attribution_map(part) for kind, part in maps.items()}
        rows, curves = {}, {}
        for kind, values in drawn[name].items():
            rows[kind], curves[kind] = measured(values, name)
            rows[kind] |= {"completeness gap": abs(maps[kind].sum() - sums[kind]), "gradients": cost[kind]}
        print(f"{charts.table(rows, name)}\nchance: {masks[name].mean():.3g}\n")
        charts.curves(shares, curves, *deletion_axes, f"Deletion: {name}", ylim=(0, None))
    shown = np.stack([pictures[name] for name in drawn])
    show.maps_of_classes(
        shown, drawn, "All your maps, and their average", [masks[name] for name in drawn], same_scale=True
    )

# %% [markdown]
# **Table 3 and figures 7 to 9.** For each image: the share of the map inside the object's outline (beside chance), the mean of
# the deletion curve (lower is better), the completeness gap, and the cost in gradients; the deletion curves; and all your maps
# beside their average. One network and two images show how to *judge*; a ranking needs many images and intervals, as in part 1,
# section 6.2.
#
# ### Question 3 (written, {points:alternative_baselines} points)
#
# **Which two alternatives did you choose, and in which respect do they work better or worse than black and random?** For
# each: its definition; what it treats as "missing"; its own blind spot or bias; its cost in gradients per map. Name the
# measure behind each "better", cite table 3 or your figure, and show or describe one case in which your choice fails.
# 200 to 300 words.

# %% [markdown] written="alternative_baselines"

# %% [markdown]
# **Before you submit**, check all tasks on the visible cases; more cases are tested at grading. Then save the notebook, and
# submit this file: on a hub with *Nbgrader*, *Assignment List*, *Submit*; elsewhere download it (*File*, *Download*) and upload
# it where your course collects.

# %% given="all_checks" illustration=true
check.all()

# %% [markdown]
# > **To take away.** If every baseline defines its own "nothing", is there a map that needs no baseline? And if you average over the images of a whole training set as baselines, whose "nothing" is that?
# > <details><summary>Answer</summary>Grad-CAM needs no baseline. An average over a training set says what that set treats as
# > ordinary.</details>
