"""Tables as ``pdfplumber`` finds them: the engine of choice where the options say so, and a second opinion."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.tables.page import FoundTable
from notice_parser.text.radicals import unified

__all__ = ["find_by_pdfplumber"]


def find_by_pdfplumber(content: bytes, page: int, password: str | None) -> list[FoundTable]:
    """The tables of a page; ``LoadError`` where the engine is not installed."""
    try:
        import pdfplumber
    except ImportError:
        raise LoadError("missing_extra", format="pdfplumber", command='pip install "notice-parser[pdf]"') from None
    with pdfplumber.open(BytesIO(content), password=password or "", pages=[page + 1]) as document:
        sheet = document.pages[0]
        found = [_table(table, len(sheet.crop(_inside(table.bbox, sheet.bbox)).chars)) for table in sheet.find_tables()]
    return [table for table in found if table.rows and len(table.rows[0]) > 1]


def _inside(box: Any, page: Any) -> tuple[float, float, float, float]:
    return max(box[0], page[0]), max(box[1], page[1]), min(box[2], page[2]), min(box[3], page[3])


def _table(table: Any, n_chars: int) -> FoundTable:
    texts = table.extract()
    rows = tuple(tuple(unified("".join((cell or "").split("\n"))) for cell in row) for row in texts)
    placed = sum(len("".join(cell.split())) for row in rows for cell in row)
    merged = tuple(_merged(texts))
    xs = sorted({round(x, 1) for row in table.rows for cell in row.cells if cell for x in (cell[0], cell[2])})
    return FoundTable(
        rows=rows,
        merged=merged,
        area=tuple(table.bbox),
        borders=tuple(xs),
        method="pdfplumber",
        confidence=min(1.0, placed / n_chars) if n_chars else 0.0,
        lost=max(0, n_chars - placed),
    )


def _merged(texts: list[list[str | None]]) -> list[tuple[int, int, int, int]]:
    """Merged cells: places without a cell of their own belong to the one on their left, else to the one above."""
    merged = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(texts):
        for c, cell in enumerate(row):
            if cell is None or (r, c) in taken:
                continue
            width = 1
            while c + width < len(row) and row[c + width] is None and (r, c + width) not in taken:
                width += 1
            height = 1
            while r + height < len(texts) and all(texts[r + height][k] is None for k in range(c, c + width)):
                height += 1
            if width * height > 1:
                merged.append((r, c, height, width))
                taken |= {(i, j) for i in range(r, r + height) for j in range(c, c + width)}
    return merged
