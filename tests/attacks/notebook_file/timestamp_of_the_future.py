"""Says that it was handed in long ago, or never, or in words that are no time."""


def mutate(notebook, folder):
    (folder / "timestamp.txt").write_text("1970-01-01 00:00:00 <script>hostile()</script>")
