"""The sandbox as seen from outside: kernels in it, its command line and limits, and whether it holds."""
