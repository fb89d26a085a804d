"""Outputs of kinds that viewers run: LaTeX, Vega, Plotly, widgets, PDF, markdown, and one of its own making."""

# cell: saliency_map
from IPython.display import publish_display_data

for kind, data in {
    "text/latex": r"$\href{javascript:hostile()}{x} \class{x}{\style{position:fixed}{y}}$ <script>hostile()</script>",
    "text/markdown": "<script>hostile()</script>\n\n[x](javascript:hostile())\n\n<img src=x onerror=hostile()>",
    "application/vnd.vega.v5+json": {"signals": [{"name": "x", "init": "hostile()"}], "usermeta": "<script>hostile()</script>"},
    "application/vnd.plotly.v1+json": {"data": [{"x": "<script>hostile()</script>"}], "layout": {}},
    "application/vnd.jupyter.widget-view+json": {"model_id": "x' onload='hostile()", "version_major": 2},
    "application/pdf": "JVBERi0xLjQK",
    "application/javascript": "hostile()",
    "text/html; charset=x": "<script>hostile()</script>",
    "<script>hostile()</script>": "<script>hostile()</script>",
    "application/json": {"</script><script>hostile()</script>": 1},
}.items():
    publish_display_data({kind: data, "text/plain": "x"})
