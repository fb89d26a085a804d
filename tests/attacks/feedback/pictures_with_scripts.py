"""Pictures that are programs: SVG with scripts, handlers, foreign objects and animations."""

# cell: saliency_map
from IPython.display import SVG, display, publish_display_data

SCRIPTED = """<svg xmlns="http://www.w3.org/2000/svg" onload="hostile()"><script>hostile()</script>
<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:hostile()"><text>x</text></a>
<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:hostile()"></iframe></foreignObject>
<animate attributeName="href" values="javascript:hostile()"/><image href="http://127.0.0.1:@PORT@/pixel.png"/></svg>"""
display(SVG(SCRIPTED))
publish_display_data({"image/svg+xml": SCRIPTED})
publish_display_data({"image/png": '"><script>hostile()</script>', "image/jpeg": "x' onerror='hostile()"})
publish_display_data(
    {"image/png": "AAAA"}, {"image/png": {"width": '1" onload="hostile()', "height": "<script>hostile()</script>"}}
)
