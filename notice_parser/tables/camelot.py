"""Tables as ``camelot`` finds them: by rules (lattice), else by aligned text (network). Imported here only: it brings pandas and OpenCV."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.tables.page import FoundTable
from notice_parser.text.radicals import unified

__all__ = ["find_by_camelot"]

FLAVORS = ("lattice", "network")


def find_by_camelot(content: bytes, page: int, password: str | None, height: float) -> list[FoundTable]:
    """The tables of a page; ``LoadError`` where the engine is not installed. ``height`` of the page turns its axis round."""
    try:
        import camelot
    except ImportError:
        raise LoadError("missing_extra", format="camelot", command='pip install "notice-parser[camelot]"') from None
    folder = tempfile.mkdtemp(prefix="notice-parser-")
    path = os.path.join(folder, "page.pdf")  # the engine takes paths only
    try:
        with open(path, "wb") as file:
            file.write(content)
        for flavor in FLAVORS:
            tables = camelot.read_pdf(path, pages=str(page + 1), flavor=flavor, password=password, suppress_stdout=True)
            found = [_table(table, height) for table in tables]
            found = [table for table in found if table.rows and len(table.rows[0]) > 1]
            if found:
                return found
        return []
    finally:
        if os.path.exists(path):
            os.remove(path)
        os.rmdir(folder)


def _table(table: Any, height: float) -> FoundTable:
    rows = tuple(tuple(unified("".join(cell.text.split("\n"))).strip() for cell in row) for row in table.cells)
    x0, low, x1, high = table._bbox
    return FoundTable(
        rows=rows,
        merged=(),
        area=(x0, height - high, x1, height - low),
        borders=(*(a for a, _ in table.cols), table.cols[-1][1]),
        method="camelot",
        confidence=max(0.0, min(1.0, table.accuracy / 100)),
    )
