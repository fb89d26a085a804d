"""One submission -> a graded submission. Pure: no gradebook, no course directory."""
