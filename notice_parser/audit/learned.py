"""Relations between the columns of a table that its rows hold to: learned from the rows that agree, asked of those that do not.

A header rarely says how a column is made of others. Where nearly all rows in which it could fail hold to one relation, the
few that do not are slips; where the rows do not hold to it, there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from msgspec import Struct

from notice_parser.audit.tolerance import Figure, Verdict, meet, verdict
from notice_parser.audit.view import Column, Grid

__all__ = ["MAX_COLUMNS", "Relation", "best_relation", "hold"]

MAX_COLUMNS = 30  # columns of figures of a table in which relations are looked for
_MANY_ROWS = 24  # rows that are looked at before a relation is given up
_MAX_FAILING = Decimal("0.2")  # share of rows that may not hold to a relation that is taken for one
_ALWAYS = (Decimal(0), Decimal(100))  # rates that come out so whatever was counted


class Relation(Struct, frozen=True, kw_only=True):
    """``column`` as made of ``sources``. ``agreed``: rows that hold to it and might not have; ``trivial``: rows in which it could not
    well fail; ``failed``: the others."""

    column: Column
    sources: tuple[Column, ...]
    agreed: tuple[int, ...]
    trivial: int
    failed: tuple[tuple[int, Verdict], ...]


Compute = Callable[[Sequence[Figure]], Figure | None]


def hold(grid: Grid, column: Column, sources: tuple[Column, ...], compute: Compute, *, rows: Sequence[int], known: bool) -> Relation | None:
    """The relation, if the rows hold to it. ``known``: the header or a note says so, and one agreeing row is enough."""
    agreed: list[int] = []
    failed: list[tuple[int, Figure, Figure]] = []
    trivial = 0
    least = 1 if known else 3
    for n, row in enumerate(rows):
        stated = column.cells.get(row)
        terms = [source.cells.get(row) for source in sources]
        given = [term for term in terms if term is not None]
        if stated is None or not given or (len(given) != len(terms) and not known):
            continue
        computed = compute(given) if len(given) == len(terms) else None
        if computed is None:
            continue
        if not meet(stated, computed):
            failed.append((row, stated, computed))
            if n < _MANY_ROWS and len(failed) > max(1, len(agreed) + trivial + 2):
                return None
        elif stated.value in _ALWAYS or any(term.value == stated.value for term in given):
            trivial += 1
        else:
            agreed.append(row)
    allowed = max(1, int((len(agreed) + len(failed)) * _MAX_FAILING))
    if len(agreed) < least or len(failed) > allowed or len(failed) > len(agreed):
        return None
    told = tuple((row, verdict(stated, computed)) for row, stated, computed in failed)
    return Relation(column=column, sources=sources, agreed=tuple(agreed), trivial=trivial, failed=told)


def best_relation(relations: Sequence[Relation]) -> Relation | None:
    """The relation that most rows hold to; the first of equals."""
    return max(relations, key=lambda one: (len(one.agreed), -len(one.failed)), default=None)
