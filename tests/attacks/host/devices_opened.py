"""Opens the machine's memory, disks and log, and makes such devices itself."""

# cell: saliency_map
import os
import stat

for name in ("/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/fuse", "/dev/kvm", "/dev/net/tun"):
    try:
        os.close(os.open(name, os.O_RDONLY))
        reached(name)
    except OSError:
        pass
for name, number in (("disk", os.makedev(254, 0)), ("memory", os.makedev(1, 1))):
    try:
        os.mknod(name, 0o600 | stat.S_IFBLK, number)
        reached(name)
    except OSError:
        pass
