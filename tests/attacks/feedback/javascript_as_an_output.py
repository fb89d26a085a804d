"""JavaScript as an output of its own kind, and in a link, a form, a frame, an address that names itself."""

# cell: saliency_map
from IPython.display import HTML, Javascript, display

display(Javascript("hostile()"))
display(HTML("<a href='javascript:hostile()'>x</a><a href='&#106;avascript&colon;hostile()'>x</a>"))
display(HTML("<form action='javascript:hostile()'><button formaction='java\tscript:hostile()'>x</button></form>"))
display(HTML("<iframe src='javascript:hostile()'></iframe><iframe srcdoc='<script>hostile()</script>'></iframe>"))
display(HTML("<object data='data:text/html,<script>hostile()</script>'></object><embed src='javascript:hostile()'>"))
display(HTML("<meta http-equiv=refresh content='0;url=javascript:hostile()'><base href='http://127.0.0.1:@PORT@/'>"))
