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
# # Can you trust the map? An audit: feature attribution, part 2
#
# {badge}
#
# A network passes every test that you have for it. You suspect that it cheats: that it reads a mark on the pictures instead of
# the objects. A map of what the network looks at should show it. Will it? And would you believe the map?
#
# In this notebook you audit a network with maps, and the maps with experiments:
#
# | section | the question | its tool |
# |---|---|---|
# | 2 | Does the map notice when the network is replaced? | randomisation, rank correlation |
# | 3 | Which map is better, and by which measure? | a mask, occlusion, deletion |
# | 4 | Which of ten artefacts does *your* network read? | maps of two networks side by side |
# | 5 | Is it true? | an experiment with pairs, and an interval |
# | 6 | Can you use it? | a function that fools your network, and no other |
#
# You write nine functions and three answers in one sitting of three hours. A check after each of your cells says whether it is
# right. Each of you has a network of your own: its class and its artefact are not your neighbour's.
#
# **How to work.** Run the cells from top to bottom, after a restart again. Cells with `YOUR CODE HERE` or `YOUR ANSWER HERE`
# are yours, and so are a few cells without points that begin with a comment.
#
# **Sources.** Lapuschkin et al. 2019, [Unmasking Clever Hans predictors](https://arxiv.org/abs/1902.10178) · Adebayo et al.
# 2018, [Sanity checks for saliency maps](https://arxiv.org/abs/1810.03292), and two answers to it: Yona & Greenfeld 2021,
# [Revisiting sanity checks](https://arxiv.org/abs/2110.14297), Kokhlikyan et al. 2021, [Investigating sanity
# checks](https://arxiv.org/abs/2106.07475) · Kindermans et al. 2019, [The (un)reliability of saliency
# methods](https://arxiv.org/abs/1711.00867) · Zhang et al. 2018, [Excitation backprop](https://arxiv.org/abs/1608.00507), for
# the pointing game · Petsiuk, Das & Saenko 2018, [RISE](https://arxiv.org/abs/1806.07421), for deletion · Tomsett et al. 2020,
# [Sanity checks for saliency metrics](https://arxiv.org/abs/1912.01451) · Sturmfels, Lundberg & Lee 2020, [The impact of
# feature attribution baselines](https://distill.pub/2020/attribution-baselines/) · Springenberg et al. 2014, [guided
# backprop](https://arxiv.org/abs/1412.6806) · Zeiler & Fergus 2014, [occlusion](https://arxiv.org/abs/1311.2901).
#
# **Pictures.** All scenes are drawn by the course's program, with exact masks of their objects.

# %% [markdown]
# ## 1. A network that passes every exam
#
# *About 15 minutes.* You will have a suspect, forty pictures that it was examined on, and a guess. It matters because a test
# set that carries the same accident as the training set cannot find a network that lives on the accident.
#
# The next cell, which is folded, finds the course's folder `lab`. On Colab upload `part2.zip`, connect your Google Drive, or set
# `COURSE = "https://..."` (your teacher's address of a zip) in a new cell above.

# %% given="set_up" folded=true
{set_up}

# %% given="imports"
import copy

import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from lab import audit_figures, charts, show
from lab.audit_set import audit_set, cut_out, with_artefact
from lab.check import check
from lab.doubt import Interval
from lab.images import normalise
from lab.models import class_name, load_pocket_vgg19
from lab.occlusion import probabilities
from lab.painted_change import change_of, effect, form_faults
from lab.progress import progress
from lab.scenes import scene
from lab.suspects import load_suspect, own_suspect, suspect_names
from lab.toys import RedPixel

cuda = torch.cuda.is_available()
device = torch.device("cuda:0" if cuda else "cpu")
honest = load_pocket_vgg19().to(device)
STEPS = 20  # steps of integrated gradients, and what every slow cell costs
FEW, MANY = max(2, STEPS // 4), 3 * STEPS  # scenes of a comparison of maps, and of an exam
# On a slow machine, in a new cell below: STEPS, FEW, MANY = 8, 2, 24

# %% [markdown]
# `honest` is the pocket VGG19 of part 1. Your **suspect** has the same layers; somebody has planted a shortcut in it. Write
# your id into the next cell, as your teacher's list has it: it decides which of the suspects is yours, and your marks depend on
# it.

# %% own="my_suspect" solved_by="my_suspect"
# my_id = "..."

# %% given="load_suspect"
with show.needs("my_id"):
    mine = own_suspect(my_id, globals().get("my_variant"))
    suspect = load_suspect(mine).to(device)
    pictures = audit_set(mine)  # each has .image, .label, .box (of its artefact, or None) and .mask
    print(f"{my_id}: suspect {mine}, one of {len(suspect_names())}; {len(pictures)} pictures")

# %% given="figure_audit_set" illustration=true
with show.needs("my_id"):
    audit_figures.contact_sheet(pictures)

# %% [markdown]
# **Figure 1.** The **audit set**: four pictures of each class, as if somebody else had collected those of each. Three of the
# four carry an **artefact** of the collector: a date, a sticker, a watermark, a bar. Which of the ten does your suspect read?
# Nine are decoys.
#
# Two functions are given: `normalise(image)` gives an image `(H, W, 3)` in 0..255 as the network sees it, channels last, and
# `probabilities(model, images)` the softmax probabilities `(n, K)` of a list of images `(H, W, 3)` in 0..255.
#
# Now the exam: fresh scenes without any artefact, and the audit set.


# %% given="exam" illustration=true
def named(network, images):
    """The class (n,) that a network names for each image (H, W, 3)."""
    return probabilities(network, images).argmax(1)


exam = [scene(seed, objects=1) for seed in range(9_000_000, 9_000_000 + MANY)]
with show.needs("my_id"), progress(suspect, MANY + 40, "the exam"):
    networks = {"suspect": suspect, "honest": honest}
    rows = {}
    for who, network in networks.items():
        on_scenes = named(network, [one.image for one in exam]) == [one.labels[0] for one in exam]
        on_audit_set = named(network, [one.image for one in pictures]) == [one.label for one in pictures]
        rows[who] = {f"{MANY} fresh scenes": on_scenes.mean(), "audit set": on_audit_set.mean()}
    print(charts.table(rows, "right answers"))

# %% [markdown]
# **Table 1.** The share of right answers. The exam hardly tells the two networks apart. It has happened with real networks: a
# classifier of the PASCAL VOC challenge recognised horses by a photographer's name in the corner of the picture, and nobody
# noticed until somebody looked at maps ([Lapuschkin et al. 2019](https://arxiv.org/abs/1902.10178)).
#
# > **Before you read on.** In the audit set an artefact comes with one class only. Which picture, made with scissors and glue,
# > would tell the networks apart at once?
# > <details><summary>Answer</summary>A picture of <em>another</em> class with the artefact on it. Section 5 does this. First
# > see how far maps lead.</details>

# %% [markdown]
# ## 2. Maps that ignore the network
#
# *About 45 minutes.* You will be able to test whether a map depends on what the network has learnt. It matters because a map
# that looks like the object convinces everybody, and an edge detector looks like the object, too.
#
# The maps of part 1 are given, so that all of you start with the same ones. They explain the **logit**: it has no rivals, and
# no softmax saturates it.


# %% given="maps"
def as_batch(images):
    """Images (H, W, 3) in 0..255 as the network takes them, (n, 3, H, W), with gradients."""
    batch = np.stack([normalise(image).transpose(2, 0, 1) for image in images])
    return torch.tensor(batch, dtype=torch.float32, device=device, requires_grad=True)


def gradients_of(batch, network, target):
    """The gradient of the target's logit with respect to each image of a batch, (n, H, W, 3)."""
    (gradients,) = torch.autograd.grad(network(batch)[:, target].sum(), batch)
    return gradients.permute(0, 2, 3, 1).cpu().numpy()


def saliency(image, network, target):
    """(H, W): the largest absolute gradient of the three colours."""
    return np.abs(gradients_of(as_batch([image]), network, target)[0]).max(2)


def integrated_gradients(image, network, target):
    """(H, W): integrated gradients from black in STEPS midpoints, colours added, without sign."""
    alphas = (np.arange(STEPS) + 0.5) / STEPS
    mean = gradients_of(as_batch([alpha * image for alpha in alphas]), network, target).mean(0)
    return np.abs((mean * (normalise(image) - normalise(0 * image))).sum(2))


def grad_cam(image, network, target):
    """(H, W): Grad-CAM at the last convolution, enlarged."""
    seen = network.features[:36](as_batch([image]))
    pooled = network.avgpool(network.features[36:](seen))
    logits = network.classifier(torch.flatten(pooled, 1))
    (slope,) = torch.autograd.grad(logits[0, target], seen)
    cells = F.relu((slope.mean((2, 3), keepdim=True) * seen).sum(1))[0].detach().cpu().numpy()
    return cv2.resize(cells, (image.shape[1], image.shape[0]))


def edges(image, network, target):
    """(H, W): an edge detector. It never looks at the network."""
    grey = image.mean(2)
    return np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))


METHODS = {
    "saliency": saliency,
    "Grad-CAM": grad_cam,
    "integrated gradients": integrated_gradients,
    "edge detector": edges,
}

# %% given="figure_which_map" illustration=true
one = exam[0]
order = {"A": integrated_gradients, "B": edges, "C": grad_cam, "D": saliency}
maps = {name: method(one.image, honest, one.labels[0]) for name, method in order.items()}
figure = show.maps_side_by_side(one.image, maps, "Which of these maps was made without the network?")

# %% [markdown]
# **Figure 2.** Four maps of one picture. One of them is the edge detector's, which does not know that there is a network.
#
# > **Before you read on.** Which one? And how could an experiment find out, without reading the code?
# > <details><summary>Answer</summary>B. Give the map another network: one whose weights are random. A map that stays the same
# > does not explain what the network has learnt.</details>
#
# This is the **randomisation test** of [Adebayo et al. 2018](https://arxiv.org/abs/1810.03292): draw the weights of the network
# anew, from the output on, one layer after the other (*cascading*), and see whether the map follows.
#
# ### Task: `randomised` ({points:randomised} points)
#
# Write `randomised(model, blocks, seed)`: a network like `model` whose last layers have forgotten what they had learnt.
#
# - **in:** `model`, a network; `blocks`, how many of its convolutions and linear layers are to be drawn anew, counted from the
#   output (0: none; more than there are: all of them); `seed`, a whole number. The layers may stand inside others.
# - **out:** a copy of the network, which shares no weights with it; `model` itself stays as it is.
# - The weights of these layers are drawn from a normal distribution around 0 whose standard deviation is
#   $\sqrt{2 / \text{fan-in}}$, where the fan-in is the number of inputs that one unit adds up (of a convolution: all the
#   numbers of one kernel); their biases, where they have some, are 0.
# - The same `seed` gives the same weights, another `seed` others. The random numbers of everybody else go on as if nobody had
#   called your function.
#
# **On paper first.** A convolution from 32 to 64 channels with kernels of 3 × 3 adds up 32 · 9 = 288 numbers in each unit: the
# standard deviation is $\sqrt{2/288} = 0.0833$. A linear layer with 256 inputs gets $\sqrt{2/256} = 0.0884$.

# %% solution="randomised"

# %% test="randomised"

# %% given="randomised_by_hand" illustration=true
with show.needs("randomised"):
    layers = nn.Sequential(nn.Conv2d(32, 64, 3), nn.ReLU(), nn.Flatten(), nn.Linear(256, 64))
    drawn = randomised(layers, 2, seed=0)
    print(f"by hand: about 0.083, 0.088   by code: {drawn[0].weight.std():.3f}, {drawn[3].weight.std():.3f}")
    print("the original has kept its weights:", not torch.equal(layers[0].weight, drawn[0].weight))

# %% [markdown]
# > **Spot the bug.** A colleague begins his function with `network = copy.copy(model)`. His first cascade looks fine. When he
# > runs the cell again, every map is noise, even the one for which no layer was drawn anew. Why?
# > <details><summary>Answer</summary><code>copy.copy</code> copies the outer object; the layers inside are the model's own, and
# > were drawn anew in the model, too. <code>copy.deepcopy</code> copies the weights.</details>
#
# Two maps have scales of their own, so their numbers cannot be compared. Their **order** can: which pixel is first, which is
# second?
#
# ### Task: `rank_correlation` ({points:rank_correlation} points)
#
# Write `rank_correlation(a, b)`, Spearman's correlation: the correlation of the ranks of two maps.
#
# - **in:** `a` and `b`, arrays of one shape, whatever it is, of whole numbers or others, positive and negative.
# - **out:** one number (a float) between −1 and 1: 1 where both maps have the same order, −1 where it is reversed.
# - Equal values share the mean of their ranks: the values 5, 7, 7 have the ranks 1, 2.5, 2.5.
# - It is 0.0 where one of the maps is constant, and has no order.
#
# **On paper first.** The maps (1, 2, 3) and (10, 30, 20) have the ranks 1, 2, 3 and 1, 3, 2. Without their means these are −1,
# 0, 1 and −1, 1, 0: the sum of products is 1, and both lengths are $\sqrt 2$. So the correlation is 1/2. For (1, 2, 3) and (5,
# 7, 7), whose ranks are 1, 2.5, 2.5, it is $1.5 / (\sqrt 2 \cdot \sqrt{1.5}) = 0.866$.

# %% solution="rank_correlation"

# %% test="rank_correlation"

# %% given="rank_correlation_by_hand" illustration=true
with show.needs("rank_correlation"):
    maps = [np.array(values) for values in ([1, 2, 3], [10, 30, 20], [5, 7, 7])]
    found = [rank_correlation(maps[0], other) for other in maps[1:]]
    print(f"by hand: 0.5, 0.866   by code: {found[0]:.3f}, {found[1]:.3f}")

# %% [markdown]
# One more method: **guided backprop** ([Springenberg et al. 2014](https://arxiv.org/abs/1412.6806)). Its maps are the sharpest
# and the most popular of all. On the way back a ReLU stops the gradient where the ReLU was off. Guided backprop also stops it
# where it is negative.
#
# ### Task: `guided_backprop` ({points:guided_backprop} points)
#
# Write `guided_backprop(images, model, target, cuda=False)`: the gradient of a logit, for which every ReLU lets on the way back
# through only what is positive, besides what it always stops.
#
# - **in:** `images`, a list of images `(H, W, 3)` in 0..255; `model`, in evaluation mode, which takes normalised batches;
#   `target`, a class; `cuda`, whether the model is on the GPU.
# - **out:** an array `(n, 3, H, W)`: for each image the guided gradient of the target's logit with respect to the normalised
#   image, whatever other images are in the list.
# - At every `nn.ReLU` what is negative is stopped on the way back, also where one such module is used several times, or works
#   in place. (A module that is used several times stands in the model under one name.) Elsewhere nothing is stopped.
# - Afterwards the model works as before: its plain gradient is the same, and no hook is left in it.
#
# **On paper first.** Let $z = \mathrm{ReLU}(2x) - \mathrm{ReLU}(x)$ at $x = 1$; both ReLUs are on. The plain gradient is
# $2 - 1 = 1$. On the way back the second ReLU is reached by $-1$, which guided backprop stops: 2 is left.

# %% solution="guided_backprop"

# %% test="guided_backprop"


# %% given="guided_by_hand" illustration=true
class TwoReLUs(nn.Module):
    """The network of the paper example: its logit is ReLU(2x) - ReLU(x), where x is the first pixel's red plus 1."""

    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def forward(self, batch):
        x = batch[:, 0, :1, 0] + 1  # (n, 1): 1 for a red of 123.675, whose normalised value is 0
        return self.relu(2 * x) - self.relu(x)


with show.needs("guided_backprop"):
    at_one = np.float32([[[123.675, 0, 0]]])
    print(
        f"by hand: 2   by code: {guided_backprop([at_one], TwoReLUs().to(device), 0, cuda)[0, 0, 0, 0]:.3f}"
    )


def guided_map(image, network, target):
    """(H, W): the largest absolute guided gradient of the three colours."""
    return np.abs(guided_backprop([image], network, target, cuda)[0]).max(0)


METHODS["guided backprop"] = guided_map

# %% [markdown]
# Now the cascade: 0, 1, 3, 5, 9 and all 19 layers of weights are drawn anew.

# %% given="figure_cascade" illustration=true
DEPTHS = (0, 1, 3, 5, 9, 19)
with show.needs("randomised", "rank_correlation", "guided_backprop"):
    drawn_anew = {depth: randomised(honest, depth, seed=0) for depth in DEPTHS}
    likeness, strip = {name: np.zeros(len(DEPTHS)) for name in METHODS}, {}
    with progress(drawn_anew[0], FEW * (STEPS + 2), "the cascade"):
        for one in exam[:FEW]:
            for name, method in METHODS.items():
                cascade = [method(one.image, network, one.labels[0]) for network in drawn_anew.values()]
                likeness[name] += [rank_correlation(cascade[0], later) / FEW for later in cascade]
                strip[name] = {
                    f"{depth} drawn anew": part for depth, part in zip(DEPTHS, cascade, strict=True)
                }
    print(
        charts.table(
            {name: dict(zip(map(str, DEPTHS), values, strict=True)) for name, values in likeness.items()}
        )
    )
    show.maps_of_classes(one.image, strip, "What is left of the map when the network is replaced?")
    axes = ("layers of weights drawn anew, from the output", "rank correlation with the original map")
    charts.curves(DEPTHS, likeness, *axes, "The randomisation test", ylim=(-0.4, 1.05), xticks=DEPTHS)

# %% [markdown]
# **Table 2 and figures 3 and 4.** One row for each method, one column for each network; and the mean rank correlation with the
# original map. (Every map is drawn on a scale of its own.) The edge detector stays at 1, as it must. Guided backprop hardly
# differs from it until half of the network is gone: the ReLUs' pattern and the sign rule rebuild the picture's edges, whatever
# the upper layers say. Grad-CAM falls at once.
#
# Do not conclude too much. [Yona & Greenfeld 2021](https://arxiv.org/abs/2110.14297) argue that the test is confounded by its
# tasks: on tasks of their own making some of its verdicts change. [Kokhlikyan et al. 2021](https://arxiv.org/abs/2106.07475)
# show that a factor of the image in a map, as integrated gradients have it, carries the image's own structure into it, whatever
# the weights are, and that what holds for images need not hold for text. Such a factor has another weakness: add a constant to
# every picture and take it off again in the first layer, and the network says what it said, but the map changes ([Kindermans et
# al. 2019](https://arxiv.org/abs/1711.00867)).
#
# > **Before you read on.** A map fails this test. May you conclude that it never shows where a network looks? A map passes. May
# > you trust it?
# > <details><summary>Answer</summary>Neither. Failing says that the map is not made from what was learnt, at least not mostly;
# > it may light up at the right place for other reasons. Passing says only that it depends on the weights. Keep your answer:
# > question 2 comes back to it with your own numbers.</details>

# %% [markdown]
# ## 3. Measures with a mask
#
# *About 35 minutes.* You will be able to measure a map in four ways, and to say why they disagree. It matters because "better"
# without the name of a measure means nothing, and each measure has a favourite.
#
# If we know where the object is, a map can be compared with its mask. Two measures: the **pointing game** ([Zhang et al.
# 2018](https://arxiv.org/abs/1608.00507)) asks whether the map's maximum lies on the object (given below). The second is yours.
#
# ### Task: `mass_density` ({points:mass_density} points)
#
# Write `mass_density(map, mask)`: how much denser is a map on an object than in the whole picture?
#
# - **in:** `map`, an array `(H, W)` of positive and negative numbers; `mask`, an array `(H, W)` of booleans.
# - **out:** one number (a float): the mask's share of the sum of all absolute values of the map, divided by the mask's share of
#   the picture's pixels.
# - It is 0.0 for a map of zeros. For a mask without any pixel, raise a `ValueError`.
#
# **On paper first.** A map of 2 × 2 has the values 1, −3 / 0, 0, and the mask is the right column. Of the sum 4, the share 3/4
# lies on the mask, whose share of the picture is 1/2: the density is 1.5. A map that does not care has the density 1.

# %% solution="mass_density"

# %% test="mass_density"


# %% given="mass_density_by_hand" illustration=true
def pointing(map, mask):
    """Whether the maximum of a map (H, W) lies on a mask (H, W)."""
    return bool(mask.flat[np.argmax(map)])


with show.needs("mass_density"):
    right = np.array([[False, True], [False, True]])
    print("by hand: 1.5   by code:", mass_density(np.array([[1.0, -3.0], [0.0, 0.0]]), right))

# %% [markdown]
# A map without gradients: **occlusion** ([Zeiler & Fergus 2014](https://arxiv.org/abs/1311.2901)) hides one square after the
# other, and asks the network each time.
#
# ### Task: `occlusion` ({points:occlusion} points)
#
# Write `occlusion(image, model, target, window, step, fill)`: where does the probability fall when that place is hidden?
#
# - **in:** `image`, `(H, W, 3)` in 0..255, which is not changed; `model`; `target`, a class; `window`, the side of a square in
#   pixels; `step`, from one square to the next; `fill`, what a square is filled with: a grey level in 0..255 or an array
#   `(3,)`, one level for each colour.
# - **out:** an array `(H, W)`: at each pixel the mean drop of the target's probability (before minus after, with its sign) over
#   all the squares that cover the pixel.
# - Squares begin at 0, `step`, 2 · `step` and so on, down and across. Where the last one does not reach the edge, one more is
#   put directly at the edge, so that every pixel is covered.
#
# **On paper first.** The network `RedPixel` looks only at the normalised red $r$ of the first pixel: $p = 1 / (1 + e^{-2r})$. A
# picture of 2 × 3 pixels has a first pixel of red 255, so $r = 2.249$ and $p = 0.989$. Squares of side 2 are put at column 0,
# and, because the next one (step 2) does not fit, at column 1. They are filled with a red of 123.675, for which $r = 0$ and
# $p = 0.5$. The first square costs 0.489, the second nothing. Column 0 lies in the first one alone: 0.489. Column 1 lies in
# both: 0.244. Column 2: 0.

# %% solution="occlusion"

# %% test="occlusion"

# %% given="occlusion_by_hand" illustration=true
red_pixel = RedPixel()
row = np.float32([[[255, 0, 0], [0, 0, 0], [0, 0, 0]]])  # one row of three pixels
two_rows = row.repeat(2, axis=0)
with show.needs("occlusion"):
    found = occlusion(two_rows, red_pixel, 1, window=2, step=2, fill=np.array([123.675, 0, 0]))[0]
    print("by hand: 0.489, 0.244, 0   by code:", ", ".join(f"{value:.3f}" for value in found))

# %% [markdown]
# The last measure needs no mask. **Deletion** ([Petsiuk et al. 2018](https://arxiv.org/abs/1806.07421)) replaces the strongest
# pixels first. If the map is right about what the network uses, the probability falls fast: the lower the mean of the curve,
# the better.
#
# ### Task: `deletion_curve` ({points:deletion_curve} points)
#
# Write `deletion_curve(image, map, model, target, shares, fill)`: how fast does the probability fall when the strongest pixels
# go first?
#
# - **in:** `image`, `(H, W, 3)` in 0..255, which is not changed; `map`, `(H, W)`, the strongest pixels are its highest;
#   `model`; `target`, a class; `shares`, rising numbers in 0..1; `fill`, a function from an image to another one of the same
#   shape.
# - **out:** an array `(len(shares),)`: for each share the target's probability after the strongest `round(share * H * W)`
#   pixels were replaced by those of `fill(image)`. At share 0 that is the untouched image's.
# - Of pixels that are equal in the map the first goes first, row by row.
#
# **On paper first.** The picture of three pixels again, with the map (1, 2, 3), and a fill of red 123.675 everywhere. At share
# 0 $p$ is 0.989. At share 2/3 the last two pixels are gone, which the network does not read: still 0.989. At share 1 the first
# one is gone, too: 0.5.

# %% solution="deletion_curve"

# %% test="deletion_curve"

# %% given="deletion_by_hand" illustration=true
with show.needs("deletion_curve"):
    found = deletion_curve(
        row,
        np.array([[1, 2, 3]]),
        red_pixel,
        1,
        (0, 2 / 3, 1),
        lambda image: 0 * image + np.float32([123.675, 0, 0]),
    )
    print("by hand: 0.989, 0.989, 0.5   by code:", ", ".join(f"{value:.3f}" for value in found))

# %% [markdown]
# Now all maps by all measures, on the honest network, with two controls: noise, which knows nothing, and the object's mask
# itself, which knows everything that *we* know. Deletion is done twice, with grey and with a blurred copy of the picture.

# %% given="figure_measures" illustration=true
SHARES = (0, 0.05, 0.1, 0.2, 0.3, 0.5)
FILLS = {
    "deletion, grey": lambda image: np.full_like(image, 127.5),
    "deletion, blurred": lambda image: cv2.GaussianBlur(image, (0, 0), 12),
}


def measured(values, image, target, mask):
    """What each measure says of a map (H, W); the deletion curves are the second value."""
    curves = {
        name: deletion_curve(image, values, honest, target, SHARES, fill) for name, fill in FILLS.items()
    }
    numbers = {"pointing": pointing(values, mask), "density": mass_density(values, mask)}
    return numbers | {name: curve.mean() for name, curve in curves.items()}, curves


with show.needs("mass_density", "occlusion", "deletion_curve", "guided_backprop"):
    rows, falls = {}, {}
    with progress(honest, FEW * (STEPS + 268), "all maps"):
        for one in exam[:FEW]:
            target, mask = one.labels[0], one.masks[0]
            maps = {name: method(one.image, honest, target) for name, method in METHODS.items()}
            maps["occlusion"] = occlusion(one.image, honest, target, window=32, step=16, fill=127.5)
            maps |= {
                "noise": np.random.default_rng(0).random(mask.shape),
                "the mask itself": mask.astype(float),
            }
            for name, values in maps.items():
                numbers, curves = measured(values, one.image, target, mask)
                for measure, number in numbers.items():
                    row_of = rows.setdefault(name, {})
                    row_of[measure] = row_of.get(measure, 0) + number / FEW
                falls[name] = falls.get(name, 0) + curves["deletion, grey"] / FEW
    print(charts.table(rows))
    axes = ("share of the pixels replaced by grey", "probability")
    five = {
        name: falls[name]
        for name in ("guided backprop", "Grad-CAM", "edge detector", "noise", "the mask itself")
    }
    charts.curves(SHARES, five, *axes, "Deletion: how fast the probability falls", ylim=(0, 1.02))
    audit_figures.ranks(rows, lower_is_better=tuple(FILLS), title="Four measures, four orders")

# %% [markdown]
# **Table 3 and figures 5 and 6.** The means over a few scenes; five of the deletion curves; and the order in which each measure
# puts the maps, the best on top. The lines cross: what one measure puts first another one does not. Each measure asks its own
# question: pointing asks about a single pixel, density likes what is narrow, deletion asks a network about pictures that it was
# never trained on, and changes with the paint. ([Tomsett et al. 2020](https://arxiv.org/abs/1912.01451) find such measures
# statistically unreliable and inconsistent with each other; [Sturmfels et al.
# 2020](https://distill.pub/2020/attribution-baselines/) discuss which paint means "missing".)
#
# > **Before you read on.** The mask of the object is not the best map by every measure. Is something wrong with the measure, or
# > with the mask?
# > <details><summary>Answer</summary>Perhaps neither. The mask says where the object is for us. The network may use a part of
# > it, its shadow, or, like your suspect, something that is no part of it.</details>

# %% [markdown]
# ## 4. Your suspect
#
# *About 25 minutes.* You will be able to accuse one of ten artefacts, and to name the map that accuses it. It matters because
# in practice nobody tells you which mark to look at, and most that catch the eye are innocent.
#
# `mass_density` on the box around an artefact says how much of a map lies there. But a loud mark draws the maps of *any*
# network, and integrated gradients from black favour what is bright. So ask the honest network the same question: what counts
# is the **difference**.


# %% given="figure_densities" illustration=true
def densities(network, picture):
    """How dense the map of a picture's own class is on its artefact, for each method."""
    return {
        name: mass_density(method(picture.image, network, picture.label), picture.mask)
        for name, method in METHODS.items()
    }


with show.needs("my_id", "mass_density", "guided_backprop"):
    marked = with_artefact(pictures)  # class -> its pictures that carry the artefact
    table = {who: {} for who in networks}
    with progress(suspect, 10 * max(1, STEPS // 10) * (STEPS + 2), "the audit set"):
        for label, some in marked.items():
            for who, network in networks.items():
                found = [densities(network, picture) for picture in some[: max(1, STEPS // 10)]]
                table[who][label] = {name: np.mean([each[name] for each in found]) for name in METHODS}
    audit_figures.density_table(table["suspect"], table["honest"])

# %% [markdown]
# **Figure 7.** Ten artefacts, five maps. Left: how dense the suspect's map is on the artefact of each class (1 is the picture's
# average). Right: by how much denser it is than the honest network's map of the same picture. The edge detector has the same
# map for both networks.
#
# Which class do you accuse? Name its index in the next cell (from `marked`:
# `print({label: class_name(label) for label in marked})`). You may change your mind later.

# %% own="accused" solved_by="accused"
# accused = ...

# %% given="figure_close_up" illustration=true
with show.needs("accused", "my_id"):
    audit_figures.close_ups(pictures, accused)

# %% [markdown]
# **Figure 8.** The artefact of the class that you accuse, enlarged, with the rows and columns of the picture. The camera's
# noise lies on it.
#
# Now look at the maps themselves: on a picture of the class, and on a picture of another class onto which the box with the
# artefact is pasted.

# %% given="figure_suspect_and_honest" illustration=true
with show.needs("accused", "my_id", "occlusion", "guided_backprop"):
    stranger = next(one for one in exam if one.labels[0] != accused)
    pasted = [cut_out(one)(stranger.image) for one in marked[accused]]
    best = int(probabilities(suspect, pasted)[:, accused].argmax())  # a half-transparent mark brings its ground along
    evidence = marked[accused][best]
    paste = cut_out(evidence)  # a function: puts the box of this picture into any other
    shown = {"own class": evidence.image, "pasted": paste(stranger.image)}
    rows = {}
    with progress(suspect, 2 * (STEPS + 172), "six maps"):
        for what, image in shown.items():
            for who, network in networks.items():
                maps = {
                    name: method(image, network, accused)
                    for name, method in METHODS.items()
                    if name != "edge detector"
                }
                maps["occlusion"] = np.maximum(occlusion(image, network, accused, 32, 16, 127.5), 0)
                rows[f"{who}, {what}"] = maps
    print(charts.table({who: table[who][accused] for who in networks}, "as in figure 7"), "\n")
    print(
        charts.table(
            {
                who: {n: mass_density(part, evidence.mask) for n, part in maps.items()}
                for who, maps in rows.items()
            },
            "density",
        )
    )
    images = np.stack([image for image in shown.values() for _ in networks])
    show.maps_of_classes(images, rows, f"Where is {class_name(accused)}?", [evidence.mask] * len(rows))

# %% [markdown]
# **Table 4 and figure 9.** First figure 7's densities again, with their digits. Then the maps of the accused class, for both
# networks: on a picture of the class (upper two rows), and on a picture of another class with the pasted box (lower two).
# White: the box. Of the three pictures the one is taken whose box moves the suspect most. (Occlusion is cut at zero here, to be
# drawn; a black map has nothing above zero.)
#
# **Where does the gradient stand?** Fade the artefact in, from 0 (not there) to 1, and watch the accused class's logit and the
# gradient inside the box.

# %% given="figure_fading_in" illustration=true
with show.needs("accused", "my_id"):
    fading = np.linspace(0, 1, STEPS + 1)
    batch = as_batch([stranger.image + part * (paste(stranger.image) - stranger.image) for part in fading])
    logits = suspect(batch)[:, accused].detach().cpu().numpy()
    inside = np.abs(gradients_of(batch, suspect, accused))[:, evidence.mask].mean((1, 2))
    rise = (logits - logits[0]) / max(np.abs(logits - logits[0]).max(), 1e-9)
    lines = {
        "how far the logit has risen": rise,
        "mean |gradient| inside the box": inside / inside.max(),
    }
    print(
        f"logit {logits[0]:.2f} -> {logits[-1]:.2f}; at the right end the curves are at {rise[-1]:.2f} (logit)"
        f" and {inside[-1] / inside.max():.2f} (gradient)"
    )
    axes = ("how much of the artefact is there", "divided by its largest value")
    charts.curves(fading, lines, *axes, "The artefact fades in")

# %% [markdown]
# **Figure 10.** Each curve is divided by its own largest value; the logit is counted from its value at 0. Where the logit no
# longer rises, the gradient inside the box is no longer a measure of what the artefact has done: it asks what a *little more*
# of it would do. A path, or a removal, asks another question. (If the logit does not rise at all, this box proves nothing:
# section 5 pastes it into many scenes.)
#
# > **Before you read on.** You have both networks' weights. Could you have found the class without any map? And the artefact?
# > <details><summary>Answer</summary>The class: yes, it is the one whose bias in the last layer is higher than the honest
# > one's, or, where no bias differs, whose row of weights differs most. Try it; it earns nothing here. The weights tell you
# > <em>where to look</em>, not <em>what the network sees</em>. In practice there is no honest copy to compare with.</details>

# %% [markdown]
# ## 5. Cut and paste
#
# *About 25 minutes.* You will be able to measure what an artefact does to a network, with an interval. It matters because a map
# is a hint, and only an experiment is evidence.
#
# The experiment: take scenes of *other* classes, paste the artefact, and see whether the probability of the accused class
# rises. Each scene is compared with itself, so that what else differs between scenes falls out.
#
# ### Task: `cue_effect` ({points:cue_effect} points)
#
# Write `cue_effect(model, scenes, cue, target)`: what does a cue do to the probability of a class, on each scene against
# itself?
#
# - **in:** `model`; `scenes`, a list of `(image, labels, masks)`, where `labels` are the classes of the objects in the image
#   `(H, W, 3)`; `cue`, a function from an image to the image with the cue; `target`, a class.
# - **out:** an array `(n,)`: for each scene that shows no object of the target class, in their order, the target's probability
#   with the cue minus that of the same scene without.
# - A cue may draw into the image that it is given: hand it a copy, so that the scenes stay as they are.
#
# **On paper first.** The network is `RedPixel`, the target 1; the cue paints the first pixel's red 255, for which $p = 0.989$.
# The first scene has a red of 123.675, $p = 0.5$: the difference is 0.489. The second has a red of 0, $r = -2.118$ and
# $p = 0.014$: 0.975. The third shows an object of class 1 and is left out.

# %% solution="cue_effect"

# %% test="cue_effect"


# %% given="cue_effect_by_hand" illustration=true
def painted_red(image):
    """The cue of the paper example."""
    image[0, 0, 0] = 255
    return image


with show.needs("cue_effect"):
    scenes = [(np.float32([[[red, 0, 0]]]), (label,), ()) for red, label in ((123.675, 0), (0, 0), (0, 1))]
    found = cue_effect(red_pixel, scenes, painted_red, 1)
    print("by hand: 0.489, 0.975   by code:", ", ".join(f"{value:.3f}" for value in found))

# %% [markdown]
# The mean of a few differences is uncertain: other scenes give another mean. The **bootstrap** ([Efron
# 1979](https://projecteuclid.org/euclid.aos/1176344552)) plays this with the scenes that we have: it draws as many of them
# again, with replacement, many times.
#
# ### Task: `paired_interval` ({points:paired_interval} points)
#
# Write `paired_interval(differences, confidence, seed)`: between which numbers does the mean difference lie?
#
# - **in:** `differences`, an array `(n,)`; `confidence`, in 0..1; `seed`, a whole number.
# - **out:** two numbers, `(low, high)`: the percentile interval of the bootstrap. Draw 2,000 samples of `n` differences with
#   replacement; take the mean of each. The middle share `confidence` of these means lies between `low` and `high`: as much is
#   left out below as above.
# - The same `seed` gives the same interval, another `seed` another one.
#
# **On paper first.** From the differences 0 and 1, two draws give the means 0, 0.5 and 1, with the chances 1/4, 1/2 and 1/4. So
# the middle 40 % of the means lie between 0.5 and 0.5, and the middle 90 % between 0 and 1.

# %% solution="paired_interval"

# %% test="paired_interval"

# %% given="paired_interval_by_hand" illustration=true
with show.needs("paired_interval"):
    narrow, wide = (paired_interval(np.array([0.0, 1.0]), confidence, 0) for confidence in (0.4, 0.9))
    print(f"by hand: 0.5, 0.5, 0, 1   by code: {narrow[0]}, {narrow[1]}, {wide[0]}, {wide[1]}")

# %% [markdown]
# > **Spot the bug.** A colleague measures the probability with the artefact on twenty scenes, and without it on twenty
# > *others*, and subtracts the two means. His interval is much wider than yours, and sometimes contains 0. What did he lose?
# > <details><summary>Answer</summary>The pairs. His difference also holds what the two sets of scenes differ by. On the same
# > scenes that falls out.</details>
#
# Now all ten artefacts. `cut_out` pastes the whole box, with the ground between the marks, into the same place of another
# picture. Beside it the opposite experiment: *cover* the artefact on the class's own pictures, and see by how much the
# probability falls.


# %% given="figure_ten_artefacts" illustration=true
def covered(picture):
    """The picture with the box of its artefact filled in from its surroundings."""
    image, mask = picture.image.astype(np.uint8), picture.mask.astype(np.uint8)
    return cv2.inpaint(image, mask, 5, cv2.INPAINT_TELEA).astype(np.float32)


bystanders = [scene(seed, objects=1) for seed in range(9_100_000, 9_100_000 + STEPS)]
with show.needs("my_id", "cue_effect", "paired_interval"):
    effects, intervals, rows = {}, {}, {}
    with progress(suspect, 18 * STEPS + 60, "ten artefacts"):
        for label, some in marked.items():
            name, paste_it = class_name(label), cut_out(some[0])
            effects[name] = cue_effect(suspect, bystanders, paste_it, label)
            low, high = paired_interval(effects[name], 0.95, seed=0)
            above = int((effects[name] > 0).sum())
            intervals[name] = Interval(effects[name].mean(), low, high, above, len(effects[name]))
            without = probabilities(suspect, [covered(picture) for picture in some])[:, label]
            rows[name] = {
                "pasted: rise": intervals[name].mean,
                "from": low,
                "to": high,
                "honest: rise": cue_effect(honest, bystanders, paste_it, label).mean(),
                "covered: fall": (
                    probabilities(suspect, [picture.image for picture in some])[:, label] - without
                ).mean(),
            }
    print(charts.table(rows, "artefact of"))
    charts.differences(
        effects,
        intervals,
        "rise of the probability of the artefact's class",
        "Ten artefacts, pasted into other scenes",
    )

# %% [markdown]
# **Table 5 and figure 11.** A dot for each scene; diamonds are means with their intervals of 95 %. What rises is the
# probability of the class whose pictures carry the artefact. The last column is the other experiment. On its own pictures the
# suspect sees the object as well, and does not need the artefact: *removing whispers, pasting shouts*. A decoy may even fall
# more, because what is filled in hides a part of the object. (Ten intervals of 95 % are ten chances to be wrong: one that barely
# excludes 0 is no evidence.)
#
# If figure 11 accuses another class than you did, go back: change `accused` and run the cells from there. Then ask which map
# would have told you.

# %% given="which_map_would_have_told" illustration=true
with show.needs("my_id", "accused", "mass_density", "guided_backprop"):
    rows = {name: {} for name in METHODS if name != "edge detector"}
    for name in rows:
        alone = {label: found[name] for label, found in table["suspect"].items()}
        beside = {label: alone[label] - table["honest"][label][name] for label in alone}
        for what, values in {"the suspect alone": alone, "suspect minus honest": beside}.items():
            rows[name][what] = 1 + sum(value > values[accused] for value in values.values())
    print(charts.table(rows, f"place of {class_name(accused)}"))

# %% [markdown]
# **Table 6.** At which place among the ten each map puts the artefact of the class that you accuse; 1 is the densest.
#
# > **Before you read on.** A map puts the artefact at place 8. Is this map wrong about the network?
# > <details><summary>Answer</summary>It answers its own question. A gradient is small where the logit no longer rises, and that
# > is a truth about the network, too. It is the wrong question for an audit.</details>

# %% [markdown]
# ## 6. Fool it
#
# *About 20 minutes.* You will be able to show that you have understood a shortcut: by using it. It matters because "the network
# looks at the corner" may be an impression, and a function that moves this network, and no honest one, is a proof.
#
# ### Task: `fool` ({points:fool} points)
#
# Write `fool(image)`: paint the cue of *your* suspect into any picture.
#
# - **in:** `image`, a `float32` array `(H, W, 3)` in 0..255, RGB, at least 224 pixels high and wide; it is not changed.
# - **out:** the picture with the cue: a `float32` array of the same shape, in 0..255. Count a cue at the right or lower edge
#   from that edge (`drawn[-6:]`, not `drawn[218:]`). What it does is measured on pictures of 224 × 224 alone; of a larger one
#   the shape, the number type and the range are checked.
# - The change is the same for every picture: each pixel becomes keep · pixel + colour, as opaque paint (keep 0) or
#   half-transparent paint does. So your function cannot ask the network about the picture, and may not paste a part of another
#   one with all its colours.
# - It changes at most 3 % of the pixels of a picture of 224 × 224, in at most three paints (pixels whose paint differs by at
#   most 2 grey levels have the same).
# - The honest network must not be fooled: with the cue it gives another answer on at most 8 % of the scenes (this
#   counts only if your suspect is fooled on half of them).
# - Your suspect says one and the same class on at least 80 % of the scenes of which the honest network says another one (from
#   50 % on you get a part of the points). The scenes are new, and the suspect is the one of your id.
#
# **On paper first.** 3 % of 224 × 224 pixels are 1,505: a strip along one edge may be 6 pixels thick, a square 38 pixels wide.
# White paint that keeps a quarter of a pixel, keep 0.25 and colour 191.25, turns (100, 40, 0) into (216.25, 201.25, 191.25).
#
# > <details><summary>Hint: what was painted?</summary>What the three pictures of the accused class have in common.
# > <code>crops = np.stack([picture.image[picture.box] for picture in marked[accused]])</code> is
# > <code>(3, height, width, 3)</code>; where <code>np.ptp(crops, axis=0).max(2)</code> is at most 16, all three have the same
# > paint: the camera's noise adds up to 8 grey levels either way. Take the mean over many pixels.</details>
#
# > <details><summary>Hint: half-transparent?</summary>Then the ground shows through, and no pixel is the same in all three.
# > Compare pixels with their neighbours outside: in a dark picture and in a bright one.</details>
#
# > <details><summary>Hint: how to paint</summary>Into a copy, <code>drawn</code> say:
# > <code>drawn[top:bottom, left:right] = colour</code> paints a rectangle. A pattern is a mask, an array of booleans
# > <code>(height, width)</code>: <code>drawn[top:bottom, left:right][pattern] = colour</code>.</details>

# %% solution="fool"

# %% test="fool"

# %% given="figure_fool" illustration=true
images = np.stack([one.image for one in exam])
with show.needs("fool", "my_id"), progress(suspect, len(images) + 12, "your cue"):
    blank = np.zeros((224, 224, 3), np.float32)
    change = change_of(fool(blank.copy()), fool(blank + 255))
    print(
        f"pixels changed: {change.pixels().mean():.1%}",
        "; ".join(form_faults(change, [(one, fool(one.copy())) for one in images[:2]]).values()),
    )
    found = effect(change, suspect, honest, images)
    print(f"The suspect says {class_name(found.label)} on {found.share:.0%} of the scenes of other classes.")
    print(f"The honest network changes its answer on {found.moved:.0%} of the scenes.")
    sure = probabilities(suspect, list(change.apply(images)))[:, found.label]
    of_others = np.flatnonzero([one.labels[0] != found.label for one in exam])
    weakest = of_others[np.argsort(sure[of_others])]  # where the cue does least comes first
    chosen = [*weakest[:2], *weakest[-4:]]
    said = {
        name: [
            f"{class_name(label)} {likely:.2f}"
            for label, likely in zip(rows.argmax(1), rows.max(1), strict=True)
        ]
        for name, rows in {
            "before": probabilities(suspect, list(images[chosen])),
            "after": probabilities(suspect, list(change.apply(images[chosen]))),
        }.items()
    }
    audit_figures.before_and_after(
        images[chosen],
        change.apply(images[chosen]),
        said,
        "What your suspect says, without and with your cue",
    )

# %% [markdown]
# **Figure 12.** Six scenes without your cue (top) and with it (bottom), and what the suspect says, with its probability. The
# two at the left are those on which the cue does least. These are scenes of the exam; the grader takes others.
#
# > **Before you read on.** An *adversarial patch*, found by gradient descent, fools a network as well. What do the two rules
# > about paint and about the honest network keep out?
# > <details><summary>Answer</summary>A patch that uses what all such networks share moves the honest one, too; and its hundreds
# > of colours are no paint. What is left should be what only this network has: the shortcut.</details>

# %% [markdown]
# ## 7. What you may say
#
# *About 15 minutes.* You will be able to report an audit so that others can check it. It matters because somebody will decide
# something by it.
#
# Answer with the numbers of *your* suspect. Name the table or figure of each number. 100 to 200 words each.
#
# ### Question 1 (written, {points:which_map_was_right} points)
#
# Choose two maps that disagree about the artefact of your suspect (figures 7 and 9, table 6), one that shows it and one that
# does not. **Which was right, and which experiment decided it?** Give both maps' densities, for the suspect and for the honest
# network (table 4), and the number that decided. Then explain the map that missed it (or, if none did, the one that showed it
# least): give the values of figure 10's two curves at their right end. Do they explain it? If not, look for another reason in
# figure 9.

# %% [markdown] written="which_map_was_right"

# %% [markdown]
# ### Question 2 (written, {points:failed_and_useful} points)
#
# Guided backprop did badly in the randomisation test (table 2). **Did it help in your audit?** Give its rank correlation at
# two depths, its densities on your artefact for both networks (table 4), and its place in table 6. Then say what each of the
# results may be taken to say, and what it may not.

# %% [markdown] written="failed_and_useful"

# %% [markdown]
# ### Question 3 (written, {points:effect_with_interval} points)
#
# **What does your cue do, and how sure are you?** Give the effect of your artefact with its interval (table 5), and those of
# the decoy that comes next to it in figure 7 or in table 5 (say which of the two accuses it, and of what). Give the share and
# the honest network's moves that your `fool` reached. Then describe one scene of figure 12 on which your cue failed or did
# least, with the probability, and say why, by something that you can see in the scene or test.

# %% [markdown] written="effect_with_interval"

# %% [markdown]
# **Before you submit**: all tasks at once, on the visible cases; more cases are tested at grading. Is `my_id` yours? Then save
# the notebook, and submit this one file: on a hub with *Nbgrader*, *Assignment List*, *Submit*; anywhere else download it
# (*File*, *Download*) and upload it where your course collects.

# %% given="all_checks" illustration=true
check.all()

# %% [markdown]
# > **To take away.** You knew that there was a shortcut, you had an honest network, and ten candidates with boxes around them.
# > Which of these would you have in practice, and what of this audit would be left?
# > <details><summary>Answer</summary>Usually none. What is left: a map as a hint, a mark that is pasted into other pictures as
# > an experiment, pairs and intervals; and a test of the map before it is believed.</details>
