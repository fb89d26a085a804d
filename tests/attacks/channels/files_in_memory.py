"""Files in the folders that are for what is passed on."""


def send(bits):
    for number, bit in enumerate(bits):
        for folder in ("/dev/shm", "/tmp"):
            if bit:
                open(f"{folder}/{MARK}-{number}", "w").close()


def receive(count):
    return [any(os.path.exists(f"{folder}/{MARK}-{number}") for folder in ("/dev/shm", "/tmp")) for number in range(count)]
