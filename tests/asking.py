"""The sample answers, asked in this process."""

from autograder.audit.samples import ask, asked, samples, true_names
from autograder.authoring.sample_class import samples_folder

SAMPLES = samples_folder()

__all__ = ["SAMPLES", "ask", "asked", "samples", "true_names"]
