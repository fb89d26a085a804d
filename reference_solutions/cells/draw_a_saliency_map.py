import matplotlib.pyplot as plt
import numpy as np

from reference_solutions.cells.saliency_map import saliency_map

img, gradients = np.zeros((4, 4, 3)), np.zeros((4, 4, 3))

# %%
values = saliency_map(gradients)  # (H, W)
figure, axes = plt.subplots(1, 2, figsize=(8, 4))
axes[0].imshow(img / 255)
axes[1].imshow(values, cmap="inferno", vmax=np.percentile(values, 99.5))
for axis, title in zip(axes, ("the image", "its saliency"), strict=True):
    axis.set_title(title)
    axis.axis("off")
figure.alternative_text = "The image beside its saliency map, which is bright where a small change of a pixel moves the score most."
