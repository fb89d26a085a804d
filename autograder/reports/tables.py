"""Parts of the class report's page: its style, tables from cells that are HTML already, numbers in words."""

import math
from collections.abc import Iterable
from html import escape

from autograder.catalogues import say

PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
 body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }}
 h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }}
 .wide {{ overflow-x: auto; }}
 table {{ border-collapse: collapse; font-size: .9rem; }}
 th, td {{ border: 1px solid #c8c8c8; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
 th {{ background: #f0f0f0; }} td.number {{ text-align: right; white-space: nowrap; }} td {{ overflow-wrap: anywhere; }}
 .passed {{ background: #e3f1fb; }} .partial {{ background: #fff3d6; }} .failed {{ background: #fbe3da; }}
 .unanswered {{ background: #f3f3f3; color: #555; }} .not_judged {{ background: #5a1a5e; color: #fff; }}
 .small {{ font-size: .85rem; color: #444; }} figure {{ margin: 1rem 0; }} svg.figure {{ max-width: 100%; height: auto; }}
 figcaption {{ font-size: .9rem; color: #444; }} summary {{ cursor: pointer; font-weight: 600; }}
 p.not_judged {{ padding: .5rem; }} p.warning {{ border-left: .3rem solid #b07400; background: #fff6df; padding: .4rem .8rem; }}
 @media print {{ body {{ margin: 0; max-width: none; }} }}
</style></head><body>
{body}
</body></html>
"""


def table(head: list[str], lines: Iterable[list[str]]) -> str:
    """An HTML table from cells that are HTML already, below heads in English."""
    head = list(map(say, head))
    top = "".join(f"<th scope='col'>{breakable(cell)}</th>" for cell in head)
    rest = "\n".join(
        "<tr>" + "".join(cell if cell.startswith("<t") else f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines
    )
    named = f"role='region' tabindex='0' aria-label='{escape(head[0])}, {escape(head[1])}'"  # so that a keyboard can move it
    return f"<div class='wide' {named}><table><thead><tr>{top}</tr></thead><tbody>\n{rest}\n</tbody></table></div>"


def row_name(name: str) -> str:
    """The first cell of a row."""
    return f"<th scope='row'>{breakable(name)}</th>"


def number_cell(words: str, status: str = "") -> str:
    """A cell with a number, coloured by a status where there is one."""
    return f"<td class='number{' ' * bool(status)}{status}'>{escape(words)}</td>"


def breakable(name: str) -> str:
    """A name that may be broken at its underscores, for narrow columns."""
    return escape(name).replace("_", "_<wbr>")


def folded(title: str, inside: str) -> str:
    """Something long, closed until it is wanted."""
    return f"<details><summary>{escape(say(title))}</summary>{inside}</details>"


def shortened(head: list[str], lines: list[list[str]], most: int) -> str:
    """A table of which what comes after the first lines is folded."""
    rest = folded(f"{len(lines) - most} more", table(head, lines[most:])) if len(lines) > most else ""
    return table(head, lines[:most]) + rest


def in_percent(share: float) -> str:
    """A share in words; "" where there is none."""
    return "" if math.isnan(share) else f"{share:.0%}"


def as_number(value: float) -> str:
    """A number with two digits; "" where there is none."""
    return "" if math.isnan(value) else f"{value:.2f}"


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things: 1 student, 2 students."""
    return say(f"{number} {one if number == 1 else more or one + 's'}")


def heading(words: str) -> str:
    """The heading of a section, from English words."""
    return f"<h2>{escape(say(words), quote=False)}</h2>"


def paragraph(words: str) -> str:
    """A paragraph of plain words."""
    return f"<p>{escape(words, quote=False)}</p>"


def of_points(number: float, number2: float) -> str:
    """Points of those that could be had."""
    return say(f"{number:g} of {number2:g}")
