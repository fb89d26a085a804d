# Wrong: foreground over background.
# True of it: against_the_outside
def mass_density(map, mask):
    foreground, background = [], []
    for value, inside in zip(np.ravel(map), np.ravel(mask)):
        (foreground if inside else background).append(abs(value))
    if not foreground:
        raise ValueError("the mask has no pixel")
    if max(foreground + background) == 0:
        return 0.0
    return float(np.mean(foreground) / np.mean(background))
