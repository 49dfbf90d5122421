"""duplicate_row: a row of a table stands there twice."""

from __future__ import annotations

from notice_parser.audit.tally import Tally
from notice_parser.audit.view import View
from notice_parser.model import Evidence
from notice_parser.text.width import squeeze

__all__ = ["check"]

RULE = "duplicate_row"
LEAST = 3  # cells that are filled, the index apart: two rows 同意 are no duplicate
_TELLING = 3  # characters or digits in its longest measure, so that 0 and 无 do not make a duplicate


def check(view: View, tally: Tally) -> None:
    """Rows whose cells are all the same, but for the serial number."""
    for grid in view.grids:
        table = grid.table
        kept = [i for i, column in enumerate(table.columns) if column.role != "index"]
        measured = [i for i in kept if table.columns[i].role == "measure"]
        merged = {row for first, _, height, _ in table.merged for row in range(first, first + height) if height > 1}
        seen: dict[tuple[str, ...], int] = {}
        for row in grid.body:
            cells = tuple(squeeze(table.raw[row][i]) for i in kept)
            telling = max((len(squeeze(table.raw[row][i])) for i in measured), default=0)
            if sum(map(bool, cells)) < LEAST or telling < _TELLING or not grid.keys[row] or row in merged:
                continue
            first = seen.setdefault(cells, row)
            if first == row:
                tally.agree(RULE)
                continue
            message = f"{grid.place}第{first + 1}行与第{row + 1}行相同：{grid.keys[row]}"
            evidence = [Evidence(table=table.id, row=n, column=i) for n in (first, row) for i in kept if table.columns[i].role == "key"][:4]
            tally.fail(RULE, message, evidence, severity="warning")
