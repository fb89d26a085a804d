"""Builds the course, grades its submissions, and writes what people read of it. Held back from students."""
