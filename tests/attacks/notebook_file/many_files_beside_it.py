"""Three thousand files and two hundred megabytes beside the notebook."""


def mutate(notebook, folder):
    for number in range(3000):
        (folder / f"small{number}.txt").write_text("x")
    for number in range(5):
        with (folder / f"large{number}.bin").open("wb") as file:
            file.truncate(40 << 20)
