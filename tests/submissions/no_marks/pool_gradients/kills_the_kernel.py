# Ends the whole process.
import os

def pool_gradients(gradients):
    os._exit(1)
