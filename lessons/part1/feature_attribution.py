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
# A convolutional network looks at a picture and says "elephant". Which pixels made it say so?
#
# **Feature attribution** answers with a map: one number for each pixel (or each region), large where the picture
# mattered for the class. The methods of this notebook are **gradient-based**: they ask how the network's score would
# change if a pixel changed a little. They differ in *which* gradient they take and *where* they take it.
#
# | method | its question | its map |
# |---|---|---|
# | **saliency map** | Which pixels, changed a little, change the score most? | one number per pixel |
# | **Grad-CAM** | Which areas of the last feature map speak for the class? | one number per region |
# | **integrated gradients** | Which pixels raised the score on the way from "nothing" to this picture? | one number per pixel |
#
# You will write the heart of all three yourself. After each cell of yours, a check tells you whether it is right and,
# if not, what was expected. At the end you will have a reason to doubt the maps, and the means to test your doubt.
#
# **Time.** One sitting of two to three hours. Each section says how many minutes it takes.
#
# **How to work.** Run the cells from top to bottom. Cells with `YOUR CODE HERE` or `YOUR ANSWER HERE` are yours; all
# others are ready. A figure whose function you have not written yet says so in one line and lets you go on.
#
# **Sources.** Simonyan, Vedaldi & Zisserman 2014, [saliency maps](https://arxiv.org/abs/1312.6034) ·
# Selvaraju et al. 2017, [Grad-CAM](https://arxiv.org/abs/1610.02391) ·
# Sundararajan, Taly & Yan 2017, [integrated gradients](https://arxiv.org/abs/1703.01365) ·
# Sturmfels, Lundberg & Lee 2020, [Visualizing the impact of feature attribution baselines](https://distill.pub/2020/attribution-baselines/)
# (CC-BY; section 5 follows its line of thought in our own words) ·
# Shrikumar, Greenside & Kundaje 2017, [DeepLIFT](https://arxiv.org/abs/1704.02685), for saturation.
# An early PyTorch writing of integrated gradients that this course's tutorial grew from:
# [TianhongDai/integrated-gradient-pytorch](https://github.com/TianhongDai/integrated-gradient-pytorch) (MIT).
#
# **Pictures.** The scenes are drawn by the course's own program, each from a number. The photographs that come with it:
# *astronaut* (NASA, public domain), *cat* (Stéfan van der Walt, CC0), *coffee* (Rachel Michetti, CC0).

# %% [markdown]
# ## 0. Set the environment
#
# *About 5 minutes.* You will be able to run this notebook on Colab, on a JupyterHub, or on your own computer, without
# changing it. It matters because you will want to try your own pictures, and not on our machine alone.
#
# The next cell looks for the course's folder `lab`. Beside the notebook it is found at once. On Colab it looks for an
# uploaded `part1.zip`, then at the address `COURSE`, then on your Google Drive. Drive is a convenience: you may refuse it.

# %% given="set_up"
{set_up}

# %% given="imports"
from itertools import pairwise

import cv2
import matplotlib.pyplot as plt
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from lab import charts, show
from lab.check import check
from lab.images import load_image, undo_normalisation
from lab.models import class_name, load_pocket_vgg19, load_vgg19
from lab.own_image import own_image, upload_button
from lab.progress import progress
from lab.scenes import scene

cuda = torch.cuda.is_available()
device = torch.device("cuda:0" if cuda else "cpu")
np.random.seed(0)
print("cuda:", cuda, "device:", device)

# %% [markdown]
# > **Before you read on.** If `cuda` is `False`, the network runs on the processor, and each question to it takes time. Read
# > the questions in the table above once more: how often must each method ask, and which one will make you wait?

# %% [markdown]
# ## 1. Load a trained network
#
# *About 15 minutes.* You will be able to say what each part of VGG19 is for. It matters because each method of this
# notebook takes hold of the network at another part.
#
# - [ImageNet](https://www.image-net.org) is a large collection of labelled images. Its best-known part has 1000 classes.
# - [VGG19](https://arxiv.org/abs/1409.1556) is a convolutional network (Simonyan & Zisserman 2014) with 19 layers of
#   weights. Read about both for background.
#
# There are two networks to choose from, in one line of the next cell:
#
# - `load_vgg19()`: VGG19 trained on ImageNet. It is fetched once (548 MB). Where it cannot be fetched, the pocket network
#   takes its place and says so.
# - `load_pocket_vgg19()`: the **pocket VGG19** that comes with the course. It has the same layers with fewer channels, so
#   it is quick on any laptop. It was trained on *drawn* scenes of ten of ImageNet's classes. Photographs are outside its world.
#
# We explain the network; we do not train it. So it is in **evaluation mode** (dropout is off: two calls give the same
# answer), and its weights do not ask for gradients.

# %% given="load_network"
model = load_vgg19().to(device)  # to choose the small network: model = load_pocket_vgg19().to(device)
STEPS = 50  # steps of integrated gradients in the figures; 20 is enough on a slow machine
print(model)

# %% [markdown]
# The list is long. The next figure draws it as boxes: what goes in, what leaves each block, and what comes out.

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
# **Figure 1.** The network. Under each box stands the size of what leaves it: channels × height × width, or simply how
# many numbers. From left to right the picture becomes smaller in space and richer in channels; at the end space is gone.
#
# ### Question 1 (written, {points:vgg_architecture} points)
#
# Print and look into the network (`print(model)`, above). Name its **three main parts**. For each, describe in one or
# two sentences what its layers do *and* what the part is for. Then say: at which of the three is the question "*where*
# in the picture?" no longer answered, and why?

# %% [markdown] written="vgg_architecture"

# %% [markdown]
# ### Question 2 (written, {points:input_output_dimensions} points)
#
# Describe the **input** of the network: the shape of the tensor and the meaning of each axis. Describe the
# **prediction** in the same way: its shape, and what a single one of its numbers says. Which of these sizes could you
# change without changing the network, and which not?

# %% [markdown] written="input_output_dimensions"

# %% [markdown]
# > **Before you read on.** The last block's feature map is much coarser than the picture. What will that mean for a map
# > that is made from it?

# %% [markdown]
# ## 2. An image, and what the network says about it
#
# *About 20 minutes.* You will be able to turn a picture into what a network expects, and its answer into a probability.
# It matters because most wrong maps begin with a wrongly prepared picture: nothing crashes, and everything is off.
#
# Our picture holds **two** objects, an elephant and a shark. So we can ask the same method about two classes. It is
# drawn, and therefore we also know the truth: a **mask** says for each pixel whether it belongs to the object.
#
# An **image** here is always an array of shape `(H, W, 3)`: height, width, and the colours red, green, blue (RGB),
# `float32` from 0 to 255.

# %% given="load_the_image"
PHOTOGRAPH = False  # True: a photograph, the better choice with VGG19 from ImageNet

if PHOTOGRAPH:
    img, classes = load_image("cat"), (281, 285)  # tabby and Egyptian cat; any two classes will do
    disc = np.hypot(*(np.indices(img.shape[:2]) - 112)) < 75
    masks = [disc, disc]  # nobody has drawn the truth: a disc in the middle
else:
    drawn = scene(14, classes=(386, 2))  # 386 is the African elephant, 2 the great white shark
    img, classes, masks = drawn.image, drawn.labels, drawn.masks

print("img:", img.shape, img.dtype, "from", img.min(), "to", img.max())
outlined = {
    class_name(label): img * (0.25 + 0.75 * mask[..., None])
    for label, mask in zip(classes, masks, strict=True)
}
figure = show.images({"the image": img} | outlined, "One picture, two classes")

# %% [markdown]
# **Figure 2.** The image (left), and where its two classes are: all that does not belong to the class is darkened.
#
# ### Task: `pre_processing` ({points:pre_processing} points)
#
# VGG19 was trained on pixels between 0 and 1 from which the mean colour of ImageNet was subtracted, and which were then
# divided by ImageNet's standard deviation, colour by colour:
#
# $$ x_c = \frac{v_c / 255 - \mu_c}{\sigma_c}, \qquad c \in \{R, G, B\} $$
#
# Here $c$ is the colour, $v_c$ a pixel's value in 0..255, $\mu_c$ the mean and $\sigma_c$ the standard deviation; $x_c$ is what the
# network sees. This **normalisation is already in the cell**. What is missing is the form: the network wants a tensor in which the colours
# are an axis of their own *before* height and width, and it takes whole batches of images, even a batch of one.
#
# - **in:** `obs`, an array `(H, W, 3)`, RGB in 0..255, of any height and width; `cuda`, the flag from above.
# - **out:** a tensor `(1, 3, H, W)`, `torch.float32`, on `torch_device`; its values lie between −2.2 and 2.7. It must be a *leaf* (made directly, not computed
#   from another tensor that asks for gradients); whether `requires_grad` is on is up to you.
# - `obs` itself must not be changed.
# - **Tip:** `torch.tensor(obs, dtype=torch.float32, device=torch_device)`.
#
# **On paper first.** Take an image of one row and two pixels, red `(255, 0, 0)` and black `(0, 0, 0)`; its shape is
# `(1, 2, 3)`. The red pixel's red becomes (1 − 0.485) / 0.229 = 2.249; the black one's (0 − 0.485) / 0.229 = −2.118. The
# tensor has the shape `(1, 3, 1, 2)` and begins with the red plane, `[[2.249, -2.118]]`. Then comes the green plane,
# which is −2.036 for both pixels, then the blue one, −1.804 for both.

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
    show.images({"there and back": back, "axes cut anew": rebuilt}, "Reordering is not reshaping")

# %% [markdown]
# **Figure 3.** Left: your tensor, with the normalisation undone, is the picture again. Right: what the network would see
# if the same numbers were *re-cut* with `reshape` instead of reordered with `transpose`. The shape is right, the picture
# is not, and no error is raised.
#
# > **Spot the bug.** A colleague writes `obs /= 255` instead of `obs = obs / 255`. The first prediction is right. When
# > the cell is run again, the picture is nearly black. Why?
# > <details><summary>Answer</summary>The short form writes into the caller's own array. The second call divides by 255
# > what has been divided already. Call your functions twice on the same image.</details>
#
# ### Task: `predict` ({points:predict} points)
#
# The network gives one number for each class, the **logits** $z_1 \dots z_K$ ($K$ is the number of classes). The
# **softmax** makes probabilities of them, which are positive and add up to 1:
#
# $$ p_c = \frac{e^{z_c}}{\sum_{k=1}^{K} e^{z_k}} $$
#
# From here on $c$ is the class that is asked for, and $k$ runs over all the classes.
#
# - **in:** `input`, a batch `(N, 3, H, W)`; `model`; `target_label_idx`, the index of a class or `None`; `cuda`.
# - **out:** the pair `(target_label_idx, output)`. `output` is the softmax probability of that class for each image, a
#   tensor `(N, 1)` between 0 and 1. It must still hang on the graph (no `.item()`, no `.detach()`), because we want its
#   gradient next. With `None`, choose the class with the highest score of the (first) image and return it as an `int`.
# - Class 0 is a class like any other. The number of classes is not always 1000.
# - **Tip:** `output.gather(1, index)` picks one column per row, where `index` is a tensor `(N, 1)` of `int64` on the
#   same device as `output`.
#
# **On paper first.** A network with two classes gives the logits (0, ln 3). Then $e^0 = 1$ and $e^{\ln 3} = 3$, and the
# probabilities are 1/4 and 3/4. With `None` the answer is class 1 with 0.75; asked for class 0 it is 0.25.

# %% solution="predict"

# %% test="predict"


# %% given="figure_predict" illustration=true
def two_classes(batch):
    """A network whose logits are always 0 and ln 3."""
    return torch.log(torch.tensor([[1.0, 3.0]], device=batch.device))


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
    charts.bars(guesses(img), "probability", "What the network sees in our image")

# %% [markdown]
# **Figure 4.** The classes to which the network gives more than one per cent, five at most. All the other classes share
# what is missing to 1.
#
# From here on `target` is the class that we explain: the one that the network predicts for our image.
#
# > **Before you read on.** Two objects share one softmax. If the network grew surer of one of them, what would
# > have to happen to the other's probability, even if nobody touched the other?

# %% [markdown]
# ## 3. Saliency maps
#
# *About 35 minutes.* You will be able to compute the gradient of a class's score with respect to every pixel, and to say
# when such a map must not be trusted. It matters because every method that follows is built from this one gradient.
#
# ### 3.1 The gradient of the score
#
# The saliency map, also called *vanilla gradient* ([Simonyan et al. 2014](https://arxiv.org/abs/1312.6034)), is one of the
# first attribution methods. Let $\mathcal{F}(\mathbf{x})$ be the network's score of the class of interest for an
# image $\mathbf{x}$; with us it is the probability that `predict` returns. We want its gradient at our image
# $\mathbf{x}_0$:
#
# $$ g(\mathbf{x}_0) = \left. \frac{\partial \mathcal{F}(\mathbf{x})}{\partial \mathbf{x}} \right|_{\mathbf{x} = \mathbf{x}_0} $$
#
# One number for each value of the image, positive or negative: how much the score rises if that value rises a little.
# It is the gradient of the class's *score*. The gradient of a training *loss* would point the other way.
#
# The recipe:
# 1. **Forward pass** of the pre-processed image, with `requires_grad` on.
# 2. **Backward pass** from the score: PyTorch goes through the network in reverse and leaves the gradient in `input.grad`.
# 3. **Draw it**: absolute values, or positive and negative parts apart.
#
# ### Task: `calculate_outputs_and_gradients` ({points:backprop} points)
#
# Most of the cell is given. Missing are the lines between the score and its gradient: let the network forget old gradients,
# then go backward from the score. (`input` is new for each image, so it has no old ones.)
#
# - **in:** `inputs`, a list of images `(H, W, 3)` in 0..255; `model`; `target_label_idx`, a class or `None`; `cuda`.
# - **out:** the pair `(gradients, target_label_idx)`. `gradients` is a NumPy array `(n, 3, H, W)`: for each image the
#   derivative of the target's softmax *probability* with respect to the *pre-processed* image. The second value is the
#   class that was used, an `int`. With `None` it is the class predicted for the **first** image, then used for all.
# - Raw gradients: positive and negative, no absolute value, no scaling.
#
# **On paper first.** A network looks only at the red value $r$ of one pixel and gives the logits $(0, 2r)$. The
# probability of class 1 is $p = 1 / (1 + e^{-2r})$, with the derivative $2\,p\,(1-p)$. For a red of 123.675 the
# normalised $r$ is 0. So $p = 1/2$ and the derivative is 1/2. For class 0 it is −1/2. Green and blue get 0.

# %% solution="backprop"

# %% test="backprop"


# %% given="figure_backprop" illustration=true
class RedPixel(nn.Module):
    """Two classes; the logits are 0 and twice the red of the first pixel."""

    def forward(self, batch):
        red = batch[:, 0, 0, 0]
        return torch.stack([0 * red, 2 * red], dim=1)  # (N, 2)


red_pixel = RedPixel()
with show.needs("backprop", "predict", "pre_processing"):
    by_code, _ = calculate_outputs_and_gradients([np.float32([[[123.675, 0, 0]]])], red_pixel, 1, cuda)
    print("by hand: 0.5, 0, 0   by code:", by_code.ravel())
    gradients, label_index = calculate_outputs_and_gradients([img], model, None, cuda)
    gradients = np.transpose(gradients[0], (1, 2, 0))  # (H, W, 3)
    print("gradients:", gradients.shape, "of", class_name(label_index))
    print(gradients[:3, :3, 0])
    show.signed_channels(img, gradients, f"Gradients of {class_name(label_index)}")

# %% [markdown]
# **Figure 5.** The gradient, colour by colour, with its sign. Where it is red, a little *more* of this colour would raise
# the probability; where it is blue, a little *less* would. White means: a little more or less changes nothing.
#
# > **Spot the bug.** In a tutorial you read: "*set `required_gradient=True` on the input tensor*". You do so, no error
# > appears, and later `input.grad` is `None`. What went wrong?
# > <details><summary>Answer</summary>The attribute is called <code>requires_grad</code>. Python lets you put an attribute
# > of any name on a tensor, so the misspelt one is kept and nobody reads it.</details>
#
# ### 3.2 Draw it
#
# ### Task: `saliency_map` ({points:saliency_map} points)
#
# Three numbers for each pixel must become one. Take the absolute value of each, and keep the largest of the three
# channels: $M_{ij} = \max_c |g_{ijc}|$, where $i$ is the row, $j$ the column and $c$ the colour.
#
# - **in:** `gradients`, an array `(H, W, 3)`: height, width, channel.
# - **out:** an array `(H, W)`, none of it negative, in the gradients' own units (not scaled to 0..1).
# - `gradients` itself must not be changed.
#
# **On paper first.** One row of two pixels with the gradients (0.1, −0.5, 0.2) and (0.3, 0.3, −0.1). Their saliency is
# 0.5 and 0.3. Note the first: the strongest number is a negative one.

# %% solution="saliency_map"

# %% test="saliency_map"


# %% given="figure_saliency" illustration=true
def plot_gradients(img, gradients, title):
    """The image (H, W, 3) beside the saliency map of its gradients (H, W, 3)."""
    show.image_and_map(img, saliency_map(gradients), title)


with show.needs("saliency_map", "backprop"):
    print("by hand: 0.5, 0.3   by code:", saliency_map(np.array([[[0.1, -0.5, 0.2], [0.3, 0.3, -0.1]]])))
    plot_gradients(img, gradients, f"The image and its gradient map: {class_name(label_index)}")

# %% [markdown]
# **Figure 6.** The image and its saliency map. Bright pixels change the probability of the class most when they change a
# little. The map is grainy: neighbouring pixels can pull in opposite directions.
#
# *How to read the maps.* Black is zero, yellow is the most. The few strongest pixels are all drawn in the same yellow, so
# that they do not darken the rest. Where maps stand side by side without a colour bar, each has a scale of its own: compare
# *where* they are bright, not *how* bright.
#
# ### 3.3 Where the gradient vanishes: saturation
#
# Plain gradients have a known weakness, described by
# [Shrikumar, Greenside & Kundaje (2017)](https://arxiv.org/abs/1704.02685). Their example needs no image. Two inputs
# $x_1$ and $x_2$ give
#
# $$ y = 1 - \mathrm{ReLU}(1 - x_1 - x_2), \qquad \mathrm{ReLU}(a) = \max(a, 0) $$
#
# We let both inputs grow together from 0 to 1 and watch $y$ and its gradient.

# %% given="figure_saturation_toy" illustration=true
x = torch.linspace(0, 1, 201, requires_grad=True)  # x1 = x2 = x
y = 1 - torch.relu(1 - x - x)
(slope,) = torch.autograd.grad(y.sum(), x)
lines = {"y": y.detach().numpy(), "gradient with respect to x1": slope.numpy() / 2 + 0}
figure = charts.curves(x.detach().numpy(), lines, "x1 = x2", "", "A unit that saturates")

# %% [markdown]
# **Figure 7.** The output rises until the two inputs add up to 1, and then it stays. The dashed line is the gradient.
#
# The same happens in a trained network, and not only in its ReLUs. Here we make our network surer of itself: all logits
# are multiplied by a factor. That changes no decision, only how certain the network is.

# %% given="figure_saturation_softmax" illustration=true
with show.needs("pre_processing", "predict"):
    batch = pre_processing(img, cuda).requires_grad_()
    rows = {}
    for factor in (1, 4, 16, 64, 256):
        probability = F.softmax(factor * model(batch), dim=1)[0, target]
        (slope,) = torch.autograd.grad(probability, batch)
        rows[f"logits × {factor}"] = {
            "probability": probability.item(),
            "largest |gradient|": slope.abs().max().item(),
        }
    print(charts.table(rows))

# %% [markdown]
# **Table 1.** As the probability of the predicted class goes to 1, its gradient goes to 0. (It may rise
# first: the logits themselves became steeper. And it may be *exactly* 0 in the end: in `float32` a probability very close
# to 1 is rounded to 1.)
#
# ### Question 3 (written, {points:saturation} points)
#
# Look at figure 7 at $x_1 = x_2 = 1$, and at the last row of table 1. A saliency map made there would be all black.
# Explain, in both cases, *why* the gradient is (nearly) zero, and why "the gradient of this input is zero" does **not**
# mean "this input does not matter". Which other question about the input would bring its importance to light?

# %% [markdown] written="saturation"

# %% [markdown]
# > **Spot the bug: probability or logit?** A paper says "the gradient of the class *score*" and means the logit $z_c$,
# > before the softmax. A program differentiates the probability $p_c$, after it. Do both give the same map?
# > The next figure shows them for our image. Note that $p_c$ falls when *another* class rises: so the probability's map may
# > show what speaks for the rival. In this notebook saliency and integrated gradients use the probability, as the
# > tutorial does; Grad-CAM uses the logit, as its paper does. Whatever you use, say so.

# %% given="figure_probability_or_logit" illustration=true
with show.needs("saliency_map", "backprop", "pre_processing"):
    batch = pre_processing(img, cuda).requires_grad_()
    (of_logit,) = torch.autograd.grad(model(batch)[0, target], batch)
    of_logit = of_logit[0].permute(1, 2, 0).cpu().numpy()  # (H, W, 3)
    maps = {"probability": saliency_map(gradients), "logit": saliency_map(of_logit)}
    cosine = np.vdot(gradients, of_logit) / (np.linalg.norm(gradients) * np.linalg.norm(of_logit) + 1e-30)
    print(f"cosine between the two gradients: {cosine:.2f} (1: same direction, 0: nothing in common)")
    show.maps_side_by_side(img, maps, f"Saliency of {class_name(target)}: which score was meant?")

# %% [markdown]
# **Figure 8.** The same image, class and network: the saliency of the probability and of the logit.
#
# > **Before you read on.** So far you have seen the map of one of the two classes. Which pixels will light up in the map of
# > the *other* one: its own alone, or also those of its rival? Think of the softmax. Section 6 shows it.

# %% [markdown]
# ## 4. Grad-CAM
#
# *About 35 minutes.* You will be able to look inside a network with a hook, and to build from one of its layers a map of
# the areas that speak for a class. It matters because the deep layers know *what* is there, and still roughly *where*.
#
# Unlike saliency, [Grad-CAM](https://arxiv.org/abs/1610.02391) does not go back all the way to the image. It stops at
# the last convolutional layer, at its **activation map** $A$. That is a block of $C$ channels, each a small picture
# $A^k$ of height $h$ and width $w$, with $k = 1 \dots C$. In the full VGG19, for a 224 × 224 image, it is 512 × 14 × 14.
#
# A naive picture would be the average of all the channels, blown up to the image's size. But the channels encode *all* the
# classes. For one class $c$ we must know how much each channel matters to it. So each channel gets a weight, and the
# weight is a gradient.
#
# The recipe:
# 1. **Forward pass** of the image up to the score $y_c$ of the class: its **logit**, the number before the softmax.
# 2. **Backward pass** from this one score alone (no other class takes part) to the activation map: $\partial y_c / \partial A^k$.
# 3. **Pool** this gradient over space. Each channel gets one weight, where $Z = h \cdot w$ is the number of places, and
#    $i$ and $j$ are row and column:
#
#    $$\alpha^{c}_{k} = \overbrace{\frac{1}{Z} \sum_i \sum_j}^{\text{global average pooling}} \underbrace{\frac{\partial y_{c}}{\partial A^{k}_{ij}}}_{\text{gradient by backpropagation}}$$
#
# 4. **Weight, add, and cut**: weight each channel, add the channels up, and set what is negative to zero. We want what
#    speaks *for* the class.
#
#    $$ L_{ij}^c = \mathrm{ReLU}\Big( \sum_k \alpha^{c}_{k} A^{k}_{ij} \Big) $$
#
# 5. **Draw**: scale $L^c$ to 0..1, enlarge it to the size of the image, and lay it over.
#
# ### 4.1 A hook
#
# PyTorch forgets the gradients of inner tensors once they are used: only leaves keep theirs. To see one pass by, we
# register a **hook** on the tensor, a function that PyTorch calls with the gradient as soon as it is known. A
# [video on hooks in PyTorch](https://www.youtube.com/watch?v=syLFCVYua6Q) (22 minutes) is worth its time.
#
# **On paper first.** Let $x = 3$, $a = x^2$ and $y = 5a$. Then $\mathrm{d}y/\mathrm{d}a = 5$, whatever $x$ is, and
# $\mathrm{d}y/\mathrm{d}x = 5 \cdot 2x = 30$. A hook on $a$ must see 5:

# %% given="hook_miniature" illustration=true
x = torch.tensor(3.0, requires_grad=True)
a = x**2
a.register_hook(lambda gradient: print("the hook on a sees", gradient.item()))
(5 * a).backward()
print("and x.grad is", x.grad.item())

# %% [markdown]
# ### Task: the class `VGG` ({points:vgg_hook} points)
#
# `VGG(model)` wraps the network that we have loaded (it must not load another one) and runs it in two halves. Between
# them stands $A$, the output of the first 36 modules of `model.features`, that is after the last ReLU and before the
# last pooling. Missing are four pieces:
#
# - `activations_hook(grad)`: keeps the gradient that it is called with.
# - in `forward(x)`: registers this hook on $A$. `forward` returns the logits `(N, K)`, equal to `model(x)`. It must also work
#   under `torch.no_grad()`, and where nothing requires a gradient (there a hook cannot be registered: look at `x.requires_grad`).
# - `get_activations_gradient()`: returns $\partial\,\text{score} / \partial A$, a tensor `(N, C, h, w)`, once
#   `score.backward()` has run.
# - `get_activations(x)`: returns $A$ for the batch `x`, a tensor `(N, C, h, w)`.
#
# The hook only looks: it returns nothing, and the gradients of everything else
# stay as they are. Any mechanism that gives these values is right.
#
# > **Why a hook on the tensor?** You may find programs that use `register_full_backward_hook` on a *module*. With VGG
# > that fails: its ReLUs work *in place*, they overwrite the output of the convolution before them. A hook on the tensor
# > after the last ReLU has no such trouble.

# %% solution="vgg_hook"

# %% test="vgg_hook"

# %% given="wrap_the_network"
with show.needs("vgg_hook"):
    vgg = VGG(model).to(device)
    vgg.eval()  # a new module starts in training mode

# %% given="figure_activations" illustration=true
with show.needs("vgg_hook", "pre_processing"):
    seen = vgg.get_activations(pre_processing(img, cuda)).detach()[0]  # (C, h, w)
    print("activation map:", tuple(seen.shape))
    show.channels(
        seen.cpu().numpy(),
        seen.mean((1, 2)).cpu().numpy(),
        "Channels of the activation map",
        called="mean",
        image=img,
    )

# %% [markdown]
# **Figure 9.** Our image, and six channels of $A$: the three that are most active on average, and the three that are least.
# Each is a coarse map of where *something* was found, on a scale of its own. What it was, and for which class it speaks, the
# picture does not say.
#
# ### 4.2 The gradient at the activation map
#
# Forward, then backward from the logit of our class. The input asks for its gradient here because somebody has to: our
# network's weights do not, and without it PyTorch would record nothing.

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
# Step 3 of the recipe: one weight per channel, the **mean** over all places.
#
# - **in:** `gradients`, a tensor `(1, C, h, w)`; $C$, $h$ and $w$ may be anything.
# - **out:** a tensor `(C,)`: the mean over the batch axis and the two axes of space. Weights
#   may be negative.
#
# **On paper first.** Two channels of 2 × 2. The first has the gradients 1, 2, 3, 6, the second −1, 0, 0, −3. The weights
# are 12 / 4 = 3 and −4 / 4 = −1.

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
    seen = vgg.get_activations(pre_processing(img, cuda)).detach()[0]  # (C, h, w)
    show.channels(
        seen.cpu().numpy(), pooled_gradients.cpu().numpy(), f"For and against {class_name(target)}", image=img
    )

# %% [markdown]
# **Figure 10.** The same activation map, sorted by your weights: the three channels that speak most for the class, and the
# three that speak most against it, again each on its own scale. A channel with a high weight may still be black: it *would* count, but it saw nothing.

# %% [markdown]
# ### Task: `grad_cam_heatmap` ({points:grad_cam_heatmap} points)
#
# Steps 4 and 5: weight each channel, average the channels (the paper adds them up; after scaling it is the same), cut
# what is negative, divide by the largest value.
#
# - **in:** `activations`, a tensor `(1, C, h, w)`; `pooled_gradients`, a tensor `(C,)`.
# - **out:** a tensor `(h, w)` in 0..1, whose largest value is 1. Where *nothing* is positive: all zeros (never NaN).
# - The arguments must not be changed. (In-place operators such as `*=` would: run the cell twice, and the channels are
#   weighted twice.)
#
# **On paper first.** Two channels $A^1 = \begin{pmatrix}1 & 0\\ 2 & 4\end{pmatrix}$ and
# $A^2 = \begin{pmatrix}0 & 3\\ 2 & 0\end{pmatrix}$ with the weights 3 and −1. Their weighted sum is
# $\begin{pmatrix}3 & -3\\ 4 & 12\end{pmatrix}$. Cut and divided by 12, this gives
# $\begin{pmatrix}0.25 & 0\\ 0.33 & 1\end{pmatrix}$.

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
# **Figure 11.** Grad-CAM of the predicted class: the image, the heatmap in its own coarse cells, and the two laid over
# each other. Red is strong evidence for the class, blue is none.
#
# > **Spot the bug: the wrong way round.** This tutorial once laid the heatmap over the image as follows, and its reader
# > found that "the network looks at everything *but* the animal":
# > ```python
# > heatmap = cv2.applyColorMap(heatmap, cv2.COLORMAP_JET)
# > super_img = heatmap * 0.4 + img * 0.6
# > ```
# > The next figure draws it, beside the right one. What is wrong, and why does it look like the *opposite* heatmap?
# > <details><summary>Answer</summary>OpenCV gives colours in the order blue, green, red; <code>img</code> is red, green,
# > blue. JET runs from blue to red, and swapping the two turns it round: hot becomes blue, and cold red. A
# > <code>cv2.cvtColor(heatmap, cv2.COLOR_BGR2RGB)</code> mends it.</details>

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
# **Figure 12.** The overlay; the overlay with the bug; and, for comparison, the right overlay of the *opposite* heatmap.
# The last two are the same picture.
#
# > **Before you read on.** The weights $\alpha_k$ are one number per channel. If a channel fires on *both*
# > objects, and speaks for one of them, what will this one's Grad-CAM show on the other?

# %% [markdown]
# ## 5. Integrated gradients
#
# *About 40 minutes.* You will be able to add up gradients along a path, to check the result by a sum, and to say what the
# start of the path does to the map. It matters because this method comes with a promise that can be tested.
#
# Saturation told us that the gradient *at the image* may be blind. Shifting the pixels of a clear elephant a little
# hardly changes what the network sees. [Integrated gradients](https://arxiv.org/abs/1703.01365) (IG) ask another
# question. Start from an image $\mathbf{x}'$ that shows nothing, the **baseline** (a black image, or noise), and walk in
# a straight line to the image $\mathbf{x}$. The share of the way is $\alpha$, from 0 to 1 (not the weights $\alpha_k$ of
# section 4: both papers like this letter). On this way the network goes from "I see nothing" to "an elephant".
# *Which pixels raised the score on the way?*
#
# For the value $i$ of the image (one colour of one pixel; both images pre-processed):
#
# $$
# IG_i(\mathbf{x}) = \underbrace{(x_i - x'_i)}_{\text{difference from the baseline}} \; \overbrace{\int_{0}^{1} \frac{\partial \mathcal{F}\big(\mathbf{x}' + \alpha\,(\mathbf{x} - \mathbf{x}')\big)}{\partial x_i} \, d\alpha}^{\text{gradients accumulated on the way}}
# $$
#
# The baseline stands for the *absence* of what is in the image. There are three parts to see: the images on the way,
# their gradients, and what has been accumulated so far. Figure 13 shows all three.
#
# A computer replaces the integral by a sum over $m$ steps, numbered by $k$:
#
# $$
# IG_i(\mathbf{x}) \approx (x_i - x'_i) \times \frac{1}{m} \sum_{k=1}^{m} \frac{\partial \mathcal{F}\big(\mathbf{x}' + \tfrac{k}{m}\,(\mathbf{x} - \mathbf{x}')\big)}{\partial x_i}
# $$
#
# **The promise** is called *completeness*: all attributions together make up the change of the score,
#
# $$ \sum_i IG_i(\mathbf{x}) = \mathcal{F}(\mathbf{x}) - \mathcal{F}(\mathbf{x}'). $$
#
# **On paper first.** Let $\mathcal{F}(x_1, x_2) = x_1 x_2$, from (0, 0) to (2, 3). On the way we are at
# $(2\alpha, 3\alpha)$, and the gradient there is $(3\alpha, 2\alpha)$. On average over $\alpha$ it is (1.5, 1). Times the
# difference (2, 3) this gives the attributions (3, 3). They add up to 6, and
# $\mathcal{F}(2,3) - \mathcal{F}(0,0) = 6$. The promise holds.
#
# ### Task: `integrated_gradients` ({points:integrated_gradients} points)
#
# 1. **The path**: the baseline plus a fraction of the *difference* between image and baseline.
# 2. **The gradients** of the target's probability at each image of the path (you have a function for it).
# 3. **Their average.**
# 4. **The product** with the difference between image and baseline, both *pre-processed*: the gradients are per
#    normalised unit, and so must the difference be.
#
# - **in:** `inputs`, an image `(H, W, 3)` in 0..255; `model`; `target_label_idx`, a class or `None`; `baseline`, an
#   image like `inputs`, or `None` for the black image (given); `steps`, how many of them there are; `cuda`.
# - **out:** an array `(H, W, 3)`, positive and negative, not scaled. The score is the softmax probability, as `predict` returns it.
# - With `None` as target the class is chosen **once**, on the image itself, and used on the whole path (given).
# - Left, right, middle or trapezoid sums are all right, as long as the weights of the gradients add up to 1.
# - Neither `inputs` nor `baseline` may be changed. A black *image* is not a tensor of zeros: see `pre_processing`.
# - **Tips:** mind the axes: gradients come as `(n, 3, H, W)`, the result is `(H, W, 3)`. From a tensor to an array leads
#   `.detach().cpu().numpy()`.
#
# **And with a network**: `RedPixel` from section 3 has $p = 1 / (1 + e^{-2r})$. From black ($r = -2.118$, $p = 0.014$) to a
# red of 123.675 ($r = 0$, $p = 0.5$) the red value must get 0.5 − 0.014 = 0.486, green and blue 0. A sum is not yet the
# integral: with 50 steps you may see 0.476, 0.486 or 0.496, according to the kind of your sum. With 1000 steps they nearly agree.

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
# > **Spot the bug.** "*Each image on the path is the baseline plus a fraction of the input image.*" With a black baseline
# > this recipe gives the right map; with a white one it does not. Why?
# > <details><summary>Answer</summary>It must be a fraction of the <em>difference</em>, x′ + α (x − x′). With black, x′ is
# > 0 and both are the same. With white, the path x′ + α x would leave the range of colours and never arrive at x. A test on
# > the easy case alone cannot see it.</details>
#
# Now watch the method at work, along the path from black.

# %% given="figure_path" illustration=true
with (
    show.needs("integrated_gradients", "backprop", "predict", "saliency_map"),
    progress(model, 77, "the path"),
):
    alphas = np.linspace(0, 1, 6)
    along = [np.float32(alpha * img) for alpha in alphas]  # the black image is 0
    path_gradients, _ = calculate_outputs_and_gradients(along, model, target, cuda)  # (6, 3, H, W)
    pieces = [
        integrated_gradients(after, model, target, before, 10, cuda) for before, after in pairwise(along)
    ]
    so_far = np.cumsum([np.zeros_like(pieces[0]), *pieces], axis=0)  # (6, H, W, 3)
    fine = np.linspace(0, 1, 21)
    scores = [predict(pre_processing(alpha * img, cuda), model, target, cuda)[1].item() for alpha in fine]
    absolute = [saliency_map(gradient.transpose(1, 2, 0)) for gradient in path_gradients]
    show.path(along, absolute, [show.attribution_map(part) for part in so_far], alphas, (fine, scores))

# %% [markdown]
# **Figure 13.** The path of integrated gradients, from the black image (left) to ours (right). Top row: the images on the
# way. Second row: the gradient at each of them, all on one scale. Third row: what has been accumulated so far. Bottom:
# the target's probability; the dotted lines mark the images above. Where this curve is steep, much is added to the map.
# Where it is flat, the gradients add little on balance, however much the image shows: that is saturation made visible.
#
# **Completeness** is a test that every right implementation passes, on every network. If your sum does not meet the
# line as the steps grow, something is wrong.

# %% given="figure_completeness" illustration=true
steps = [1, 2, 5, 10, 20, 50]
with show.needs("integrated_gradients", "predict"), progress(model, sum(steps) + 2, "all steps"):
    black = np.zeros_like(img)
    score, score_black = (
        predict(pre_processing(image, cuda), model, target, cuda)[1].item() for image in (img, black)
    )
    sums = [integrated_gradients(img, model, target, None, m, cuda).sum() for m in steps]
    charts.completeness(steps, {"black baseline": sums}, score - score_black)

# %% [markdown]
# **Figure 14.** The sum of all attributions against the number of steps. The line is the change of the score from the
# baseline to the image. With enough steps the two meet.
#
# ### Task: `random_baseline_integrated_gradients` ({points:random_baseline} points)
#
# A black image is one idea of "nothing". Noise is another: it has no colour of its own. But a single noise image has
# accidents, so we take several and **average the maps**.
#
# - **in:** as before, with `num_random_trials` and without `baseline`.
# - **out:** an array `(H, W, 3)`: the average over `num_random_trials` integrated gradients. Each starts from a *fresh*
#   baseline of the image's shape, in which every value is drawn uniformly from 0..255.
#
# **On paper first.** Two trials on a one-pixel image give (1, 0, 0) and (3, 2, 0): the answer is (2, 1, 0). It keeps
# its signs: average first, take absolute values when you draw.

# %% solution="random_baseline"

# %% test="random_baseline"

# %% given="compute_random_baseline" illustration=true
with show.needs("random_baseline", "integrated_gradients"), progress(model, 5 * STEPS, "random baselines"):
    int_gradients_randombl = random_baseline_integrated_gradients(
        img, model, label_index, steps=STEPS, num_random_trials=5, cuda=cuda
    )
    print("average of 5 maps:", int_gradients_randombl.shape)

# %% [markdown]
# > **Spot the bug: five times the same.** This tutorial once drew its random baseline *before* the loop:
# > ```python
# > random_baseline = ...  # uniform noise, drawn here
# > for i in range(num_random_trials):
# >     integrated_grad = integrated_gradients(inputs, ..., baseline=random_baseline, ...)
# > ```
# > It ran five times as long as one trial. What did it gain? The next figure compares: one baseline five times over, and
# > five fresh ones.

# %% given="figure_random_bug" illustration=true
with show.needs("random_baseline", "integrated_gradients"), progress(model, 30 * 5, "trials"):
    noise = np.random.uniform(0, 255, img.shape)
    once = [integrated_gradients(img, model, target, noise, 5, cuda) for trial in range(5)]  # as the old code
    maps = {
        "one baseline": once[0],
        "the same, 5 times": np.mean(once, axis=0),
        "5 fresh ones": random_baseline_integrated_gradients(img, model, target, 5, 5, cuda),
        "20 fresh ones": random_baseline_integrated_gradients(img, model, target, 5, 20, cuda),
    }
    show.maps_side_by_side(
        img, {name: show.attribution_map(part) for name, part in maps.items()}, "What averaging gains"
    )

# %% [markdown]
# **Figure 15.** Averaging the same map five times gives the same map. Fresh baselines wash out the accidents of each.
# Even five are few: the noise falls only with the square root of their number.
#
# > **Before you read on.** The attribution of a pixel has the factor $(x_i - x'_i)$. What is the attribution of a *black*
# > pixel when the baseline is black? Hold this thought until section 6.

# %% [markdown]
# ## 6. The maps side by side, and a doubt
#
# *About 25 minutes.* You will be able to compare maps by more than their looks, and to test a suspicion about a method
# instead of believing or dismissing it. It matters because every map looks like an explanation, also a wrong one.
#
# First the three maps of the tutorial, of the class that the network predicts:

# %% given="figure_three_maps" illustration=true
with show.needs("random_baseline", "integrated_gradients", "backprop", "saliency_map"):
    plot_gradients(img, gradients, "The image and its gradient map")
    plot_gradients(img, int_gradients_zerobl, "The image and its integrated gradients (black baseline)")
    plot_gradients(img, int_gradients_randombl, "The image and its integrated gradients (random baselines)")

# %% [markdown]
# **Figure 16.** The gradient, and integrated gradients from the black and from random baselines, all drawn as
# saliency: the largest absolute value over the channels. From here on we draw attributions by *adding* the three
# channels of a pixel first. Then the picture still adds up to what completeness promises.
#
# ### 6.1 Two classes in one picture
#
# Now all three methods, for both classes. The white lines are the true outlines of the class in question: no method has
# seen them.


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
# **Figure 17.** One row for each class, one column for each method. White: the true outline of that row's class.
#
# Looking is a start. A number is better: which share of a map lies inside the outline? A map that knows nothing would
# put there the outline's share of the picture, which is the column "chance".


# %% given="share_inside" illustration=true
def share_inside(values, mask):
    """The share of a map (H, W) that lies inside a mask (H, W)."""
    return values[mask].sum() / max(values.sum(), 1e-30)


with show.needs("saliency_map", "grad_cam_heatmap", "integrated_gradients"):
    rows = {}
    for (name, maps), mask in zip(both.items(), masks, strict=True):
        rows[name] = {"chance": mask.mean()} | {
            method: share_inside(part, mask) for method, part in maps.items()
        }
    print(charts.table(rows, "class"))

# %% [markdown]
# **Table 2.** The share of each map inside the outline of its class. A careful reader asks what this measures: the mask is
# what *we* find important. A network that recognises sharks by the water around them would score badly, and its map
# might still be right.
#
# ### 6.2 "By the way, I do not trust the results very much"
#
# So ended the tutorial that this notebook grew from: *integrated gradients seem to focus on pixels just above the
# elephants*. It is the best sentence in it. A doubt is worth keeping, and worth testing.
#
# **First, see it.** The next picture holds one elephant, darker than what is around it. The old program is at hand, because
# integrated gradients add up along the path: we walk the path from black piece by piece, and hand over `None` as target for
# each piece, as the old code did. Two numbers say how dense the map is, *on* the elephant and *just above* it: 1 would be
# as dense as the picture on average. (You know the right program. Before you run the cell: what will be different?)

# %% given="figure_doubt" illustration=true
HIGH = 30  # rows of pixels that count as "just above"

dusk = scene(15, classes=(386,))
evening, elephant = dusk.image, dusk.masks[0]
above = np.zeros_like(elephant)
above[:-HIGH] = elephant[HIGH:]  # the mask, moved up ...
above &= ~elephant  # ... where the elephant itself is not


def density(values, region):
    """How much of a map (H, W) lies in a region, beside what would lie there by chance: 1 is average."""
    return share_inside(values, region) / region.mean()


def old_program(image, steps=STEPS):
    """Integrated gradients from black, as the old tutorial had them: each image chooses its own class."""
    along = [np.float32(alpha * image) for alpha in np.linspace(0, 1, steps + 1)]
    return sum(
        integrated_gradients(after, model, None, before, 1, cuda) for before, after in pairwise(along)
    )


with show.needs("integrated_gradients", "predict"), progress(model, 2 * STEPS, "the old program"):
    suspect = {"the old program": show.attribution_map(old_program(evening))}
    show.maps_side_by_side(
        evening, suspect | {"the two regions": elephant + 0.5 * above}, "The doubt", outline=elephant
    )
    rows = {
        name: {"on it": density(part, elephant), "just above": density(part, above)}
        for name, part in suspect.items()
    }
    print(charts.table(rows, "density"))

# %% [markdown]
# **Figure 18.** The image; the map of the old program; and the two regions that the numbers speak of (bright: the elephant,
# darker: just above it). An explanation of "elephant" should be much denser on the elephant than beside it. Is it?
#
# Two suspects are in the tutorial itself.
#
# **Suspect 1: the target drifts.** The old code handed `None` as target to the images on the path, so each of them chose
# *its own* predicted class. Which classes does the network see on its way from black to the elephant?

# %% given="figure_target_drift" illustration=true
with show.needs("integrated_gradients", "predict"), progress(model, 3 * STEPS + 2, "one target"):
    alphas = np.linspace(0, 1, STEPS + 1)
    along = [np.float32(alpha * evening) for alpha in alphas]
    winners = [predict(pre_processing(image, cuda), model, None, cuda) for image in along]
    of_elephant = [predict(pre_processing(image, cuda), model, 386, cuda)[1].item() for image in along]
    lines = {"the winner of each image": [p.item() for _, p in winners], f"{class_name(386)}": of_elephant}
    axes = ("α, from black (0) to the image (1)", "probability")
    charts.curves(alphas, lines, *axes, "Who wins on the path?", ylim=(0, None))
    other = [class_name(label) for label, _ in winners if label != 386]
    print(
        f"{len(other)} of {len(winners)} images on the path are taken for another class:",
        ", ".join(sorted(set(other))) or "none",
    )

    drifting = old_program(evening)
    one_target = integrated_gradients(evening, model, 386, None, STEPS, cuda)
    suspect["one target"] = show.attribution_map(one_target)
    show.maps_side_by_side(evening, suspect, "Suspect 1: the target", outline=elephant)
    changes = {"the old program": lines["the winner of each image"], "one target": of_elephant}
    rows = {
        name: {"sum": part.sum(), "change": changes[name][-1] - changes[name][0]}
        for name, part in {"the old program": drifting, "one target": one_target}.items()
    }
    print(charts.table(rows))

# %% [markdown]
# **Figures 19 and 20.** Above: the probability of the winning class and of the elephant, along the path. Where the two curves
# part, the old code took the gradient of another class. Below: its map, and the map with one target. (If no image on your
# path is taken for another class, the bug sleeps on this image; it is still there for the next.)
#
# Now compare the sums with the changes of the two curves. With one target the sum is what completeness promises for the
# elephant. But the old program adds up, too, more or less: to the change of the *winner's* curve, pieced together from
# several classes. Where both curves have nearly the same ends, a test of completeness does not notice. What *did* show the bug?
#
# **Suspect 2: the baseline is blind to its own colour.** Your answer from the end of section 5: where image and baseline
# agree, the factor $(x_i - x'_i)$ is 0, and so is the attribution, *whatever the network does there*. Where they nearly agree
# it is small. A dark elephant gets little from a black baseline, and the brighter pixels around it stand out. To be sure, we
# also paint the elephant *pure* black, and ask from black and from white.

# %% given="figure_dark_pixels" illustration=true
def map_from(image, baseline):
    """The map (H, W) of integrated gradients of the elephant from a baseline."""
    return show.attribution_map(integrated_gradients(image, model, 386, baseline, STEPS, cuda))


with show.needs("integrated_gradients"), progress(model, 3 * STEPS, "from white"):
    painted = np.where(elephant[..., None], 0, evening).astype(np.float32)
    white = np.full_like(evening, 255)
    by_picture = {
        "as it was": {
            "black baseline": suspect["one target"],
            "white baseline": map_from(evening, white),
        },
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
    print("share of the map inside the outline")
    print(charts.table(inside))

# %% [markdown]
# **Figure 21.** The image as it was (top) and with its elephant painted black (bottom): integrated gradients from a
# black and from a white baseline. From black, the painted elephant gets *exactly nothing*. This is arithmetic, not the
# network's opinion.
#
# Both causes mended, one after the other:

# %% given="doubt_mended" illustration=true
with show.needs("integrated_gradients"):
    suspect["one target, from white"] = by_picture["as it was"]["white baseline"]
    rows = {
        name: {"on it": density(part, elephant), "just above": density(part, above)}
        for name, part in suspect.items()
    }
    print(charts.table(rows, "density"))
    show.maps_side_by_side(evening, suspect, "Before, and after each repair", outline=elephant)

# %% [markdown]
# **Table 3 and figure 22.** How dense the map is on the elephant and just above it, before and after each repair; and the three
# maps.
#
# So the doubt was right twice. One cause was a bug, and it is mended. The other is a property of the method, and it
# stays: from white, the *white* pixels get nothing. Choosing another baseline moves the blind spot; it does not remove it.
# That is the subject of the **homework**.
#
# ### 6.3 Your own picture
#
# Between the quotes: the name of a picture of the course (`cat`, `coffee`, `astronaut`), the path of a file of yours, or an
# address that begins with `https://`. Or press the button and choose a file.

# %% given="own_image" illustration=true
MY_IMAGE = "cat"


def explain(where):
    """Says what the network sees in a picture, and draws three explanations of it."""
    try:
        own = own_image(where)
        with (
            show.needs("saliency_map", "grad_cam_heatmap", "integrated_gradients"),
            progress(model, STEPS + 3, "your picture"),
        ):
            seen, _ = predict(pre_processing(own, cuda), model, None, cuda)
            print(
                "The network sees:", ", ".join(f"{name} ({p:.2f})" for name, p in guesses(own, 3).items())
            )
            show.maps_side_by_side(own, three_maps(own, seen), f"Why {class_name(seen)}?")
    except (OSError, ValueError) as reason:  # no such file, nothing at that address, or no picture
        print(reason)


explain(MY_IMAGE)
upload_button(explain)

# %% [markdown]
# **Figure 23.** Three explanations of one prediction for your picture. (The pocket network knows ten drawn things and
# nothing else. It will name one for any photograph, and every method will explain its error without blushing: an
# explanation tells why the network said it, not whether it is true.)

# %% [markdown]
# **Before you hand it in**: all tasks at once, as far as the cases that you can see here tell. Then save the notebook, and
# hand in this one file: on a hub with *Nbgrader*, *Assignment List*, *Submit*; anywhere else download it (*File*,
# *Download*) and upload it where your course collects.

# %% given="all_checks" illustration=true
check.all()

# %% [markdown]
# > **To take away.** You have three maps that disagree. Before you show one to somebody who must decide something by it:
# > what would have to be true for you to trust it, and which of the tests of this section could show that it is not?
