"""percent_bounds: a rate above 100 % that the notice defines as a part of a whole.

Without such a definition a rate may well be above 100 % (完成率, or reviews of other months): that is said as ``info``.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from notice_parser.audit.ratio import definitions
from notice_parser.audit.row_sum import row_name
from notice_parser.audit.tally import Tally
from notice_parser.audit.view import View
from notice_parser.model import Evidence

__all__ = ["check"]

RULE = "percent_bounds"
_ALL = Decimal(100)


def check(view: View, tally: Tally) -> None:
    """Rates of the text and of the tables."""
    texts = [view.text, *(note for table in view.tables for note in table.notes)]

    @cache
    def bounded() -> set[str]:
        return {name for name, _, _ in definitions(view) if any(name in text and _is_bounded(view, text, name) for text in texts)}

    for one in view.stated:
        if not one.is_rate or not one.name.endswith("率") or any(word in one.name for word in view.words["unbounded"]):
            continue
        if one.figure.value <= _ALL:
            tally.agree(RULE)
            continue
        is_sure = any(name in one.name for name in bounded())
        message = f"{one.title}为{one.figure.shown}，超过100%"
        tally.fail(RULE, message, one.figure.evidence, stated=one.figure.value, computed=_ALL, severity="warning" if is_sure else "info")
    for grid in view.grids:
        for column in grid.columns:
            if not column.is_percent or not column.leaf.endswith("率") or any(word in column.path for word in view.words["unbounded"]):
                continue
            over = [(row, cell) for row, cell in sorted(column.cells.items()) if cell.value > _ALL]
            tally.agree(RULE, len(column.cells) - len(over))
            if not over:
                continue
            is_sure = any(name in column.leaf for name in bounded())
            shown = "、".join(f"{row_name(grid, row)}{cell.shown}" for row, cell in over)
            evidence: list[Evidence] = [one for _, cell in over for one in cell.evidence]
            message = f"{grid.place}“{column.leaf}”超过100%：{shown}"
            tally.fail(RULE, message, evidence, stated=over[0][1].value, computed=_ALL, severity="warning" if is_sure else "info")


def _is_bounded(view: View, text: str, name: str) -> bool:
    """Whether a definition of the rate calls it a part of all: 占全部办结件的比例."""
    place = text.find(name)
    while place >= 0:
        if any(word in text[place : place + 60] for word in view.words["bounded"]):
            return True
        place = text.find(name, place + 1)
    return False
