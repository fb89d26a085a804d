"""What the notebooks of this course import: networks, images, figures, and the student's own check."""
