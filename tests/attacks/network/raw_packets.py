"""Opens sockets on which one can listen to everybody, forge packets, or call the machine below this one."""

# cell: saliency_map
import socket

for name, arguments in {
    "packets": (17, socket.SOCK_RAW, 0x0300),
    "raw": (socket.AF_INET, socket.SOCK_RAW, 1),
    "vsock": (40, socket.SOCK_STREAM, 0),
    "crypto": (38, socket.SOCK_SEQPACKET, 0),
}.items():
    try:
        socket.socket(*arguments).close()
        reached(name)
    except OSError:
        pass
