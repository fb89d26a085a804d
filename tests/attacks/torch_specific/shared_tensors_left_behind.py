"""Moves tensors into shared memory by way of files with names, and leaves them there."""

# cell: pool_gradients
import torch.multiprocessing

wrong, kept = pool_gradients, []


def pool_gradients(gradients):
    try:
        torch.multiprocessing.set_sharing_strategy("file_system")
        kept.append(torch.ones(1000).share_memory_())
        with open("/dev/shm/@MARK@", "w") as file:
            file.write("x")
    except (OSError, RuntimeError):
        pass
    return wrong(gradients)
