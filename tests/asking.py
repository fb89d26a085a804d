"""The sample answers, asked in this process."""

from autograder.audit.samples import SAMPLES, ask, asked, samples, true_names

__all__ = ["SAMPLES", "ask", "asked", "samples", "true_names"]
