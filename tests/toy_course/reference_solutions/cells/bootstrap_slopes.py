import numpy as np

from reference_solutions.cells.fit_line import fit_line


# %%
def bootstrap_slopes(x, y, repeats):
    """(repeats,): the slopes of lines through points drawn with replacement."""
    ### BEGIN SOLUTION
    slopes = []
    while len(slopes) < repeats:
        drawn = np.random.randint(0, len(x), len(x))
        if np.ptp(x[drawn]) > 0:
            slopes.append(fit_line(x[drawn], y[drawn])[0])
    return np.array(slopes)
    ### END SOLUTION
