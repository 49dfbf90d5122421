"""The best one-to-one pairs between two lists (Hungarian method, by shortest augmenting paths; O(n³))."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["best_pairs"]


def best_pairs(weights: Sequence[Sequence[int]]) -> dict[int, int]:
    """Row → column, at most one of each, so that the weights add up to the most. A pair of weight 0 is no pair.

    >>> best_pairs([[3, 2], [3, 0]])
    {0: 1, 1: 0}
    """
    n_rows = len(weights)
    n_columns = len(weights[0]) if weights else 0
    size = max(n_rows, n_columns)
    # a square of costs; what lies outside the matrix costs nothing
    cost = [[-weights[row][column] if row < n_rows and column < n_columns else 0 for column in range(size)] for row in range(size)]
    row_price, column_price = [0] * size, [0] * size
    row_of: list[int | None] = [None] * size  # by column
    for row in range(size):
        _augment(row, cost, row_price, column_price, row_of)
    pairs = {row: column for column, row in enumerate(row_of) if row is not None and row < n_rows and column < n_columns}
    return {row: pairs[row] for row in sorted(pairs) if weights[row][pairs[row]]}


def _augment(start: int, cost: list[list[int]], row_price: list[int], column_price: list[int], row_of: list[int | None]) -> None:
    """Gives ``start`` a column, moving others along the cheapest path of exchanges, and keeps the prices feasible."""
    size = len(cost)
    slack: list[float] = [float("inf")] * size
    before: list[int | None] = [None] * size  # the column from which each column's slack was reached; null: from ``start``
    settled: list[int] = []
    is_open = [True] * size
    row, at = start, None
    while True:
        for column in range(size):
            if is_open[column]:
                reduced = cost[row][column] - row_price[row] - column_price[column]
                if reduced < slack[column]:
                    slack[column], before[column] = reduced, at
        chosen = min((column for column in range(size) if is_open[column]), key=lambda column: slack[column])
        step = int(slack[chosen])
        row_price[start] += step
        for column in settled:
            owner = row_of[column]
            assert owner is not None
            row_price[owner] += step
            column_price[column] -= step
        for column in range(size):
            if is_open[column]:
                slack[column] -= step
        owner = row_of[chosen]
        if owner is None:
            break
        settled.append(chosen)
        is_open[chosen] = False
        row, at = owner, chosen
    end: int | None = chosen
    while end is not None:
        previous = before[end]
        row_of[end] = start if previous is None else row_of[previous]
        end = previous
