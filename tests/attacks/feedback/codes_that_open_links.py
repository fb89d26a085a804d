"""Prints the codes by which terminals make links, titles and pictures, and colours that are none, in every order."""

# cell: saliency_map
import sys

for code in ("]8;;javascript:alert(1)\a", "]0;<script>\a", "P<img src=x onerror=alert(1)>\\", "[38;2;<b>m", "[38;5;999m", "[48;2;1;2m"):
    print(f"\x1b{code}<b onclick='x()'>text</b>\x1b[0m\x9b1m", file=sys.stderr)
    print(f"\x1b[{'1;' * 500}1m{code}\x1b", flush=True)
raise ValueError("\x1b]8;;http://127.0.0.1/\x1b\\<svg/onload=alert(1)>")
