import cv2
import numpy as np

from lab.images import PUBLIC

PICTURE = str(PUBLIC / "coffee.png")

# %%
mine = cv2.imread(PICTURE)  # (H, W, 3) uint8, blue, green, red
mine = cv2.cvtColor(mine, cv2.COLOR_BGR2RGB)
mine = cv2.resize(mine, (224, 224)).astype(np.float32)  # cv2 takes (width, height)
