"""Asks torch, OpenCV and NumPy for sixty-four threads each, which wait for each other on a small machine."""

# cell: pool_gradients
import os

import cv2

wrong = pool_gradients


def pool_gradients(gradients):
    torch.set_num_threads(64)
    cv2.setNumThreads(64)
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "64"
    torch.randn(300, 300) @ torch.randn(300, 300)
    return wrong(gradients)
