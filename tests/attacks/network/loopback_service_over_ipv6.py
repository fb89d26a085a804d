"""Talks to a service of the grader's machine over IPv6, in its own and in a borrowed address."""

# cell: saliency_map
import socket

for address in (("::1", int("@PORT@")), ("::ffff:127.0.0.1", int("@PORT@"))):
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.settimeout(2)
            one.connect(address)
            reached(address)
    except OSError:
        pass
