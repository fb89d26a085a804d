"""Sorts LMS archives and folders of files into submitted/: by student and notebook, with a reason for each file left out."""
