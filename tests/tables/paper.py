"""Paper: pages to draw tables and prose on, for layouts that need their own places; distances in points from the upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from page_font import FONT, register
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

__all__ = ["A4", "LANDSCAPE", "Paper", "page_of_table", "titled", "width_of", "wrapped"]

A4, LANDSCAPE = (595.0, 842.0), (842.0, 595.0)
Span = tuple[int, int, int, int]  # row, column, rows, columns


class Paper:
    """A PDF being drawn. ``rules``: ``all`` round every cell, ``open`` without the outer uprights, ``upright`` ones and two round the
    header, ``three`` lines, or ``none``.
    """

    def __init__(self, page: tuple[float, float] = A4) -> None:
        register()
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=page, invariant=True)
        self.page = page

    def turn_over(self, page: tuple[float, float] | None = None) -> None:
        """Ends the page; the next may have another size."""
        self.canvas.showPage()
        self.page = page or self.page
        self.canvas.setPageSize(self.page)

    def done(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def put(self, x: float, y: float, text: str, size: float = 10.5, align: str = "left") -> None:
        """Sets one line whose upper edge is ``y``; ``x`` is its left end, its middle or its right end."""
        wide = width_of(text, size)
        self.canvas.setFont(FONT, size)
        left = x - wide / 2 if align == "centre" else x - wide if align == "right" else x
        self.canvas.drawString(left, self.page[1] - y - 0.88 * size, text)

    def flow(self, x: float, y: float, width: float, text: str, size: float = 10.5, lead: float = 1.5) -> float:
        """Sets a paragraph, its first line two characters in; the upper edge of the line below it."""
        line, room = "　　", width
        for char in text:
            if width_of(line + char, size) > room:
                self.put(x, y, line, size)
                y, line = y + lead * size, ""
            line += char
        self.put(x, y, line, size)
        return y + lead * size

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setLineWidth(0.7)
        self.canvas.line(x0, self.page[1] - y0, x1, self.page[1] - y1)

    def turned(self, x: float, y: float, text: str, size: float = 10.5, angle: int = 90) -> None:
        """Sets one line round the point (x, y), its middle; at 90 it runs up the page, at 270 down."""
        self.canvas.saveState()
        self.canvas.translate(x, self.page[1] - y)
        self.canvas.rotate(angle)
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(-width_of(text, size) / 2, -0.38 * size, text)
        self.canvas.restoreState()

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        rules: str = "all",
        merged: Sequence[Span] = (),
        n_head: int = 1,
        size: float = 10.5,
        align: Sequence[str] = (),
        turned: Sequence[tuple[int, int]] = (),
        angle: int = 90,
    ) -> float:
        """Draws a table; its lower edge. A cell wraps at its width and at line breaks. ``turned``: cells set at ``angle``."""
        xs = [x]
        for width in widths:
            xs.append(xs[-1] + width)
        spans = {(r, c): (h, w) for r, c, h, w in merged}
        covered = {(r + i, c + j) for (r, c), (h, w) in spans.items() for i in range(h) for j in range(w)} - set(spans)
        lead, pad = 1.3 * size, 0.4 * size

        def lines(r: int, c: int) -> list[str]:
            wide = xs[c + spans.get((r, c), (1, 1))[1]] - xs[c]
            return [line for part in rows[r][c].split("\n") for line in wrapped(part, wide - 0.8 * size, size)]

        ys = [y]
        for r, row in enumerate(rows):
            single = [c for c in range(len(row)) if (r, c) not in covered and (r, c) not in turned and spans.get((r, c), (1, 1))[0] == 1]
            ys.append(ys[-1] + max([len(lines(r, c)) for c in single], default=1) * lead + 2 * pad)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if (r, c) in covered:
                    continue
                h, w = spans.get((r, c), (1, 1))
                x0, x1, y0, y1 = xs[c], xs[c + w], ys[r], ys[r + h]
                if (r, c) in turned:
                    self.turned((x0 + x1) / 2, (y0 + y1) / 2, text, size, angle)
                elif text:
                    said = lines(r, c)
                    at = (y0 + y1) / 2 - len(said) * lead / 2 + (lead - size) / 2
                    how = align[c] if align and r >= n_head and w == 1 else "centre"
                    for line in said:
                        self.put({"left": x0 + 0.4 * size, "centre": (x0 + x1) / 2, "right": x1 - 0.4 * size}[how], at, line, size, how)
                        at += lead
                if rules in ("all", "open"):
                    self.rule(x0, y0, x1, y0)
                    self.rule(x0, y1, x1, y1)
                    for edge in (x0, x1):
                        if rules == "all" or edge not in (xs[0], xs[-1]):
                            self.rule(edge, y0, edge, y1)
        if rules in ("three", "upright"):
            for at in (ys[0], ys[n_head], ys[-1]):
                self.rule(xs[0], at, xs[-1], at)
        if rules == "upright":
            for edge in xs:
                self.rule(edge, ys[0], edge, ys[-1])
        return ys[-1]


def titled(title: str) -> Paper:
    """Paper with a title in the middle of its first line, from 60 down."""
    paper = Paper()
    paper.put(297, 60, title, 14, "centre")
    return paper


def page_of_table(title: str, widths: Sequence[float], rows: Sequence[Sequence[str]], **how: Any) -> bytes:
    """A page that holds a title and, from 100 down, one table; ``how``: as of ``Paper.table``."""
    paper = titled(title)
    paper.table(60, 100, widths, rows, **how)
    return paper.done()


def width_of(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, room: float, size: float) -> list[str]:
    lines = [""]
    for char in text:
        if lines[-1] and width_of(lines[-1] + char, size) > room:
            lines.append("")
        lines[-1] += char
    return lines
