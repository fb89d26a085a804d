"""The notebook packed with gzip, of which a kilobyte makes a gigabyte."""

# costs: everything
import gzip


def mutate(notebook, folder):
    return gzip.compress(b" " * 100_000_000)
