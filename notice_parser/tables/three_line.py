"""Tables of three rules, above and below the header and at the end, told by the rules where their lines do not tell them.

One of long wrapped columns shows hardly a line with two segments.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from notice_parser.load.source import Segment, Sheet
from notice_parser.tables.page import Area, FoundTable

__all__ = ["SAME", "is_filled", "rule_stacks", "three_line_frames"]

SAME = 3.0  # points by which the ends of rules of one table differ at most
MOST = 60  # rules on a page; what has more is a drawing or a ruled table
LABEL = 20  # characters: a longer text heads no column
FILLED = 0.6  # of the cells of every column
LEAST = 2  # body rows


def three_line_frames(sheet: Sheet, taken: Sequence[Area]) -> list[Area]:
    """What stands between three rules of the same ends, outside the areas ``taken``: labels between the first two, lines below."""
    frames: list[Area] = []
    for left, right, rules in rule_stacks(sheet):
        at = 0
        while at + 2 < len(rules):
            top, head, bottom = rules[at : at + 3]
            area = (left, top, right, bottom)
            if any(a[0] < right and a[2] > left and a[1] < bottom and a[3] > top for a in taken) or not _is_head(
                [s for line in sheet.lines for s in line if left - SAME <= s.x0 and s.x1 <= right + SAME and top < s.middle < head]
            ):
                at += 1
                continue
            frames.append(area)
            at += 3
    return frames


def is_filled(table: FoundTable) -> bool:
    """Whether every column has a label and holds something in most rows, of which there are several."""
    head, body = table.rows[: table.n_header or 0], table.rows[table.n_header or 0 :]
    if not head or len(body) < LEAST:
        return False
    columns = zip(*body, strict=True)
    return all(any(row[c] for row in head) and sum(map(bool, cells)) >= FILLED * len(body) for c, cells in enumerate(columns))


def rule_stacks(sheet: Sheet) -> list[tuple[float, float, list[float]]]:
    """The rules across by their ends: left, right, and their places from top to bottom."""
    if len(sheet.across) > MOST:
        return []
    stacks: list[tuple[float, float, list[float]]] = []
    for y, left, right in sorted(sheet.across):
        for a, b, places in stacks:
            if abs(a - left) <= SAME and abs(b - right) <= SAME:
                places.append(y)
                break
        else:
            stacks.append((left, right, [y]))
    return stacks


def _is_head(segments: Sequence[Segment]) -> bool:
    """Whether what stands between two rules are the labels of columns: short texts beside each other."""
    if not all(len(s.text) <= LABEL and s.text[-1] not in "。；：" for s in segments):
        return False
    return any(
        abs(a.middle - b.middle) < a.em / 2 and a.x1 + a.em < b.x0 for a, b in pairwise(sorted(segments, key=lambda s: (s.middle, s.x0)))
    )
