"""Tables as CSV for spreadsheets and as Markdown; cells as printed.

>>> from notice_parser.model import Column, Table
>>> table = Table(id="t1", kind="data", caption="水闸名录", attachment=None, unit=None,
...               columns=(Column(path=("名称",), name="名称", type="text", role="key"),), rows=(("=A1",),), raw=(("=A1",),))
>>> to_csv([table]).decode("utf-8-sig")
"名称\\r\\n'=A1\\r\\n"
>>> print(to_markdown([table]))
**水闸名录**
<BLANKLINE>
| 名称 |
| --- |
| =A1 |
<BLANKLINE>
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from notice_parser.model import Table

__all__ = ["to_csv", "to_markdown"]

# what a spreadsheet runs as a formula; a figure with its sign is none
_FORMULA = re.compile("[=@+\\-\t\r]")
_BOM = "\ufeff"


def to_csv(tables: Sequence[Table]) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets want it; several tables are parted by a blank line, captions above them."""
    out = io.StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        if len(tables) > 1 and table.caption:
            writer.writerow([_inert(table.caption, table.caption)])
        if any(column.name for column in table.columns):
            writer.writerow([_inert(column.name or "", column.name) for column in table.columns])
        for row, values in zip(table.raw, table.rows, strict=True):
            writer.writerow([_inert(cell, value) for cell, value in zip(row, values, strict=True)])
    return (_BOM + out.getvalue()).encode("utf-8")


def to_markdown(tables: Sequence[Table]) -> str:
    """Pipe tables, each with its caption above and its notes below."""
    return "\n".join(_markdown(table) for table in tables)


def _markdown(table: Table) -> str:
    lines = [f"**{table.caption}**", ""] if table.caption else []
    if table.unit:
        lines += [f"（单位：{table.unit}）", ""]
    lines.append(_row([column.name or "" for column in table.columns]))
    lines.append(_row(["---"] * len(table.columns)))
    lines += [_row(row) for row in table.raw]
    if table.notes:
        lines.append("")
        lines += [
            f"注：{note}" if len(table.notes) == 1 else f"{'注：' if i == 0 else ''}{i + 1}. {note}" for i, note in enumerate(table.notes)
        ]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _inert(cell: str, value: Any) -> str:
    """The cell, with an apostrophe before a text that a spreadsheet would run."""
    return f"'{cell}" if isinstance(value, str) and _FORMULA.match(cell) and not isinstance(value, Decimal) else cell
