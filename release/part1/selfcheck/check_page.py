"""How a check looks: lines of text anywhere, a small panel with a picture of the student's own output in a notebook.

The panel takes its colours from the page around it, so that it can be read on light and on dark ones.
"""

from html import escape
from typing import TYPE_CHECKING

from selfcheck.language import say
from selfcheck.pictures import as_address, picture_of, span
from selfcheck.task import is_array
from selfcheck.tasks import declaration

if TYPE_CHECKING:
    from selfcheck.check import CheckLine, TaskReport

SIGNS = {True: "✓", False: "✗", None: "·"}
WORDS = {True: "right here", False: "not right", None: "not tested here"}
EDGES = {True: "#2f9e6e", False: "#d9730d"}  # told apart by colour-blind people, too; the signs say the same
PANEL = (
    "<div style='border-left: .3em solid {edge}; padding: .1em 0 .1em .9em; margin: .3em 0; font-family: system-ui, sans-serif; "
    "line-height: 1.45; max-width: 62em'>{inside}</div>"
)
FIGURE = (
    "<figure style='margin: .35em 0; max-width: 14em'><img src='{address}' alt='{said}' style='max-width: 100%; "
    "box-sizing: border-box; image-rendering: pixelated; border: 1px solid #888'>"
    "<figcaption><small>{said}</small></figcaption></figure>"
)
CELL = "<td style='text-align: left; white-space: {}; padding: .15em 1em .15em 0; vertical-align: top'>{}</td>"
LIST = "<ul style='list-style: none; margin: .35em 0; padding: 0'>{}</ul>"
ITEM = "<li style='margin: .15em 0; padding-left: 1.4em; text-indent: -1.4em'><b aria-label='{word}'>{sign}</b>&ensp;{text}</li>"


def show(found: "TaskReport") -> None:
    """Shows what was found of one task."""
    display(text_of(found), html_of(found))


def show_all(listed: list["TaskReport"]) -> None:
    """Shows what was found of all the tasks of a notebook."""
    display(text_of_all(listed), html_of_all(listed))


def display(text: str, html: str) -> None:
    """Shows HTML where a notebook can, and prints text elsewhere."""
    try:
        from IPython import get_ipython
        from IPython.display import publish_display_data
    except ImportError:
        print(text)
        return
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):  # a terminal
        print(text)
        return
    publish_display_data({"text/plain": text, "text/html": html})


def headline(found: "TaskReport") -> str:
    if found.trouble is not None:
        return found.trouble
    number = len(declaration(found.task).visible)
    return f"right on {number} visible case{'s' if number > 1 else ''}. More cases are tested at grading."


def lines_of(found: "TaskReport") -> list["CheckLine"]:
    """The lines that say more than the headline: none where nothing came that could be looked at."""
    told = {line.complaint for line in found.lines}
    return found.lines if found.trouble is None or len(told) > 1 else []


def is_new(complaint: str, found: "TaskReport") -> bool:
    """Whether a line's complaint says something that the headline does not."""
    return bool(complaint) and not (found.trouble or "").startswith(complaint)


def aside(line: "CheckLine") -> str:
    """What stands behind a sentence that the visible cases do not test."""
    if line.passed is not None:
        return ""
    return f" ({say('not tested here' if line.complaint else 'not tested here: other cases tell, at grading')})"


def text_of(found: "TaskReport") -> str:
    """One task in plain text."""
    said = [f"{SIGNS[found.trouble is None]} {found.task}: {say(headline(found))}"]
    if found.note:
        said.append(f"  {say(found.note)}")
    for line in lines_of(found):
        said.append(f"  {SIGNS[line.passed]} {say(line.sentence)}{aside(line)}")
        if is_new(line.complaint, found):
            said.append(f"      {say(line.complaint)}")
    if found.hint:
        said.append(f"  {say('Hint:')} {say(found.hint)}")
    return "\n".join(said)


def html_of(found: "TaskReport") -> str:
    """One task as a panel."""
    inside = f"<div><b>{SIGNS[found.trouble is None]} {escape(found.task)}</b>: {in_lines(say(headline(found)))}</div>"
    if found.note:
        inside += f"<div style='margin: .35em 0'><b>{in_lines(say(found.note))}</b></div>"
    if found.hint:
        inside += f"<div style='margin: .35em 0'><b>{escape(say('Hint:'))}</b> {in_lines(say(found.hint))}</div>"
    items = "".join(item(line, found) for line in lines_of(found))
    listed = LIST.format(items) if items else ""
    figure = own_picture(found) if found.trouble is not None else ""
    inside += (
        f"<div style='display: flex; flex-wrap: wrap; gap: .5em 2em'><div style='flex: 1 1 28em'>{listed}</div>{figure}</div>"
    )
    return PANEL.format(edge=EDGES[found.trouble is None], inside=inside)


def item(line: "CheckLine", found: "TaskReport") -> str:
    said = f"<br><small>{in_lines(say(line.complaint))}</small>" if is_new(line.complaint, found) else ""
    said = f"<small>{escape(aside(line))}</small>{said}"
    word = escape(say(WORDS[line.passed]), quote=True)
    return ITEM.format(sign=SIGNS[line.passed], word=word, text=in_lines(say(line.sentence)) + said)


def in_lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")


def own_picture(found: "TaskReport") -> str:
    """The student's own output: on the visible case that the trouble is about, or else on the first on which it can be seen."""
    for number, answer in sorted(enumerate(found.answers), key=lambda numbered: numbered[0] != found.case):
        for name, value in answer.items():
            if "." in name or not is_array(value) or value.values.dtype.kind not in "fiub" or not value.values.size:
                continue
            pixels = picture_of(found.task, name, value.values)
            if pixels is not None:
                low, high = span(value.values)
                size = " x ".join(map(str, value.shape))
                said = say(f"your {name.replace('_', ' ')}, case {number + 1}: shape {size}, from {low:.3g} to {high:.3g}")
                return FIGURE.format(address=as_address(pixels), said=escape(said))
    return ""


# --- all tasks ------------------------------------------------------------------------------------------------------


def in_short(found: "TaskReport") -> str:
    """One task's state in a few words."""
    if found.trouble is None:
        return say("right on the visible cases")
    lines = [line.strip() for line in found.trouble.splitlines()]
    return say(next((line for line in lines if line.startswith("It calls your ")), lines[0]))


def total(listed: list["TaskReport"]) -> str:
    got, most = (sum(points) for points in zip(*(found.points for found in listed), strict=True))
    return say(
        f"{got:g} of {most:g} points are within reach so far. They are given at grading, on other cases than these; "
        "written answers and figures are graded by hand."
    )


def text_of_all(listed: list["TaskReport"]) -> str:
    """All tasks in plain text."""
    wide = max(len(found.task) for found in listed)
    of = say("of")
    rows = [
        f"{SIGNS[found.trouble is None]} {found.task:<{wide}}  {found.points[0]:>4g} {of} {found.points[1]:<4g} {in_short(found)}"
        for found in listed
    ]
    return "\n".join([*rows, total(listed)])


def html_of_all(listed: list["TaskReport"]) -> str:
    """All tasks as a table."""
    rows = ""
    for found in listed:
        right = found.trouble is None
        sign = f"<b aria-label='{escape(say(WORDS[right]), quote=True)}'>{SIGNS[right]}</b>"
        points = f"{found.points[0]:g} {say('of')} {found.points[1]:g}"
        short = "".join(CELL.format("nowrap", cell) for cell in (sign, escape(found.task), points))
        rows += f"<tr>{short}{CELL.format('normal', in_lines(in_short(found)))}</tr>"
    table = f"<table style='border-collapse: collapse; background: none'><tbody>{rows}</tbody></table>"
    done = all(found.trouble is None for found in listed)
    return PANEL.format(edge=EDGES[done], inside=f"{table}<div>{escape(total(listed))}</div>")
