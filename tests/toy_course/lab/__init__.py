"""What the notebooks of this course import: points along a line."""
