"""A cell that never ends."""

# seconds: 2
# cell: saliency_map
while True:
    pass
