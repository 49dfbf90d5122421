"""Whether a text is comma-separated values: told by its shape, since the format has no mark of its own."""

from __future__ import annotations

import csv

__all__ = ["is_csv"]

_ROWS, _CELLS = 3, 2  # so many rows of so many cells at least: commas in prose do not come to that
_SAMPLE = 200  # rows that are looked at


def is_csv(text: str, name: str | None) -> bool:
    """Whether a text is comma-separated values: every row has as many cells; of a file of that name three rows are not asked for."""
    lines = [line for line in text.splitlines() if line.strip()]
    named = name is not None and name.lower().endswith(".csv")
    if len(lines) < (1 if named else _ROWS) or lines[0].count(",") < 1:
        return False
    try:
        widths = {len(row) for row in csv.reader(lines[:_SAMPLE], strict=True) if row}
    except csv.Error:
        return named
    if named:
        return max(widths) > 1
    return len(widths) == 1 and widths.pop() >= _CELLS and not any("。" in line or "，" in line for line in lines[:_SAMPLE])
