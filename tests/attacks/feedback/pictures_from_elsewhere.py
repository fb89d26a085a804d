"""Pictures, styles and fonts from a server, which then knows who reads the page, and when."""

# cell: saliency_map
from IPython.display import HTML, Image, display, publish_display_data

display(HTML("<img src='http://127.0.0.1:@PORT@/pixel.png'><img srcset='//127.0.0.1:@PORT@/2x.png 2x'>"))
display(HTML("<link rel=stylesheet href='http://127.0.0.1:@PORT@/x.css'><style>@import 'http://127.0.0.1:@PORT@/y.css';</style>"))
display(HTML("<div style='background: url(http://127.0.0.1:@PORT@/z.png)'>x</div><video poster='http://127.0.0.1:@PORT@/p.png'>"))
display(Image(url="http://127.0.0.1:@PORT@/image.png"))
publish_display_data({"text/markdown": "![x](http://127.0.0.1:@PORT@/m.png)"})
