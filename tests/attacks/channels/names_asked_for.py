"""Which names that no file has were asked for before, told by how long the system takes to say that there is none."""
EACH = 40  # names for a bit


def ask(number, turn):
    begin = time.perf_counter()
    os.path.exists(f"{os.path.dirname(big_file())}/{MARK}-{number}-{turn}")
    return time.perf_counter() - begin


def send(bits):
    for number, bit in enumerate(bits):
        for turn in range(EACH if bit else 0):
            ask(number, turn)


def receive(count):
    fresh = sorted(ask("control", turn) for turn in range(20 * EACH))[10 * EACH]
    for turn in range(EACH):
        ask("known", turn)
    known = sorted(ask("known", turn) for turn in range(EACH))[EACH // 2]
    times = [sorted(ask(number, turn) for turn in range(EACH))[EACH // 2] for number in range(count)]
    return [taken < (fresh + known) / 2 for taken in times]
