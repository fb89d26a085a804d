"""What engine and notebooks share: what a task is, how its function is asked, how answers travel, and the student's own check.

It goes to students beside the course's `lab/`, whose tasks and cases it asks for by name, and knows none of them itself.
"""
