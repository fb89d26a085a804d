"""Known mistakes: wrong variants of the references, and the hint that each earns."""
