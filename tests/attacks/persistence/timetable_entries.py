"""Puts itself on the machine's timetables and start lists."""

# cell: saliency_map
from pathlib import Path

for place in ("/var/spool/cron/crontabs", "/etc/cron.d", "/etc/profile.d", "/etc/systemd/system", "/etc/ld.so.preload.d"):
    try:
        Path(place).mkdir(parents=True, exist_ok=True)
        (Path(place) / "@MARK@").write_text("")
        reached(place)
        (Path(place) / "@MARK@").unlink()
    except OSError:
        pass
