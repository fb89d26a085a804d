"""A class, with nbgrader: its course directory, its gradebook, its steps."""
