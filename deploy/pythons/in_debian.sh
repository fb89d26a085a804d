#!/usr/bin/env bash
# The suite, or a command, in a Debian 13 that lies in a folder: its Python 3.13, its bubblewrap. As root; nothing of this machine changes.
#   deploy/pythons/in_debian.sh                         the suite
#   deploy/pythons/in_debian.sh autograder doctor       a command, in the environment that was made for the suite
# DEBIAN_ROOT: where it lies (build/debian13). SEEN_INSIDE: folders of this machine that are there as well, a local index of packages, say.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
root=${DEBIAN_ROOT:-$here/build/debian13}
[ "$(id -u)" = 0 ] || { echo "only root can make and enter a Debian: sudo $0"; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing; on Debian and Ubuntu: apt install debootstrap"; exit 1; }
if [ ! -e "$root/made" ]; then
  rm -rf "$root"
  debootstrap --variant=minbase --include=python3,python3-venv,bubblewrap,make,git,ca-certificates trixie "$root" http://deb.debian.org/debian
  for left in proc sys; do ! mountpoint -q "$root/$left" || umount "$root/$left"; done  # else `rm -rf build` would meet them
  touch "$root/made"
fi
# in a chroot there would be no sandbox: the kernel makes no user namespace for a process whose root is no mount of its own
exec unshare --mount --pid --fork --kill-child bash -euc '
  root=$1 here=$2
  shift 2
  mount --make-rprivate /
  mount --bind "$root" "$root"
  mount --bind "$here" "$root/srv"
  mount -t proc proc "$root/proc"
  for folder in /dev /sys ${SEEN_INSIDE:-}; do
    mkdir -p "$root$folder"
    mount --rbind "$folder" "$root$folder"
  done
  cat /etc/resolv.conf >"$root/etc/resolv.conf"
  cd "$root"
  mkdir -p machine
  pivot_root . machine
  umount -l /machine
  cd /srv
  export HOME=/root ENVIRONMENT=build/debian13-python
  export PATH=/srv/$ENVIRONMENT/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
  if [ $# = 0 ]; then exec deploy/pythons/suite.sh /usr/bin/python3; fi
  exec "$@"
' bash "$root" "$here" "$@"
