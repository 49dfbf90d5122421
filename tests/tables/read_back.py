"""Tables that are drawn, and what is read of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from paper import page_of_table

from notice_parser import Table, find_tables

__all__ = ["drawn_table", "names_of"]


def drawn_table(title: str, widths: Sequence[float], rows: Sequence[Sequence[str]], **how: Any) -> Table:
    """The one table that is found on a page that holds it below a title; ``how``: as of ``Paper.table``."""
    (table,) = find_tables(page_of_table(title, widths, rows, **how))
    return table


def names_of(table: Table) -> list[str | None]:
    """The names of its columns."""
    return [column.name for column in table.columns]
