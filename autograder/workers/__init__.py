"""Many submissions at once: in this process, in processes beside it, on a cluster."""
