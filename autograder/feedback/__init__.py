"""Pages for students and for those who grade by hand."""
