"""Changes modules, built-in functions and settings of its process, and looks whether the next notebook finds them."""

# twice
# cell: saliency_map
import builtins
import os
import sys

if any(getattr(module, "attackers_mark", None) for module in (builtins, sys, np, torch)):
    reached("a process that has run a notebook before")
if "attackers_mark" in os.environ:
    reached("its environment")
for module in (builtins, sys, np, torch):
    module.attackers_mark = "@MARK@"
os.environ["attackers_mark"] = "1"
os.umask(0)
torch.set_num_threads(3)
sys.setrecursionlimit(100_000)
sys.path.insert(0, "/tmp")
