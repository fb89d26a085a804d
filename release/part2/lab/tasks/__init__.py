"""The graded tasks, one file each: what it asks for, how it is asked, on which cases, and what the student's check looks at.

A new file in this folder is a new task; nothing lists them.
"""
