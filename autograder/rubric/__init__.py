"""The rubric: one `test_<task>.py` per task. A check's docstring is the sentence that the student reads.

To judge one notebook by hand: pytest autograder/rubric --submission FILE.ipynb
"""
