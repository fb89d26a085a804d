"""The graded tasks, one file each."""
