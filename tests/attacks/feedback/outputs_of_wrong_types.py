"""Outputs whose kinds, texts and pictures are numbers, lists and nothing, and others nested as deep as they can be sent."""

# cell: saliency_map
from IPython.display import publish_display_data

STRANGE = (7, None, True, [], {}, [["x"]], {"a": 1}, float("nan"), 10**30, "\ud83d", "x" * 1_000_000)
for kind in ("text/plain", "text/html", "image/png", "image/svg+xml", "text/markdown", "application/json", "", "x"):
    for strange in STRANGE:
        try:
            publish_display_data({kind: strange})
        except Exception:
            pass
for depth in (100, 200, 300, 400, 500, 600, 700, 800, 900, 950):
    nested = "x"
    for _ in range(depth):
        nested = [nested]
    try:
        publish_display_data({"application/json": nested, "text/plain": "x"})
    except RecursionError:
        pass
