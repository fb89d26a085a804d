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
# # Feature attribution for explainable AI in vision, part 1
#
# {badge}
#
# A convolutional network looks at a picture and names a class. Which pixels decided?
#
# **Feature attribution** answers with a map: one number per pixel or region, large where the picture mattered. The methods here
# are **gradient-based**: they differ in *which* gradient they take, and *where*.
#
# |method|its question|
# |---|---|
# |**saliency map** ([Simonyan et al. 2014](https://arxiv.org/abs/1312.6034))|Which pixels, changed a little, change the score most?|
# |**Grad-CAM** ([Selvaraju et al. 2017](https://arxiv.org/abs/1610.02391))|Which regions of the last feature map speak for the class?|
# |**integrated gradients** ([Sundararajan et al. 2017](https://arxiv.org/abs/1703.01365))|Which pixels raised the score on the way from "nothing" to this picture?|
#
# In three hours you will write the core of all three and test a doubt about them.
#
# **How to work.** Run the cells from top to bottom, again after a restart. Write in those with `YOUR CODE HERE` or
# `YOUR ANSWER HERE`, and in a few ungraded cells that begin with a comment.
#
# **Further sources.** Sturmfels et al. 2020,
# [Visualizing the impact of feature attribution baselines](https://distill.pub/2020/attribution-baselines/) (CC-BY; retold in
# section 5); an early implementation, [TianhongDai/integrated-gradient-pytorch](https://github.com/TianhongDai/integrated-gradient-pytorch)
# (MIT). **Photographs.** *astronaut* (NASA, public domain), *cat* (Stéfan van der Walt, CC0), *coffee* (Rachel Michetti, CC0).

# %% [markdown]
# ## 0. Set up, and a first map
#
# *About 10 minutes.* You will run this notebook on Colab, a JupyterHub or your own computer (Python 3.11 or newer). It matters
# because you will want to try your own pictures.
#
# The folded cell below finds the folder `lab`. On Colab upload `part1.zip`, connect your Google Drive, or set
# `COURSE = "https://..."` (your teacher's address) in a new cell above.

# %% given="set_up" folded=true
{set_up}

# %% given="imports"
from itertools import pairwise

import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from lab import charts, doubt, play, show
from lab.by_hand import looks_read
from lab.challenges import challenge
from lab.check import check
from lab.doubt import share_inside
from lab.images import load_image, undo_normalisation
from lab.map_pairs import cosine, rank_correlation
from lab.models import class_name, load_pocket_vgg19, load_vgg19
from lab.occlusion import occlusion
from lab.own_image import own_image, upload_button
from lab.progress import progress
from lab.scenes import scene
from lab.toys import RedPixel, two_classes
from lab.with_captum import captum_map
from lab.world import picture_file, world_of

cuda = torch.cuda.is_available()
device = torch.device("cuda:0" if cuda else "cpu")
np.random.seed(0)
print("cuda:", cuda, "device:", device)

# %% [markdown]
# Choose a network:
#
# - `load_vgg19()`: VGG19 trained on ImageNet, for photographs (548 MB; the pocket network replaces it if the download fails).
# - `load_pocket_vgg19()`: the **pocket VGG19**, the same layers with fewer channels, trained on *drawn* scenes of ten ImageNet
#   classes.
#
# **Cost.** On two processor cores the pocket network takes up to four minutes, VGG19 about twenty. `STEPS = 20` in a new cell
# shortens slow cells; a GPU helps most (on Colab: *Runtime*, *Change runtime type*).

# %% given="load_network"
# For the small network, in a new cell below: model = load_pocket_vgg19().to(device)
model = load_vgg19().to(device)
# Steps of integrated gradients, and what every slow cell costs. On a slow machine, in a new cell below: STEPS = 20
STEPS = 50

# %% given="load_the_image"
# Pictures of classes that this network knows; photographs=True or False overrules it
world = world_of(model)
# An image, its two classes, and for each a mask of the pixels that belong to it
img, classes, masks = world.two
print(world.name, img.shape, img.dtype, "from", img.min(), "to", img.max())
print("classes:", ", ".join(f"{class_name(label)} ({label})" for label in classes))

# %% [markdown]
# The first map needs no gradient: **occlusion** covers one square after another and notes how far each class's probability
# falls.

# %% given="figure_first_map" illustration=true
with progress(model, 50, "squares"):
    first = occlusion(model, img, classes)
    named = {class_name(label): {"occlusion": part} for label, part in zip(classes, first, strict=True)}
    figure = show.maps_of_classes(img, named, "Covered here, the class loses probability", outlines=masks)

# %% [markdown]
# **Figure 1.** Bright: covering this place lowers the class's probability. White: the object's outline, which the network has
# never seen.
#
# > **Before you read on.** This map took 50 forward passes. How many would one square *per pixel* take?
# > <details><summary>Answer</summary>224² = 50,176. One backward pass gives the gradient at all pixels: saliency and Grad-CAM need one per class, integrated gradients one per step.</details>

# %% [markdown]
# ## 1. Inspect the network
#
# *About 15 minutes.* You will learn what each part of VGG19 is for. It matters because each method looks at a different place.
#
# Read about [ImageNet](https://www.image-net.org) and [VGG19](https://arxiv.org/abs/1409.1556) (Simonyan & Zisserman 2014), a
# convolutional network with 19 layers of weights. `model` is in **evaluation mode** (dropout is off), and its weights do not
# require gradients.

# %% given="print_network" illustration=true
print(model)

# %% given="figure_network" illustration=true
sizes, batch = {"image": (3, 224, 224)}, torch.zeros(1, 3, 224, 224, device=device)
with torch.no_grad():
    logits = model(batch)  # (N, K)
    for module in model.features:
        batch = module(batch)
        if isinstance(module, nn.MaxPool2d):
            sizes[f"block {len(sizes)}"] = tuple(batch.shape[1:])  # (C, h, w)
figure = charts.boxes(
    sizes | {"hidden": (model.classifier[3].out_features,), "logits": (logits.shape[1],)},
    "The network in boxes",
)

# %% [markdown]
# **Figure 2.** Under each box: the size of its output, channels × height × width.
#
# ### Question 1 (written, {points:vgg_architecture} points)
#
# Inspect the network and name its **three main parts**. For each, describe in one or two sentences what its layers do *and*
# what the part is for. After which part is "*where* in the picture?" lost, and why?

# %% [markdown] written="vgg_architecture"

# %% [markdown]
# ### Question 2 (written, {points:input_output_dimensions} points)
#
# Describe the network's **input** (the shape of the tensor, the meaning of each axis) and its **prediction** (the shape, what a
# single number says). Which of these sizes could you change without changing the network, and which not?

# %% [markdown] written="input_output_dimensions"

# %% [markdown]
# > **Before you read on.** The last block's output is much coarser than the picture. What does this mean for a map made from it?
# > <details><summary>Answer</summary>It can be no finer than that grid: a soft blob, whose edges are not the object's.</details>

# %% [markdown]
# ## 2. An image, and what the network says about it
#
# *About 20 minutes.* You will turn a picture into the network's input, and its output into a probability. It matters because
# many wrong maps begin with a wrongly prepared picture, and no error is raised.
#
# An **image** here is an RGB array `(H, W, 3)`: height, width, colours, `float32` from 0 to 255. **Read the picture yourself**
# (no points) from the file `PICTURE`: `cv2.imread` gives blue, green, red; turn it into RGB, resize it to $224\times224$, make it
# `float32`.
#
# > <details><summary>Hint</summary><code>cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)</code>, <code>cv2.resize(pixels, (224, 224))</code> (width first), <code>.astype(np.float32)</code></details>

# %% given="picture_file"
PICTURE = picture_file(img)
mine = None

# %% own="read_a_picture" solved_by="read_a_picture"
# mine = cv2.imread(PICTURE) ...

# %% given="figure_image" illustration=true
print(looks_read(mine, img))
outlined = {
    class_name(label): img * (0.25 + 0.75 * mask[..., None])
    for label, mask in zip(classes, masks, strict=True)
}
figure = show.images({"the image": img} | outlined, "One picture, two classes")

# %% [markdown]
# **Figure 3.** The image and its two classes: everything outside the mask is darkened. (Masks of photographs are hand-drawn.)
#
# ### Task: `pre_processing` ({points:pre_processing} points)
#
# VGG19 takes pixels $v_c$ scaled to 0..1 and normalised by ImageNet's mean $\mu_c$ and standard deviation $\sigma_c$ of each
# colour $c$:
#
# $$x_c=\frac{v_c/255-\mu_c}{\sigma_c}$$
#
# This formula is **already in the cell**. The layout is missing: a tensor, colour axis first, plus a batch axis.
#
# - **in:** `obs`, an array `(H, W, 3)`, RGB in 0..255, of any height and width.
# - **out:** a tensor `(1, 3, H, W)`, `torch.float32`, on `torch_device`; its values lie between −2.2 and 2.7. It must be a
#   *leaf* (not computed from a tensor that requires gradients).
# - `obs` itself must not be changed.
# - **Tip:** `torch.tensor(obs, dtype=torch.float32, device=torch_device)`.
#
# **On paper first.** A red and a black pixel in one row have the shape `(1, 2, 3)`. Red becomes $(1-0.485)/0.229=2.249$ and
# $(0-0.485)/0.229=-2.118$. The tensor `(1, 3, 1, 2)` begins with the red plane, `[[2.249, -2.118]]`; its green plane is −2.036,
# its blue one −1.804.

# %% solution="pre_processing"

# %% test="pre_processing"

# %% given="figure_pre_processing" illustration=true
with show.needs("pre_processing"):
    print(
        "by hand: [2.249, -2.118]   by code:",
        pre_processing(np.float32([[[255, 0, 0], [0, 0, 0]]]), cuda)[0, 0],
    )
    batch = pre_processing(img, cuda)
    print("batch:", tuple(batch.shape), batch.dtype, f"from {batch.min():.2f} to {batch.max():.2f}")
    back, rebuilt = undo_normalisation(batch), img.reshape(3, *img.shape[:2]).transpose(1, 2, 0)
    show.images({"there and back": back, "cut up with reshape": rebuilt}, "Reordering is not reshaping")

# %% [markdown]
# **Figure 4.** Left: with the normalisation undone, your tensor is the picture again. Right: cut up with `reshape` instead of
# reordered with `transpose`. The shape is right, the picture is not, and no error is raised.
#
# > **Spot the bug.** A colleague writes `obs /= 255`. The first prediction is right; when the cell runs again, the picture is nearly black. Why?
# > <details><summary>Answer</summary>It writes into the caller's array, and the second call divides again. Call your functions twice on the same image.</details>
#
# ### Task: `predict` ({points:predict} points)
#
# The network gives one number per class, the **logits** $z_1\dots z_K$. The **softmax** turns them into probabilities, positive
# and adding up to 1; class $c$ gets
#
# $$p_c=\frac{e^{z_c}}{\sum_{k=1}^{K}e^{z_k}}$$
#
# - **in:** `input`, a batch `(N, 3, H, W)`; `target_label_idx`, the index of a class or `None`.
# - **out:** the pair `(target_label_idx, output)`: the class, and its softmax probability for each image, a tensor `(N, 1)`
#   between 0 and 1, still attached to the graph for its gradient (no `.item()`, no `.detach()`). With `None`, choose the class
#   with the highest score of the (first) image and return it as an `int`.
# - Class 0 is a class like any other. The number of classes is not always 1000.
# - **Tip:** `output.gather(1, index)` picks one column per row; `index` is an `int64` tensor `(N, 1)` on the device of
#   `output`.
#
# **On paper first.** The logits $(0,\ln3)$ give $e^0=1$ and $e^{\ln3}=3$, hence the probabilities 1/4 and 3/4. With `None` the
# answer is class 1 with 0.75; for class 0 it is 0.25.

# %% solution="predict"

# %% test="predict"


# %% given="figure_predict" illustration=true
def guesses(image, most=5):
    """The names of the likeliest classes and their probabilities, those above one per cent."""
    batch = pre_processing(image, cuda)
    likeliest = model(batch)[0].topk(most).indices.tolist()
    found = {class_name(label): predict(batch, model, label, cuda)[1].item() for label in likeliest}
    return {name: probability for name, probability in found.items() if probability > 0.01} or found


with show.needs("predict", "pre_processing"):
    print(
        "by hand: class 1 has 0.75   by code:",
        predict(torch.zeros(1, 3, 2, 2, device=device), two_classes, None, cuda),
    )
    target, output = predict(pre_processing(img, cuda), model, None, cuda)
    print(f"The network says: {class_name(target)} (class {target}), probability {output.item():.3f}")
    for label in classes:
        probability = predict(pre_processing(img, cuda), model, label, cuda)[1].item()
        print(f"Asked for {class_name(label)} (class {label}): probability {probability:.3f}")
    charts.bars(guesses(img), "probability", "The network's probabilities for our image")

# %% [markdown]
# **Figure 5.** The classes above one per cent, at most five. From here on `target` is the predicted class.
#
# > **Before you read on.** If the network became more confident of one object, what would happen to the other's probability, even at the same logit?
# > <details><summary>Answer</summary>It must fall: the probabilities add up to 1.</details>

# %% [markdown]
# ## 3. Saliency maps
#
# *About 35 minutes.* You will compute the gradient of a class's score with respect to every pixel, and learn when its map
# misleads. It matters because integrated gradients use this gradient too, and Grad-CAM a deeper one.
#
# ### 3.1 The gradient of the score
#
# The saliency map, or *vanilla gradient*, comes from the gradient of a class's score $\mathcal{F}(\mathbf{x})$, here the
# probability from `predict`, at our image $\mathbf{x}_0$:
#
# $$g(\mathbf{x}_0)=\left.\frac{\partial\mathcal{F}(\mathbf{x})}{\partial\mathbf{x}}\right|_{\mathbf{x}=\mathbf{x}_0}$$
#
# It says how fast the score rises with each value of the image, and points in the **direction of steepest ascent**: no other
# small change of the same length raises the score more.
#
# ### Task: `calculate_outputs_and_gradients` ({points:backprop} points)
#
# The lines between the score and its gradient, `input.grad`, are missing: clear the network's old gradients, then backpropagate
# from the score.
#
# - **in:** `inputs`, a list of images `(H, W, 3)` in 0..255; `target_label_idx`, a class or `None`.
# - **out:** the pair `(gradients, target_label_idx)`: a NumPy array `(n, 3, H, W)`, for each image the derivative of the
#   target's softmax *probability* with respect to the *pre-processed* image; and the class that was used, an `int`. With `None`
#   it is the one predicted for the **first** image, then used for all.
# - Raw gradients: no absolute value, no scaling.
#
# **On paper first.** A network sees only the red value $r$ of one pixel and gives the logits $(0,2r)$. Class 1 has
# $p=1/(1+e^{-2r})$, with the derivative $2p(1-p)$. A red of 123.675 is normalised to $r=0$, so $p=1/2$ and the derivative is
# 1/2, for class 0 −1/2. Green and blue get 0.

# %% solution="backprop"

# %% test="backprop"

# %% given="figure_backprop" illustration=true
red_pixel = RedPixel()  # the network of the paper example
with show.needs("backprop", "predict", "pre_processing"):
    by_code, _ = calculate_outputs_and_gradients([np.float32([[[123.675, 0, 0]]])], red_pixel, 1, cuda)
    print("by hand: 0.5, 0, 0   by code:", by_code.ravel())
    gradients, label_index = calculate_outputs_and_gradients([img], model, None, cuda)
    gradients = np.transpose(gradients[0], (1, 2, 0))  # (H, W, 3)
    print("gradients:", gradients.shape, "of", class_name(label_index))
    show.signed_channels(img, gradients, f"Gradients of {class_name(label_index)}")

# %% [markdown]
# **Figure 6.** The gradient, colour by colour. Red: *more* of this colour would raise the probability. Blue: *less* would.
# White: little effect on this scale.
#
# > **Spot the bug.** A tutorial says: "*set `required_gradient=True` on the input tensor*". It raises no error, but `input.grad` stays `None`. Why?
# > <details><summary>Answer</summary>The attribute is called <code>requires_grad</code>. Python accepts any name, so the misspelt one is kept and never read.</details>
#
# ### 3.2 Draw it
#
# ### Task: `saliency_map` ({points:saliency_map} points)
#
# Each pixel's three numbers become one, the largest absolute value: $M_{ij}=\max_c|g_{ijc}|$ (row $i$, column $j$, colour $c$).
#
# - **in:** `gradients`, an array `(H, W, 3)`.
# - **out:** an array `(H, W)`, none of it negative, in the gradients' own units (not scaled to 0..1).
# - `gradients` itself must not be changed.
#
# **On paper first.** Two pixels with the gradients $(0.1,-0.5,0.2)$ and $(0.3,0.3,-0.1)$ have the saliency 0.5 and 0.3. The
# first pixel's strongest number is negative.

# %% solution="saliency_map"

# %% test="saliency_map"

# %% given="saliency_by_hand" illustration=true
with show.needs("saliency_map"):
    print("by hand: 0.5, 0.3   by code:", saliency_map(np.array([[[0.1, -0.5, 0.2], [0.3, 0.3, -0.1]]])))

# %% [markdown]
# **Draw it yourself** (no points): `img` beside the map of `gradients`, without axes, with a title.
#
# > <details><summary>Hint</summary><code>axes[0].imshow(img / 255)</code>; <code>axes[1].imshow(saliency_map(gradients), cmap="inferno")</code>; <code>.axis("off")</code> on both. Too dark? <code>vmax=np.percentile(..., 99.5)</code></details>

# %% own="draw_a_saliency_map" solved_by="draw_a_saliency_map"
# figure, axes = plt.subplots(1, 2, figsize=(8, 4))


# %% given="figure_saliency" illustration=true
def plot_gradients(img, gradients, title):
    """The image (H, W, 3) beside the saliency map of its gradients (H, W, 3)."""
    show.image_and_map(img, saliency_map(gradients), title)


with show.needs("saliency_map", "backprop"):
    plot_gradients(img, gradients, f"The image and its gradient map: {class_name(label_index)}")

# %% [markdown]
# **Figure 7.** The map is grainy, as neighbouring pixels can pull in opposite directions. Black is zero; the strongest half per
# cent share one yellow. Maps without a colour bar each have their own scale: compare *where* they are bright, not *how* bright.
#
# ### 3.3 Saturation
#
# A ReLU whose input is below zero gives 0; its slope is 0, and no gradient passes through.
# [Shrikumar et al. (2017)](https://arxiv.org/abs/1704.02685) show the consequence with two inputs that grow together from 0 to
# 1:
#
# $$y=1-\mathrm{ReLU}(1-x_1-x_2),\qquad\mathrm{ReLU}(a)=\max(a,0)$$

# %% given="figure_saturation_toy" illustration=true
x = torch.linspace(0, 1, 201, requires_grad=True)  # x1 = x2 = x
y = 1 - torch.relu(1 - x - x)
(slope,) = torch.autograd.grad(y.sum(), x)
lines = {"y": y.detach().numpy(), "gradient with respect to x1": slope.numpy() / 2 + 0}
figure = charts.curves(x.detach().numpy(), lines, "x1 = x2", "", "A unit that saturates")

# %% [markdown]
# **Figure 8.** The output rises until the inputs add up to 1, then stays flat. The dashed line is the gradient.
#
# The softmax saturates, too: a factor on all logits changes no decision, but makes the network more confident.

# %% given="figure_saturation_softmax" illustration=true
with show.needs("pre_processing", "predict", "saliency_map"):
    batch = pre_processing(img, cuda).requires_grad_()
    rows, maps = {}, {}
    for factor in (1, 4, 16, 64, 256):
        probability = F.softmax(factor * model(batch), dim=1)[0, target]
        (slope,) = torch.autograd.grad(probability, batch)
        largest = slope.abs().max().item()
        rows[f"logits × {factor}"] = {"probability": probability.item(), "largest |gradient|": largest}
        maps[f"logits × {factor}, at most {largest:.1g}"] = saliency_map(
            slope[0].permute(1, 2, 0).cpu().numpy()
        )
    print(charts.table(rows))
    ends = {name: maps[name] for name in (next(iter(maps)), list(maps)[-1])}
    show.maps_side_by_side(img, ends, "The drawing rescales")

# %% [markdown]
# **Table 1 and figure 9.** As the probability goes to 1, its gradient goes to 0 (perhaps after a rise). The maps hide this, each
# on its own scale: the numbers shrink, the picture stays full, unless `float32` rounds to *exactly* 0.
#
# ### Question 3 (written, {points:saturation} points)
#
# In figure 8 at $x_1=x_2=1$, and in the last row of table 1, the gradient is zero or nearly zero. Explain *why* in both cases,
# and why "the gradient of this input is zero" does **not** mean "this input does not matter". Which other question about the
# input would show its importance?

# %% [markdown] written="saturation"

# %% [markdown]
# > **Spot the bug: probability or logit?** A paper's "gradient of the class *score*" means the logit $z_c$; a program differentiates the probability $p_c$, after the softmax. Do both give the same map?
# > <details><summary>Answer</summary>No. The probability falls when <em>another</em> class rises, so its map also shows what speaks for the rival. Here saliency and integrated gradients use the probability, Grad-CAM the logit. Say which score.</details>

# %% given="figure_probability_or_logit" illustration=true
with show.needs("saliency_map", "backprop", "pre_processing"):
    batch = pre_processing(img, cuda).requires_grad_()
    (of_logit,) = torch.autograd.grad(model(batch)[0, target], batch)
    of_logit = of_logit[0].permute(1, 2, 0).cpu().numpy()  # (H, W, 3)
    maps = {"probability": saliency_map(gradients), "logit": saliency_map(of_logit)}
    print(f"cosine of the two gradients: {cosine(gradients, of_logit):.2f} (1: same direction, 0: unrelated)")
    show.maps_side_by_side(img, maps, f"Saliency of {class_name(target)}: which score was meant?")

# %% [markdown]
# **Figure 10.** The saliency of the probability and of the logit.
#
# > **Before you read on.** Which pixels will light up in the saliency map of the *other* class: its own alone, or also its rival's?
# > <details><summary>Answer</summary>Also its rival's: whatever lowers the rival's logit raises this probability.</details>

# %% [markdown]
# ## 4. Grad-CAM
#
# *About 35 minutes.* You will look inside a network with a hook, and build a map of the regions that speak for a class. It
# matters because deep layers know *what* is there, and still roughly *where*.
#
# [Grad-CAM](https://arxiv.org/abs/1610.02391) stops short of the image, at the **activation map** $A$ of the last convolutional
# layer: $C$ channels $A^k$ of height $h$ and width $w$ ($512\times14\times14$ in the full VGG19).
#
# The recipe:
# 1. **Forward pass** up to the class's **logit** $y_c$.
# 2. **Backward pass** from this one logit to $A$: $\partial y_c/\partial A^k$.
# 3. **Pool** it over the $Z=h\cdot w$ places (row $i$, column $j$). Each channel gets one weight:
#
#    $$\alpha^c_k=\overbrace{\frac{1}{Z}\sum_i\sum_j}^{\text{average pooling}}\underbrace{\frac{\partial y_c}{\partial A^k_{ij}}}_{\text{gradient}}$$
#
# 4. **Weight** the channels, **add** them, and **cut** what is negative: we want what speaks *for* the class.
#
#    $$L_{ij}^c=\mathrm{ReLU}\Big(\sum_k\alpha^c_kA^k_{ij}\Big)$$
#
# 5. **Draw**: scale $L^c$ to 0..1, enlarge it, and lay it over the image.
#
# ### 4.1 A hook
#
# PyTorch keeps the gradients of leaves only. To catch another, register a **hook** on its tensor: a function that is called
# with the gradient. This [video](https://www.youtube.com/watch?v=syLFCVYua6Q) (22 minutes) is worth watching.
#
# **On paper first.** Let $x=3$, $a=x^2$ and $y=5a$. Then $\mathrm{d}y/\mathrm{d}a=5$ and $\mathrm{d}y/\mathrm{d}x=5\cdot2x=30$.
# A hook on $a$ must see 5:

# %% given="hook_miniature" illustration=true
x = torch.tensor(3.0, requires_grad=True)
a = x**2
a.register_hook(lambda gradient: print("the hook on a sees", gradient.item()))
(5 * a).backward()
print("and x.grad is", x.grad.item())

# %% [markdown]
# ### Task: the class `VGG` ({points:vgg_hook} points)
#
# `VGG(model)` wraps the loaded network (it must not load another one) and runs it in two halves, with $A$ between them: the
# output of the first 36 modules of `model.features`, after the last ReLU and before the last pooling. Missing are:
#
# - `activations_hook(grad)`: keeps the gradient that it is called with.
# - in `forward(x)`: registers this hook on $A$. `forward` returns the logits `(N, K)`, equal to `model(x)`, also under
#   `torch.no_grad()` and where nothing requires a gradient (no hook can be registered there: look at `x.requires_grad`).
# - `get_activations_gradient()`: returns $\partial\,\text{score}/\partial A$ after `score.backward()`.
# - `get_activations(x)`: returns $A$ for the batch `x`. Both are tensors `(N, C, h, w)`.
#
# The hook only looks: it returns nothing and changes no gradient. Any mechanism that gives these values is right.
#
# > **Why on the tensor?** `register_full_backward_hook` on a *module* fails: VGG's ReLUs work *in place* and overwrite the output of the convolution before them.

# %% solution="vgg_hook"

# %% test="vgg_hook"

# %% given="wrap_the_network"
with show.needs("vgg_hook"):
    vgg = VGG(model).to(device)
    vgg.eval()  # a new module starts in training mode

# %% given="figure_activations" illustration=true
with show.needs("vgg_hook", "pre_processing"):
    seen = vgg.get_activations(pre_processing(img, cuda)).detach()[0].cpu().numpy()  # (C, h, w)
    print("activation map:", seen.shape)
    show.channels(seen, seen.mean((1, 2)), "The most and the least active channels", called="mean", image=img)
    naive = seen.mean(0) / seen.mean(0).max()  # (h, w)
    blended = show.overlay(img, naive)
    show.heatmap_and_overlay(img, naive, blended, "The average of all channels", "mean activation, 0..1")

# %% [markdown]
# **Figures 11 and 12.** Six channels of $A$, each on its own scale, show where *something* was found. The average of all
# channels mixes *all* classes and explains no single one. For one class each channel needs a weight: a gradient.
#
# ### 4.2 The gradient at $A$
#
# The input requires a gradient because something in the graph must: the weights do not.

# %% given="activation_gradients"
with show.needs("vgg_hook", "pre_processing", "predict"):
    batch = pre_processing(img, cuda).requires_grad_()
    logits = vgg(batch)  # (1, K)
    logits[0, target].backward()
    activation_gradients = vgg.get_activations_gradient()
    print(f"score of {class_name(target)}: {logits[0, target].item():.3f}")
    print("gradient at the activation map:", tuple(activation_gradients.shape))

# %% [markdown]
# ### Task: `pool_gradients` ({points:pool_gradients} points)
#
# Step 3 of the recipe.
#
# - **in:** `gradients`, a tensor `(1, C, h, w)`; $C$, $h$ and $w$ may be anything.
# - **out:** a tensor `(C,)`: the mean over the batch axis and the two axes of space. Weights may be negative.
#
# **On paper first.** Two channels of $2\times2$ have the gradients $1,2,3,6$ and $-1,0,0,-3$. Their weights are $12/4=3$ and
# $-4/4=-1$.

# %% solution="pool_gradients"

# %% test="pool_gradients"

# %% given="pooled"
with show.needs("pool_gradients", "vgg_hook"):
    by_hand = torch.tensor([[[[1.0, 2.0], [3.0, 6.0]], [[-1.0, 0.0], [0.0, -3.0]]]])
    print("by hand: 3, -1   by code:", pool_gradients(by_hand))
    pooled_gradients = pool_gradients(activation_gradients)
    print("pooled_gradients:", tuple(pooled_gradients.shape))

# %% given="figure_weights" illustration=true
with show.needs("pool_gradients", "vgg_hook"):
    weights = pooled_gradients.cpu().numpy()
    show.channels(seen, weights, f"By weight: for and against {class_name(target)}", image=img)
    contributions = weights * seen.mean((1, 2))  # what each channel adds to the map's mean
    show.channels(
        seen, contributions, f"By contribution: for and against {class_name(target)}", called="adds", image=img
    )

# %% [markdown]
# **Figures 13 and 14.** Channels by weight, and by weight × mean activation, which is what each adds to the map. A channel with a high
# weight may have seen nothing, or only the frame, where convolutions meet the zeros of their padding. In which figure do the
# channels lie on the objects?

# %% [markdown]
# ### Task: `grad_cam_heatmap` ({points:grad_cam_heatmap} points)
#
# Steps 4 and 5: weight the channels, average them (after scaling the same as the sum), cut what is negative, divide by the
# largest value.
#
# - **in:** `activations`, a tensor `(1, C, h, w)`; `pooled_gradients`, a tensor `(C,)`.
# - **out:** a tensor `(h, w)` in 0..1, whose largest value is 1. Where *nothing* is positive: all zeros (never NaN).
# - The arguments must not be changed. (A second run of `*=` would weight them twice.)
#
# **On paper first.** The channels $A^1=\begin{pmatrix}1&0\\2&4\end{pmatrix}$ and $A^2=\begin{pmatrix}0&3\\2&0\end{pmatrix}$
# have the weights 3 and −1. Their weighted sum $\begin{pmatrix}3&-3\\4&12\end{pmatrix}$, cut and divided by 12, is
# $\begin{pmatrix}0.25&0\\0.33&1\end{pmatrix}$.

# %% solution="grad_cam_heatmap"

# %% test="grad_cam_heatmap"

# %% given="figure_heatmap" illustration=true
with show.needs("grad_cam_heatmap", "pool_gradients", "vgg_hook"):
    by_hand = torch.tensor([[[[1.0, 0.0], [2.0, 4.0]], [[0.0, 3.0], [2.0, 0.0]]]])
    print(
        "by hand: 0.25, 0, 0.33, 1   by code:", grad_cam_heatmap(by_hand, torch.tensor([3.0, -1.0])).ravel()
    )
    activations = vgg.get_activations(pre_processing(img, cuda)).detach()  # (1, C, h, w)
    heatmap = grad_cam_heatmap(activations, pooled_gradients)
    print("heatmap:", tuple(heatmap.shape), f"from {heatmap.min():.2f} to {heatmap.max():.2f}")


# %% given="figure_overlay" illustration=true
def overlay_heatmap(img, heatmap):
    """0.4 heatmap + 0.6 image, (H, W, 3) uint8, RGB: hot is red, cold is blue."""
    return show.overlay(img, heatmap)


with show.needs("grad_cam_heatmap", "pool_gradients", "vgg_hook"):
    cells = heatmap.cpu().numpy()  # (h, w)
    show.heatmap_and_overlay(img, cells, overlay_heatmap(img, cells), f"Grad-CAM: {class_name(target)}")

# %% [markdown]
# **Figure 15.** Grad-CAM of the predicted class: image, coarse heatmap, overlay. Red is strong evidence, blue is none.
#
# > **Spot the bug: the wrong way round.** In the next cell, `wrong` is how this tutorial once laid the heatmap over the image. Why does it look like the *opposite* heatmap?
# > <details><summary>Answer</summary>OpenCV gives blue, green, red; <code>img</code> is red, green, blue. JET runs from blue to red, so hot becomes blue. <code>cv2.cvtColor(heatmap, cv2.COLOR_BGR2RGB)</code> fixes it.</details>

# %% given="figure_overlay_bug" illustration=true
with show.needs("grad_cam_heatmap", "pool_gradients", "vgg_hook"):
    large = cv2.resize(cells, (img.shape[1], img.shape[0]))  # cv2 takes (width, height)
    wrong = cv2.applyColorMap(np.uint8(255 * large), cv2.COLORMAP_JET) * 0.4 + img * 0.6
    pictures = {
        "right": overlay_heatmap(img, cells),
        "the bug": wrong,
        "right, of 1 − heatmap": overlay_heatmap(img, 1 - cells),
    }
    show.images(pictures, "The same heatmap?")

# %% [markdown]
# **Figure 16.** The right overlay, the bug, and the right overlay of the *opposite* heatmap. The last two are the same.
#
# > **Before you read on.** A channel fires on *both* objects and speaks for one class. What will the Grad-CAM of this class show on the other object?
# > <details><summary>Answer</summary>It lights up there, too: one weight per channel cannot tell places apart.</details>

# %% [markdown]
# ## 5. Integrated gradients
#
# *About 40 minutes.* You will add up gradients along a path, check the result by a sum, and see what the path's start does to
# the map. It matters because this method makes a promise that can be tested.
#
# **Before you code**, read sections 1 to 3 of the [paper](https://arxiv.org/abs/1703.01365).
#
# The gradient *at the image* may be blind: a small change of a clear picture hardly matters. Integrated gradients (IG) walk in
# a straight line from a **baseline** $\mathbf{x}'$ that shows nothing (black, or noise) to the image $\mathbf{x}$. With
# $\alpha$ the fraction of the path travelled (not a weight $\alpha_k$), each value $x_i$ of the pre-processed image gets
#
# $$IG_i(\mathbf{x})=\underbrace{(x_i-x'_i)}_{\text{difference}}\;\overbrace{\int_0^1\frac{\partial\mathcal{F}\big(\mathbf{x}'+\alpha\,(\mathbf{x}-\mathbf{x}')\big)}{\partial x_i}\,d\alpha}^{\text{gradients on the way}}$$
#
# In practice, a sum over $m$ steps replaces the integral:
#
# $$IG_i(\mathbf{x})\approx(x_i-x'_i)\times\frac{1}{m}\sum_{k=1}^{m}\frac{\partial\mathcal{F}\big(\mathbf{x}'+\tfrac{k}{m}\,(\mathbf{x}-\mathbf{x}')\big)}{\partial x_i}$$
#
# **The promise**, called *completeness*: all attributions add up to the change of the score,
#
# $$\sum_iIG_i(\mathbf{x})=\mathcal{F}(\mathbf{x})-\mathcal{F}(\mathbf{x}').$$
#
# **On paper first.** Let $\mathcal{F}(x_1,x_2)=x_1x_2$, from $(0,0)$ to $(2,3)$. At $(2\alpha,3\alpha)$ the gradient is
# $(3\alpha,2\alpha)$, on average $(1.5,1)$. Times the difference $(2,3)$ this gives the attributions $(3,3)$, which add up to
# $6=\mathcal{F}(2,3)-\mathcal{F}(0,0)$.
#
# ### Task: `integrated_gradients` ({points:integrated_gradients} points)
#
# 1. **The path**: the baseline plus a fraction of the *difference* between image and baseline.
# 2. **The gradients** of the target's probability on the path (you have a function for it).
# 3. **Their average.**
# 4. **The product** with the difference, both images *pre-processed*: gradients are per normalised unit.
#
# - **in:** `inputs`, an image `(H, W, 3)` in 0..255; `target_label_idx`, a class or `None`; `baseline`, an image like `inputs`,
#   or `None` for the black image (given); `steps`, how many.
# - **out:** an array `(H, W, 3)`, signed, not scaled. The score is the softmax probability.
# - With `None` as target the class is chosen **once**, on the image itself (given).
# - Left, right, middle and trapezoid sums are all right, as long as the weights of the gradients add up to 1.
# - Neither `inputs` nor `baseline` may be changed. A black *image* is not a tensor of zeros: see `pre_processing`.
# - **Tip:** `.detach().cpu().numpy()` turns a tensor into an array.
#
# **And with a network**: `RedPixel` from section 3, from black ($r=-2.118$, $p=0.014$) to a red of 123.675 ($r=0$, $p=0.5$).
# Red must get $0.5-0.014=0.486$, green and blue 0. With 50 steps you may see 0.476, 0.486 or 0.496, depending on the sum; with
# 1000 they nearly agree.

# %% solution="integrated_gradients"

# %% test="integrated_gradients"

# %% given="compute_integrated_gradients" illustration=true
with show.needs("integrated_gradients", "backprop"):
    for m in (50, 1000):
        by_code = integrated_gradients(np.float32([[[123.675, 0, 0]]]), red_pixel, 1, None, m, cuda)
        print(f"by hand: 0.486, 0, 0   by code, {m} steps:", np.round(by_code.ravel(), 3))
    int_gradients_zerobl = integrated_gradients(
        img, model, label_index, baseline=None, steps=STEPS, cuda=cuda
    )
    print("integrated gradients:", int_gradients_zerobl.shape, "of", class_name(label_index))

# %% [markdown]
# > **Spot the bug.** "*Each image on the path is the baseline plus a fraction of the input image.*" With a black baseline this gives the right map, with a white one it does not. Why?
# > <details><summary>Answer</summary>It must be a fraction of the <em>difference</em>, x′+α(x−x′). With black, x′ is 0 and both are the same. With white, x′+αx leaves the range of colours and never arrives at x. A test on the easy case alone cannot see it.</details>
#
# Now walk to a picture of *one* class:

# %% given="figure_path" illustration=true
one, (single,), _ = world.one
with (
    show.needs("integrated_gradients", "backprop", "predict", "saliency_map"),
    progress(model, 77, "the path"),
):
    alphas = np.linspace(0, 1, 6)
    along = [np.float32(alpha * one) for alpha in alphas]  # the black image is 0
    path_gradients, _ = calculate_outputs_and_gradients(along, model, single, cuda)  # (6, 3, H, W)
    pieces = [
        integrated_gradients(after, model, single, before, 10, cuda) for before, after in pairwise(along)
    ]
    so_far = np.cumsum([np.zeros_like(pieces[0]), *pieces], axis=0)  # (6, H, W, 3)
    fine = np.linspace(0, 1, 21)
    scores = [predict(pre_processing(alpha * one, cuda), model, single, cuda)[1].item() for alpha in fine]
    absolute = [saliency_map(gradient.transpose(1, 2, 0)) for gradient in path_gradients]
    gathered = [show.attribution_map(part) for part in so_far]
    show.path(along, absolute, gathered, alphas, (fine, scores))
    play.slide_along(along, gathered, alphas, scores[::4])

# %% [markdown]
# **Figure 17.** The path from the black image to the picture, with a slider. Below: the gradient at each image, on one scale;
# the attribution so far; the probability. Where its curve is steep, the map changes most; where it stays flat near its top, the
# gradients add little: saturation.

# %% given="figure_rivals" illustration=true
with show.needs("predict", "pre_processing"), progress(model, 2 * len(fine), "two rivals"):
    rivals = {
        class_name(label): [
            predict(pre_processing(alpha * img, cuda), model, label, cuda)[1].item() for alpha in fine
        ]
        for label in classes
    }
    axes = ("α, from black (0) to the image (1)", "probability")
    charts.curves(fine, rivals, *axes, "Two classes on one path", ylim=(0, None))

# %% [markdown]
# **Figure 18.** A curve that falls again shows not saturation but *rivalry*: another class has gained.
#
# Every right implementation is **complete**: as the steps grow, here to 50, the sum meets the line.

# %% given="figure_completeness" illustration=true
steps = [m for m in [1, 2, 5, 10, 20, 50] if m <= STEPS]
with show.needs("integrated_gradients", "predict"), progress(model, sum(steps) + 2, "all steps"):
    black = np.zeros_like(img)
    score, score_black = (
        predict(pre_processing(image, cuda), model, target, cuda)[1].item() for image in (img, black)
    )
    sums = [integrated_gradients(img, model, target, None, m, cuda).sum() for m in steps]
    charts.completeness(steps, {"black baseline": sums}, score - score_black)

# %% [markdown]
# **Figure 19.** The sum of all attributions. The line is the change of the score.
#
# **Compare with Captum**, PyTorch's library for attribution (`pip install captum`):

# %% given="compare_with_captum" illustration=true
with show.needs("integrated_gradients"):
    theirs = captum_map(model, img, label_index, STEPS)
    if theirs is None:
        print("Captum is not installed here.")
    else:
        print(f"correlation with Captum's map: {cosine(int_gradients_zerobl, theirs):.3f}")
        print(f"sums: yours {int_gradients_zerobl.sum():.3f}, Captum's {theirs.sum():.3f}")

# %% [markdown]
# ### Task: `random_baseline_integrated_gradients` ({points:random_baseline} points)
#
# Black is one idea of "nothing"; noise, without a colour of its own, is another. Each noise image has quirks, so we **average
# the maps** of several.
#
# - **in:** as before, with `num_random_trials` and without `baseline`.
# - **out:** an array `(H, W, 3)`: the average over `num_random_trials` integrated gradients, each from a *fresh* baseline of
#   the image's shape, drawn uniformly from 0..255.
#
# **On paper first.** Two trials on one pixel give $(1,0,0)$ and $(3,2,0)$: the answer is $(2,1,0)$. Signs are kept; absolute
# values are for drawing.

# %% solution="random_baseline"

# %% test="random_baseline"

# %% given="compute_random_baseline" illustration=true
with show.needs("random_baseline", "integrated_gradients"), progress(model, 5 * STEPS, "random baselines"):
    int_gradients_randombl = random_baseline_integrated_gradients(
        img, model, label_index, steps=STEPS, num_random_trials=5, cuda=cuda
    )
    print("average of 5 maps:", int_gradients_randombl.shape)

# %% [markdown]
# > **Spot the bug: five times the same.** This tutorial once drew its random baseline *before* the loop over trials, and ran five times as long as one trial. What did it gain?
# > <details><summary>Answer</summary>Nothing: all five maps are the same, and so is their average (next figure, left).</details>

# %% given="figure_random_bug" illustration=true
ENOUGH = min(20, STEPS)  # steps: with fewer, the error of the sum hides what the noise does
with show.needs("random_baseline", "integrated_gradients"), progress(model, 21 * ENOUGH, "trials"):
    noise = np.random.uniform(0, 255, img.shape)
    few = random_baseline_integrated_gradients(img, model, target, ENOUGH, 5, cuda)
    more = random_baseline_integrated_gradients(img, model, target, ENOUGH, 15, cuda)
    maps = {
        "one baseline": integrated_gradients(img, model, target, noise, ENOUGH, cuda),
        "5 fresh baselines": few,
        "20 fresh baselines": (5 * few + 15 * more) / 20,
    }
    maps = {name: show.attribution_map(part) for name, part in maps.items()}
    show.maps_side_by_side(img, maps, "What averaging gains")

# %% [markdown]
# **Figure 20.** One random baseline, five, and twenty. Fresh baselines average out each other's quirks, but only with the
# square root of their number.
#
# > **Before you read on.** What is the attribution of a *black* pixel when the baseline is black?
# > <details><summary>Answer</summary>Exactly 0, whatever the network does with it: its factor x−x′ is 0.</details>

# %% [markdown]
# ## 6. The maps side by side, and a doubt
#
# *About 25 minutes.* You will compare maps by more than their looks, and test a suspicion about them. It matters because every
# map looks like an explanation, even a wrong one.

# %% given="figure_three_maps" illustration=true
with show.needs("random_baseline", "integrated_gradients", "backprop", "saliency_map"):
    plot_gradients(img, gradients, "The image and its gradient map")
    plot_gradients(img, int_gradients_zerobl, "The image and its integrated gradients (black baseline)")
    plot_gradients(img, int_gradients_randombl, "The image and its integrated gradients (random baselines)")

# %% [markdown]
# **Figure 21.** The tutorial's three maps, each the largest absolute value over the channels. From here on we *add* the
# channels, which keeps completeness, and drop the sign only to draw.
#
# ### 6.1 Two classes in one picture


# %% given="figure_two_classes" illustration=true
def grad_cam(image, label):
    """Grad-CAM of a class, enlarged to the image's height and width: (H, W) in 0..1."""
    batch = pre_processing(image, cuda).requires_grad_()
    vgg(batch)[0, label].backward()
    weights = pool_gradients(vgg.get_activations_gradient())
    small = grad_cam_heatmap(vgg.get_activations(batch).detach(), weights).cpu().numpy()
    return cv2.resize(small, (image.shape[1], image.shape[0]))


def three_maps(image, label):
    """Saliency, Grad-CAM and integrated gradients of a class, each (H, W)."""
    gradient, _ = calculate_outputs_and_gradients([image], model, label, cuda)
    return {
        "saliency": saliency_map(gradient[0].transpose(1, 2, 0)),
        "Grad-CAM": grad_cam(image, label),
        "integrated gradients": show.attribution_map(
            integrated_gradients(image, model, label, None, STEPS, cuda)
        ),
    }


with (
    show.needs("saliency_map", "grad_cam_heatmap", "integrated_gradients"),
    progress(model, 2 * STEPS + 2, "two classes"),
):
    both = {class_name(label): three_maps(img, label) for label in classes}
    show.maps_of_classes(img, both, "Three methods, two classes", outlines=masks)

# %% [markdown]
# **Figure 22.** One row for each class, outlined in white.
#
# Measure each map's share inside the outline (*chance* is the outline's share of the picture), the *likeness* of the two
# classes' maps (rank correlation, 1 if they order the pixels alike), and the cosine of the *signed* gradients.

# %% given="share_inside" illustration=true
with show.needs("saliency_map", "grad_cam_heatmap", "integrated_gradients"):
    rows = {}
    for (name, maps), mask in zip(both.items(), masks, strict=True):
        rows[name] = {"chance": mask.mean()} | {
            method: share_inside(part, mask) for method, part in maps.items()
        }
    pairs = {method: [maps[method] for maps in both.values()] for method in next(iter(both.values()))}
    rows["likeness"] = {"chance": np.nan} | {method: rank_correlation(*pair) for method, pair in pairs.items()}
    print(charts.table(rows, "share inside"))
    signed = [calculate_outputs_and_gradients([img], model, label, cuda)[0] for label in classes]
    print(f"cosine of the two signed gradients: {cosine(*signed):.2f}")
    for (name, maps), mask in zip(both.items(), masks, strict=True):
        on_it = mask.flat[maps["saliency"].argmax()]
        print(f"strongest saliency of {name}: {'on' if on_it else 'not on'} its object")

# %% [markdown]
# **Table 2.** A cosine near −1 means nearly the same gradient with opposite signs, which the absolute value hides. It happens
# where two classes share almost the whole probability: $p_1\approx1-p_2$. Saliency then shows which pixels *decide between* the
# two; they need not lie on either object. Grad-CAM's logit has no rivals. (The mask is what *we* find important: a network that
# recognises an object by its surroundings may score badly with a right map.)
#
# ### 6.2 "By the way - I do not trust the results very much"
#
# The tutorial that this notebook grew from says this about integrated gradients: they "*seem to focus on pixels just above the
# elephants*". The test takes many elephants with exact masks: the pocket network's drawn scenes, whichever network you chose.
#
# **First, see it.** Integrated gradients add up along the path, so the old program can be rebuilt in pieces, each with `None`
# as target.

# %% given="figure_doubt" illustration=true
ELEPHANT = 386
small = load_pocket_vgg19().to(device)
evening, _, (elephant,) = scene(15, classes=(ELEPHANT,))


def old_program(image, steps=STEPS):
    """Integrated gradients from black as the tutorial had them: each image on the path chooses its own class."""
    along = [np.float32(alpha * image) for alpha in np.linspace(0, 1, steps + 1)]
    return sum(
        integrated_gradients(after, small, None, before, 1, cuda) for before, after in pairwise(along)
    )


with show.needs("integrated_gradients", "predict"), progress(small, 2 * STEPS, "the old program"):
    suspect = {"the old program": show.attribution_map(old_program(evening))}
    sides = doubt.regions(elephant)
    drawn = {"above": elephant + 0.5 * sides["above"]}
    drawn["three controls"] = elephant + 0.5 * (sides["below"] | sides["left"] | sides["right"])
    show.maps_side_by_side(evening, suspect | drawn, "The doubt", outline=elephant)
    rows = {"the old program": {name: doubt.density(suspect["the old program"], sides[name]) for name in sides}}
    print(charts.table(rows, "density"))

# %% [markdown]
# **Figure 23.** The old program's map, and the regions. *Density* is a region's share of the map relative to chance: 1 is
# average.
#
# One scene proves nothing: left of this elephant the map is even denser than above it. Before we count, two suspects.
#
# **Suspect 1: the target drifts.** With `None`, each image on the path chooses *its own* class.

# %% given="figure_target_drift" illustration=true
with show.needs("integrated_gradients", "predict"), progress(small, 3 * STEPS + 2, "one target"):
    alphas = np.linspace(0, 1, STEPS + 1)
    along = [np.float32(alpha * evening) for alpha in alphas]
    winners = [predict(pre_processing(image, cuda), small, None, cuda) for image in along]
    right = [predict(pre_processing(image, cuda), small, ELEPHANT, cuda)[1].item() for image in along]
    lines = {"the winner of each image": [p.item() for _, p in winners], class_name(ELEPHANT): right}
    axes = ("α, from black (0) to the image (1)", "probability")
    charts.curves(alphas, lines, *axes, "Who wins on the path?", ylim=(0, None))
    other = [class_name(label) for label, _ in winners if label != ELEPHANT]
    print(
        f"{len(other)} of {len(winners)} images on the path are classified as something else:",
        ", ".join(sorted(set(other))) or "-",
    )
    one_target = integrated_gradients(evening, small, ELEPHANT, None, STEPS, cuda)
    suspect["one target"] = show.attribution_map(one_target)
    show.maps_side_by_side(evening, suspect, "Suspect 1: the target", outline=elephant)

# %% [markdown]
# **Figures 24 and 25.** The winner's probability and the elephant's: where they part, the old program took the gradient of
# another class. Below: its map, and that with one target.
#
# Completeness misses this bug: the old program adds up to the change of the *winner's* curve, whose ends nearly equal the
# elephant's.
#
# **Suspect 2: the baseline is blind to its own colour.** Where image and baseline agree, the attribution is 0. To see it, we
# paint the elephant *pure* black.

# %% given="figure_dark_pixels" illustration=true
def map_from(image, baseline):
    """The map (H, W) of integrated gradients of the elephant from a baseline."""
    return show.attribution_map(integrated_gradients(image, small, ELEPHANT, baseline, STEPS, cuda))


with show.needs("integrated_gradients"), progress(small, 3 * STEPS, "from white"):
    painted = np.where(elephant[..., None], 0, evening).astype(np.float32)
    white = np.full_like(evening, 255)
    by_picture = {
        "as it was": {"black baseline": suspect["one target"], "white baseline": map_from(evening, white)},
        "painted black": {
            "black baseline": map_from(painted, None),
            "white baseline": map_from(painted, white),
        },
    }
    show.maps_of_classes(
        np.stack([evening, painted]), by_picture, "Suspect 2: the baseline", outlines=[elephant] * 2
    )
    inside = {
        picture: {name: share_inside(part, elephant) for name, part in maps.items()}
        for picture, maps in by_picture.items()
    }
    print(charts.table(inside, "share inside"))

# %% [markdown]
# **Figure 26.** From black, the elephant painted black gets *exactly nothing*. The formula forces this, not the network.
#
# **Now count** over twenty scenes: the old program, one target (repair 1), and one target from white (repair 2). Each
# comparison is *paired*: a difference within each scene, then the mean over scenes with a 95% interval (bootstrap).
#
# > **Before you run it.** Which sign does the doubt predict for "above minus controls"? What would each repair have to do?
# > <details><summary>Answer</summary>Positive, with an interval that excludes 0; a repair that cures it makes "above" less dense.</details>

# %% given="figure_paired_test" illustration=true
FEW = max(5, STEPS // 5)  # steps: enough for densities
with show.needs("integrated_gradients", "predict"), progress(small, 20 * 4 * FEW, "20 scenes"):
    found = {program: [] for program in doubt.PROGRAMS}
    for seed in range(20):
        picture, _, (mask,) = scene(seed, classes=(ELEPHANT,))
        black, white = np.zeros_like(picture), np.full_like(picture, 255)
        attributions = [old_program(picture, FEW)]
        attributions += [
            integrated_gradients(picture, small, ELEPHANT, start, FEW, cuda) for start in (black, white)
        ]
        for program, part in zip(doubt.PROGRAMS, attributions, strict=True):
            found[program].append(doubt.densities(show.attribution_map(part), mask))
    differences = doubt.comparisons(found)
    intervals = {name: doubt.interval(pairs) for name, pairs in differences.items()}
    for name, one_interval in intervals.items():
        print(f"{name:36} {one_interval}")
    charts.differences(differences, intervals, "difference of densities", "Paired differences over 20 scenes")

# %% [markdown]
# **Table 3 and figure 27.** Dots: scenes. Diamonds: means with intervals.
#
# *Result.* (1, 2) Just above the elephants the maps are *less* dense than on the control sides: on these scenes the
# doubt, as worded, does not hold. (3) Repair 1 changes the average little: in most scenes, unlike figure 24's, only the
# darkest fifth of the path belongs to another class (in scene 12 the whole path). (4, 5) White does not clearly change the
# density above, and raises the density *below*: another baseline moves the blind spot instead of removing it, the subject of the **homework**.
#
# So a doubt that did not hold led to a bug and a property of the method. For photographs the doubt is still open.
#
# ### 6.3 Your own picture
#
# In a new cell write `explain("coffee")`: a picture of the course, a file's path or an `https://` address. Or press the button.

# %% given="own_image" illustration=true
def explain(where):
    """Says what the network sees in a picture, and draws three explanations of it."""
    try:
        own = own_image(where)
        with (
            show.needs("saliency_map", "grad_cam_heatmap", "integrated_gradients"),
            progress(model, STEPS + 6, "your picture"),
        ):
            seen, _ = predict(pre_processing(own, cuda), model, None, cuda)
            print(
                "The network sees:", ", ".join(f"{name} ({p:.2f})" for name, p in guesses(own, 3).items())
            )
            show.maps_side_by_side(own, three_maps(own, seen), f"Why {class_name(seen)}?")
    except (OSError, ValueError) as reason:  # no such file, nothing at that address, or no picture
        print(reason)


explain("cat")
upload_button(explain)

# %% [markdown]
# **Figure 28.** The pocket network names one of its ten classes for any photograph, and every method explains the error: an
# explanation tells why the network said it, not whether it is true.
#
# ### 6.4 Optional challenges (no points)
#
# **Level 1.** `hirescam`: activations and gradients, both `(1, C, h, w)`, multiplied place by place:
# $\mathrm{ReLU}\big(\sum_k\frac{\partial y_c}{\partial A^k_{ij}}A^k_{ij}\big)$, scaled to 0..1, all zeros where nothing is
# positive. `smoothgrad`: the average `(H, W, 3)` of the signed gradients of noisy copies (normal noise of standard deviation
# `sigma` in 0..255, not clipped).

# %% own="challenges_level_1" solved_by="hirescam smoothgrad"
# def hirescam(activations, gradients):
# def smoothgrad(image, model, target, sigma, samples):

# %% given="challenges_1" illustration=true
challenge("hirescam", globals())
challenge("smoothgrad", globals())

# %% [markdown]
# **Level 2.** `expected_gradients`: an integral without steps. For each sample draw an image $\mathbf{x}'$ from `references`
# and an $\alpha$ from 0..1; average $(\mathbf{x}-\mathbf{x}')\cdot$ the gradient at
# $\mathbf{x}'+\alpha(\mathbf{x}-\mathbf{x}')$, in normalised units.

# %% own="challenges_level_2" solved_by="expected_gradients"
# def expected_gradients(image, references, model, target, samples):

# %% given="challenges_2" illustration=true
challenge("expected_gradients", globals())

# %% [markdown]
# ### Symbols
#
# |symbol|meaning|
# |---|---|
# |$H,W$; $h,w$|size of the image; of the activation map|
# |$N,K,C$|images in a batch, classes, channels|
# |$\mathbf{x},\mathbf{x}'$; $x_i$|image, baseline; one colour of one pixel|
# |$z_c,y_c$; $p_c$|logit of class $c$; its probability|
# |$\mathcal{F}$; $g$|explained score; its gradient|
# |$A^k$; $\alpha^c_k$|channel of the activation map; its weight|
# |$\alpha$; $m$|fraction of the path; steps|
#
# **Before you submit**, check all tasks on the visible cases; grading tests more. Save the notebook and submit this file:
# on a hub with *Nbgrader*, *Assignment List*, *Submit*; elsewhere download it (*File*, *Download*) and upload it.

# %% given="all_checks" illustration=true
check.all()

# %% [markdown]
# > **To take away.** Your three maps disagree. Before somebody decides by one of them: what would have to be true for you to trust it, and which tests of this section could show that it is not?
# > <details><summary>Answer</summary>Name a measure that could fail: the share inside a mask against chance, a sum that must come out, the class on the path, another baseline, a paired count over many pictures.</details>
