"""The system calls that a box is denied, as the classic BPF program that the kernel loads; libseccomp is not needed.

A deny list, as ioi/isolate has one: namespaces and lost privileges do the confining, and this closes what lies beside them
(other processes' memory, keys, BPF, io_uring, new namespaces, memory that no limit counts). An allow list would break with
every new torch. AF_INET and AF_NETLINK stay open: libzmq's resolver and ipykernel's own pipe need them, and the box's
network is empty anyway.
"""

import platform
import struct
from typing import NamedTuple


class Machine(NamedTuple):
    """How system calls are numbered on one kind of processor."""

    audit: int  # AUDIT_ARCH_*
    clone: int
    clone3: int
    socket: int
    denied: dict[str, int]


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
# fmt: on
MACHINES = {
    "x86_64": Machine(0xC000003E, 56, 435, 41, X86_64 | NEWER),
    "aarch64": Machine(0xC00000B7, 220, 435, 198, AARCH64 | NEWER),
}
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK
NEW_NAMESPACES = 0x7E020000  # all CLONE_NEW* but CLONE_NEWTIME, which clone reads as part of a signal's number

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NOT_PERMITTED, NO_SUCH_CALL, NO_SUCH_FAMILY = ERROR | 1, ERROR | 38, ERROR | 97  # EPERM, ENOSYS, EAFNOSUPPORT
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data


def program(machine: str | None = None) -> bytes:
    """The filter for a kind of processor, by default this one.

    Raises:
        KeyError: its system calls are not known here.
    """
    return b"".join(struct.pack("<HBBI", *line) for line in lines(MACHINES[machine or platform.machine()]))


def lines(machine: Machine) -> list[tuple[int, int, int, int]]:
    """The instructions: (code, lines to skip if true, if false, constant)."""
    families = [(EQUAL, len(FAMILIES) - turn, 0, family) for turn, family in enumerate(FAMILIES)]
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, machine.audit),
        (RETURN, 0, 0, KILL),  # a 32-bit call would be numbered otherwise
        (LOAD, 0, 0, NUMBER),
        *refuse((AT_LEAST, 0, 1, 0x40000000), NO_SUCH_CALL),  # x32, likewise
        *(line for number in sorted(machine.denied.values()) for line in refuse((EQUAL, 0, 1, number), NOT_PERMITTED)),
        *refuse((EQUAL, 0, 1, machine.clone3), NO_SUCH_CALL),  # its flags cannot be seen; libc then takes clone
        (EQUAL, 0, 3, machine.clone),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        *refuse((ANY_BIT, 0, 1, NEW_NAMESPACES), NOT_PERMITTED),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 0, len(FAMILIES) + 2, machine.socket),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        *families,
        (RETURN, 0, 0, NO_SUCH_FAMILY),
        (RETURN, 0, 0, ALLOW),
    ]


def refuse(condition: tuple[int, int, int, int], answer: int) -> list[tuple[int, int, int, int]]:
    """An answer where a condition holds, and otherwise the next line."""
    return [condition, (RETURN, 0, 0, answer)]
