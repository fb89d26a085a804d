"""Printed text, names of streams, errors and tracebacks that hold markup and terminal codes which become markup."""

# cell: saliency_map
import sys

print("<script>hostile()</script>\x1b[31m<img src=x onerror=hostile()>\x1b[0m\x1b]8;;javascript:hostile()\x07link\x1b]8;;\x07")
print("</pre></div><script>hostile()</script>", file=sys.stderr)
raise type("<script>hostile()</script>", (Exception,), {})("<img src=x onerror=hostile()>\x1b[<script>hostile()</script>m")
