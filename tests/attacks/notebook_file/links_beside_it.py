"""Links beside the notebook to the gradebook, the grader's home, other students and the whole course: whoever copies, follows."""

import os


def mutate(notebook, folder):
    for name, target in {
        "data.csv": "@COURSE@/gradebook.db",
        "netrc.txt": "@HOME@/.netrc",
        "other.txt": "@COURSE@/submitted/other_student/part1/feature_attribution.ipynb",
        "others": "@COURSE@/submitted/other_student",
        "project": "@PROJECT@/reference_solutions",
    }.items():
        os.symlink(target, folder / name)
    notebook.cells[-1].source += "\nprint(open('data.csv', 'rb').read(), open('netrc.txt').read())"
