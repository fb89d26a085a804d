"""Styles and tags that hide the marks and paint others over them, or end the page before them."""

# cell: saliency_map
from IPython.display import HTML, display

display(
    HTML("<style>.jp-Cell, table { display: none !important } body::before { content: 'hostile-style: 35 of 35 points' }</style>")
)
display(HTML("</div></div></main></body></html><!-- hostile-comment "))
display(HTML("<div style='position: fixed; inset: 0; background: white; z-index: 9999'>hostile-cover: 35 of 35 points</div>"))
display(HTML("<textarea><plaintext><xmp><noscript>"))
