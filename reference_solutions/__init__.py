"""The reference answer of every task: one pure function in the file of the task's name, its formula and source on top.

Each has the name and the positional arguments that the assignment asks of students, so that it can be asked the same
questions; what only the grader needs (dtype, batch size, random generator) follows as keywords. `cells/` holds the same
tasks as a student would solve them, for the instructor's notebook.
"""
