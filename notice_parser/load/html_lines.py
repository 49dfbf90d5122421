"""Lines of a web page: text is collected as blocks open and close, with the indentation that styles give."""

from __future__ import annotations

import re
from typing import Any

from notice_parser.load.html_tree import HEADINGS
from notice_parser.load.source import Block, Grid, Paragraph

__all__ = ["Lines", "collapsed", "count_of"]

_TITLE_NAME = re.compile("title|headline|\\bbt\\b", re.I)
_NO_TITLE_NAME = re.compile("sub|small|share|list|nav|more|xgxw|slide", re.I)
_RIGHT = re.compile("text-align\\s*:\\s*(?:right|end)", re.I)
_CENTRE = re.compile("text-align\\s*:\\s*(?:-webkit-)?center", re.I)
_LEFT = re.compile("text-align\\s*:\\s*(?:left|justify|start)", re.I)
_INDENT = re.compile("text-indent\\s*:\\s*(?P<size>[0-9.]{1,8})\\s*(?P<unit>em|pt|px)", re.I)
_TO_RIGHT, _TO_CENTRE = 40, 20  # columns of indentation that stand for alignment
_EM_POINTS, _EM_PIXELS = 16.0, 21.0  # the usual body type of a notice, 三号: one em in points, in pixels
_DIGITS = re.compile("\\s*([0-9]{1,6})")
_SPACE = re.compile("[ \t\n\r\f]+")
_ENDS_OPEN = re.compile("[：:（(【《\\[\\s]$")


class Lines:
    """Collects lines as blocks open and close. A line's ``place`` says what it is made of: ``title``, ``links``, ``file``."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.indents: list[int] = [0]
        self.tags: list[str] = []
        self.numbers: list[int] = []
        self.title_depth = 0
        self.titles: list[bool] = []
        self.in_link = 0
        self.has_text = self.has_link = self.has_file = False
        self.is_file_link = False
        self.was_break = False
        self.first_indent = 0
        self.marker = ""

    def add(self, text: str) -> None:
        if not text:
            return
        if "pre" in self.tags:
            first, *rest = text.split("\n")
            self.parts.append(first)
            for line in rest:
                self.break_line()
                self.parts.append(line)
            return
        if not text.strip(" \t\n\r\f"):
            if self.parts:
                self.parts.append("\n" if "\n" in text else " ")
            return
        self.parts.append(text)
        if self.in_link:
            self.has_link = True
            self.has_file = self.has_file or self.is_file_link
        elif text.strip(" \t\n\r\f\u00a0\u3000>|＞»·"):
            self.has_text = True

    def part(self) -> None:
        """Sets a gap where one inline node follows another: sites part them by margins."""
        if self.parts and not _ENDS_OPEN.search(self.parts[-1]):
            self.parts.append(" ")

    def open_link(self, *, is_file: bool) -> None:
        self.in_link += 1
        self.is_file_link = is_file

    def close_link(self) -> None:
        self.in_link -= 1
        self.is_file_link = False

    def open(self, node: Any) -> None:
        self.flush()
        attributes = node.attributes
        style = attributes.get("style") or ""
        indent = self.indents[-1]
        align = (attributes.get("align") or "").lower()
        if _RIGHT.search(style) or align == "right":
            indent = _TO_RIGHT
        elif _CENTRE.search(style) or align == "center" or node.tag == "center":
            indent = _TO_CENTRE
        elif _LEFT.search(style) or align in ("left", "justify"):
            indent = 0
        self.indents.append(indent)
        self.first_indent = _first_indent(style) if indent < _TO_CENTRE else 0
        self.tags.append(node.tag)
        name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_title = node.tag in HEADINGS or (bool(_TITLE_NAME.search(name)) and not _NO_TITLE_NAME.search(name))
        self.titles.append(is_title)
        self.title_depth += is_title
        if node.tag == "ol":
            self.numbers.append(count_of(attributes.get("start")) - 1)
        elif node.tag == "li" and self.numbers and "ol" in self.tags[-2:-1] and "none" not in style:
            self.numbers[-1] += 1
            self.marker = f"{self.numbers[-1]}."

    def close(self, tag: str) -> None:
        is_blank = tag == "p" and not "".join(self.parts).strip() and not self.was_break and self.is_innermost_blank
        self.flush()
        if tag == "li":
            self.marker = ""
        if is_blank:
            self.blocks.append(Paragraph(text="", offset=0))
        if tag in self.tags:
            while self.tags:
                self.indents.pop()
                self.title_depth -= self.titles.pop()
                if self.tags[-1] == "ol" and self.numbers:
                    self.numbers.pop()
                if self.tags.pop() == tag:
                    break
        self.is_innermost_blank = False
        self.was_break = False

    is_innermost_blank = True

    def break_line(self) -> None:
        if "".join(self.parts).strip():
            self.flush()
        else:
            self.parts = []
            self.blocks.append(Paragraph(text="", offset=0))
        self.was_break = True

    def flush(self) -> None:
        text = collapsed("".join(self.parts))
        self.parts = []
        self.is_innermost_blank = True
        if text.strip():
            text, self.marker = self.marker + text, ""  # the number of a list item stands before its first paragraph
            place = "title" if self.title_depth else "file" if self.has_file else "links" if self.has_link and not self.has_text else None
            self.blocks.append(Paragraph(text=text, offset=0, indent=self.indents[-1] or self.first_indent, place=place))
        self.first_indent = 0
        self.has_text = self.has_link = self.has_file = False

    def put(self, grid: Grid) -> None:
        self.flush()
        self.blocks.append(grid)

    def finish(self) -> list[Block]:
        self.flush()
        return self.blocks


def _first_indent(style: str) -> int:
    found = _INDENT.search(style)
    if found is None:
        return 0
    try:
        size = float(found.group("size"))
    except ValueError:
        return 0
    unit = found.group("unit").lower()
    ems = size if unit == "em" else size / (_EM_POINTS if unit == "pt" else _EM_PIXELS)
    return min(_TO_CENTRE - 1, 2 * round(ems))


def collapsed(text: str) -> str:
    """White space as a browser shows it; what a line break of the file left between two Han characters is no space.

    >>> collapsed("关于汛期\\n  值守的 通知"), collapsed("No\\n1")
    ('关于汛期值守的 通知', 'No 1')
    """

    def gap(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and not (before.isascii() and after.isascii()) else " "

    return _SPACE.sub(gap, text).strip(" \t\n\r\f")


def count_of(value: str | None, zero: int = 1) -> int:
    """The number that an attribute begins with; ``zero`` for 0, 1 where there is none."""
    if value is None:
        return 1
    digits = _DIGITS.match(value)
    number = int(digits.group(1)) if digits else 1
    return number or zero
