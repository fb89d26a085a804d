"""Handlers of events in an HTML output, in every spelling that browsers understand."""

# cell: saliency_map
from IPython.display import HTML, display

for text in (
    "<img src=x onerror='hostile()'>",
    "<svg/onload=hostile()>",
    "<body onpageshow=hostile()>",
    "<details open ontoggle=hostile()><summary>x</summary></details>",
    "<input autofocus onfocus\n=\n'hostile()'>",
    "<video><source onerror=hostile()></video>",
    "<a href='x' OnClIcK=hostile()>x</a>",
    "<div style='animation: x' onanimationend=hostile()>x</div>",
):
    display(HTML(text))
