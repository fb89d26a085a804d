"""A script in an HTML output: it would run in the page that the student, or the teacher, opens."""

# cell: saliency_map
from IPython.display import HTML, display

display(HTML("<script>hostile()</script><script src='http://127.0.0.1:@PORT@/x.js'></script><SCRIPT/x>hostile()</SCRIPT>"))
