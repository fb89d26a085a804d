"""The catalogue of known mistakes: wrong variants of the references, the hint that each earns, and who has made which.

One file for each task holds its wrong variants and what is special about its diagnosis; `autograder.judging.diagnosis` compares
a student's answers with theirs, and where none fits reads off what is true of them all the same.
"""
