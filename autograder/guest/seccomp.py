"""System call filters of the sandbox, as classic BPF programs that the kernel loads; libseccomp is not needed.

There are two: a forked kernel gets no sockets, since no limit counts their buffers, and its own is open already; a Jupyter
kernel needs them for zmq. Neither may call what would show, or change, a state that outlives the sandbox: which pages of a
file are in memory, locks, leases, watches. Where programs can do without such a call, it does nothing and reports success.

They are deny lists, as in ioi/isolate: namespaces and dropped privileges confine, and the filter closes what they leave open
(other processes' memory, keys, BPF, io_uring, new namespaces, memory that no limit counts). An allow list would break with
every new torch. AF_INET and AF_NETLINK stay open to a Jupyter kernel: libzmq's resolver and ipykernel's own pipe need
them, and its network namespace is empty.
"""

import platform
import struct
from typing import NamedTuple

Line = tuple[int, int, int, int]  # (code, lines to skip if true, if false, constant)


class Machine(NamedTuple):
    """Numbers of system calls on one kind of processor."""

    audit: int  # AUDIT_ARCH_*
    clone: int
    clone3: int
    socket: int
    denied: dict[str, int]
    fcntl: int
    madvise: int
    pretended: dict[str, int]  # calls that do nothing and report success
    unknown: dict[str, int]  # calls that report ENOSYS, so that programs use others
    sockets: dict[str, int]  # calls that are also denied to a kernel without sockets


# Numbers from 403 on are the same everywhere.
NEWER = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "pidfd_open": 434,
    "pidfd_getfd": 438,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "memfd_secret": 447,
}
# fmt: off
X86_64 = {
    "shmget": 29, "semget": 64, "msgget": 68, "ptrace": 101, "syslog": 103, "mknod": 133, "personality": 135,
    "vhangup": 153, "modify_ldt": 154, "pivot_root": 155, "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164,
    "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170, "setdomainname": 171,
    "iopl": 172, "ioperm": 173, "init_module": 175, "delete_module": 176, "quotactl": 179, "lookup_dcookie": 212,
    "clock_settime": 227, "mbind": 237, "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250,
    "migrate_pages": 256, "mknodat": 259, "unshare": 272, "move_pages": 279, "perf_event_open": 298, "fanotify_init": 300,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305, "setns": 308, "process_vm_readv": 310,
    "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "memfd_create": 319, "kexec_file_load": 320, "bpf": 321,
    "userfaultfd": 323,
}
AARCH64 = {
    "lookup_dcookie": 18, "mknodat": 33, "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "vhangup": 58,
    "quotactl": 60, "acct": 89, "personality": 92, "unshare": 97, "kexec_load": 104, "init_module": 105,
    "delete_module": 106, "clock_settime": 112, "syslog": 116, "ptrace": 117, "reboot": 142, "sethostname": 161,
    "setdomainname": 162, "settimeofday": 170, "adjtimex": 171, "msgget": 186, "semget": 190, "shmget": 194,
    "add_key": 217, "request_key": 218, "keyctl": 219, "swapon": 224, "swapoff": 225, "mbind": 235, "migrate_pages": 238,
    "move_pages": 239, "perf_event_open": 241, "fanotify_init": 262, "name_to_handle_at": 264, "open_by_handle_at": 265,
    "clock_adjtime": 266, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "finit_module": 273,
    "memfd_create": 279, "bpf": 280, "userfaultfd": 282, "kexec_file_load": 294,
}
# Calls that are pretended: locks, advice, writing to the disk.
X86_64_PRETENDED = {"flock": 73, "sync": 162, "readahead": 187, "fadvise64": 221, "syncfs": 306}
AARCH64_PRETENDED = {"flock": 32, "sync": 81, "readahead": 213, "fadvise64": 223, "syncfs": 267}
X86_64_UNKNOWN = {
    "mincore": 27, "ustat": 136, "io_setup": 206, "mq_open": 240, "splice": 275, "tee": 276, "vmsplice": 278,
    "preadv2": 327, "pwritev2": 328,
}
AARCH64_UNKNOWN = {
    "io_setup": 0, "vmsplice": 75, "splice": 76, "tee": 77, "mq_open": 180, "mincore": 232, "preadv2": 286, "pwritev2": 287,
}
NEWER_UNKNOWN = {
    "process_madvise": 440, "landlock_create_ruleset": 444, "landlock_add_rule": 445, "cachestat": 451, "setxattrat": 463,
    "file_setattr": 469,
}
X86_64 |= {
    "sysinfo": 99, "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "inotify_init": 253, "inotify_add_watch": 254,
    "inotify_rm_watch": 255, "inotify_init1": 294,
}
AARCH64 |= {
    "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "inotify_init1": 26, "inotify_add_watch": 27, "inotify_rm_watch": 28,
    "sysinfo": 179,
}
X86_64_SOCKETS = {"socket": 41, "socketpair": 53, "sendmsg": 46, "recvmsg": 47, "sendmmsg": 307, "recvmmsg": 299}
AARCH64_SOCKETS = {"socket": 198, "socketpair": 199, "sendmsg": 211, "recvmsg": 212, "sendmmsg": 269, "recvmmsg": 243}
# fmt: on
MACHINES = {
    "x86_64": Machine(
        *(0xC000003E, 56, 435, 41, X86_64 | NEWER, 72, 28),
        *(X86_64_PRETENDED, X86_64_UNKNOWN | NEWER_UNKNOWN, X86_64_SOCKETS),
    ),
    "aarch64": Machine(
        *(0xC00000B7, 220, 435, 198, AARCH64 | NEWER, 25, 233),
        *(AARCH64_PRETENDED, AARCH64_UNKNOWN | NEWER_UNKNOWN, AARCH64_SOCKETS),
    ),
}
FCNTL = (*range(5), *range(8, 12), 15, 16, 1028, 1030, 1032)  # descriptors and their flags, owners and signals, a pipe's size
LOCKS = (6, 7, 37, 38)  # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW: pretended; all other commands are denied
ADVICE = (3, 12, 20, 21, 22, 23, 25)  # WILLNEED, MERGEABLE, COLD, PAGEOUT, POPULATE_*, COLLAPSE: they act on what is shared
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW* but CLONE_NEWTIME, which clone reads as part of a signal's number

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NOT_PERMITTED, NO_SUCH_CALL, NO_SUCH_FAMILY = ERROR | 1, ERROR | 38, ERROR | 97  # EPERM, ENOSYS, EAFNOSUPPORT
PRETENDED, NO_SUCH_COMMAND = ERROR | 0, ERROR | 22  # EINVAL
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT, THIRD_ARGUMENT = 0, 4, 16, 24, 32  # offsets in struct seccomp_data


def program(machine: str | None = None, sockets: bool = True) -> bytes:
    """Assembles the filter for a kind of processor, by default this one.

    Args:
        sockets: allow sockets.
    Raises:
        KeyError: the numbers of its system calls are not known.
    """
    return b"".join(struct.pack("<HBBI", *line) for line in lines(MACHINES[machine or platform.machine()], sockets))


def lines(machine: Machine, sockets: bool) -> list[Line]:
    """Lists the instructions of the filter."""
    denied = machine.denied | ({} if sockets else machine.sockets)
    answers = dict.fromkeys(denied.values(), NOT_PERMITTED)
    answers |= dict.fromkeys(machine.pretended.values(), PRETENDED) | dict.fromkeys(machine.unknown.values(), NO_SUCH_CALL)
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, machine.audit),
        (RETURN, 0, 0, KILL),  # 32-bit calls have other numbers
        (LOAD, 0, 0, NUMBER),
        *refuse((AT_LEAST, 0, 1, 0x40000000), NO_SUCH_CALL),  # x32, likewise
        *(line for number, answer in sorted(answers.items()) for line in refuse((EQUAL, 0, 1, number), answer)),
        *refuse((EQUAL, 0, 1, machine.clone3), NO_SUCH_CALL),  # a filter cannot read its flags; libc then uses clone
        *of_call(machine.clone, FIRST_ARGUMENT, refuse((ANY_BIT, 0, 1, NEW_NAMESPACES), NOT_PERMITTED)),
        *of_call(machine.madvise, THIRD_ARGUMENT, [line for word in ADVICE for line in refuse((EQUAL, 0, 1, word), PRETENDED)]),
        *of_call(
            machine.fcntl, SECOND_ARGUMENT, [*among(FCNTL, ALLOW), *among(LOCKS, PRETENDED), (RETURN, 0, 0, NO_SUCH_COMMAND)]
        ),
        *of_call(machine.socket, FIRST_ARGUMENT, [*among(FAMILIES, ALLOW), (RETURN, 0, 0, NO_SUCH_FAMILY)]),
        (RETURN, 0, 0, ALLOW),
    ]


def of_call(number: int, argument: int, then: list[Line]) -> list[Line]:
    """Applies instructions to one argument of one call."""
    return [(EQUAL, 0, len(then) + 2, number), (LOAD, 0, 0, argument), *then, (LOAD, 0, 0, NUMBER)]


def among(values: tuple[int, ...], answer: int) -> list[Line]:
    """Answers if the argument is one of some values; otherwise the next instruction follows."""
    tests = [(EQUAL, len(values) - 1 - turn, 1 if turn == len(values) - 1 else 0, value) for turn, value in enumerate(values)]
    return [*tests, (RETURN, 0, 0, answer)]


def refuse(condition: Line, answer: int) -> list[Line]:
    """Answers if a condition holds; otherwise the next instruction follows."""
    return [condition, (RETURN, 0, 0, answer)]
