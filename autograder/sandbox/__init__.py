"""The sandbox as seen from outside: its kernels, its command line and limits, and the test whether it holds."""


def __getattr__(name: str) -> object:
    """Finds `Boxed`, as metadata of installations name it that were made when this was a module; goes with the next release."""
    if name == "Boxed":
        from autograder.sandbox.provisioner import SandboxProvisioner

        return SandboxProvisioner
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
