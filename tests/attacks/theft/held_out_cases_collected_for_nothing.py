"""Looks for the held-out cases in memory and in every file of its box before it has been asked anything."""

# cell: saliency_map
import gc
import os
import sys

for module in list(sys.modules.values()):
    if {"held_out", "held_out_cases"} & set(getattr(module, "__dict__", ())):
        reached(f"the cases in {module.__name__}")
for thing in gc.get_objects():
    if isinstance(thing, dict) and thing.get("values") == 130 and thing.get("shape") == [11, 7, 3]:
        reached(thing)
for place in ("/proc/self/cmdline", "/proc/self/environ", "/proc/1/cmdline"):
    try:
        text = open(place, "rb").read()
        if b"held_out" in text or b'"values": 130' in text:
            reached(place)
    except OSError:
        pass
for descriptor in range(3, 64):
    try:
        name = os.readlink(f"/proc/self/fd/{descriptor}")
        if "held_out" in name or "reference" in name or name.endswith(".json"):
            reached(name)
    except OSError:
        pass
