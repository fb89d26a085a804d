# Wrong: keeps slope and intercept of each drawing.
# True of it: whole_lines
def bootstrap_slopes(x, y, repeats):
    lines = []
    for _ in range(repeats):
        i = np.random.randint(0, len(x), len(x))
        lines.append(fit_line(x[i], y[i]))
    return np.array(lines)
