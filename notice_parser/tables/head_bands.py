"""Columns that only the header shows, or only the body: a group's text over the gap between its columns, a label beside its cells.

::

        办件情况                     面积
    申请       受理                       8410        one column: the label in the middle, the figures to the right
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from notice_parser.load.source import Segment
from notice_parser.tables.bands import Band, overlapped

__all__ = ["Places", "group_texts", "with_labels", "without_group_bands", "without_total_bands"]

Places: TypeAlias = Sequence[Sequence[int]]  # of the segments of a line: the bands that each stands in

OFF_TOTAL = 2.0  # sizes by which a total's word is off the middle of its columns at most: their borders are not known
TOTAL_LENGTH = 6  # characters of such a word: 合　计, 全市总计
LOWER = 0.3  # of a size by which a lower line of a header may reach into the one above
TOUCH = 0.1  # of a size by which texts one above the other overlap without standing over each other
OWN = 1.0  # of a size by which a text is off the middle of the one label that it is of, or of the two that it is over, at most
BETWEEN = 0.7  # of a size by which a group's text is off the middle of its columns at most


def group_texts(head: Sequence[Sequence[Segment]]) -> frozenset[int]:
    """The texts of a header, as ``id``, that say nothing of single columns: each stands over several labels of a line below it, or above
    the gap between two, at their middle.
    """
    return frozenset(id(s) for i, line in enumerate(head) for s in line if any(_is_over(s, line, below) for below in head[i + 1 :]))


def _is_over(text: Segment, line: Sequence[Segment], below: Sequence[Segment]) -> bool:
    """Whether a text of a line stands over several labels of the line below, or above the gap between two that it alone is above of."""
    labels = [s for s in below if s.top > text.bottom - LOWER * text.em]
    over = [s for s in labels if min(s.x1, text.x1) - max(s.x0, text.x0) > TOUCH * text.em]
    if len(over) == 1:
        return _is_over_next(text, over[0], line, labels)
    if over:
        return True
    left = max((s for s in labels if s.x1 <= text.x0 + TOUCH * text.em), key=lambda s: s.x1, default=None)
    right = min((s for s in labels if s.x0 >= text.x1 - TOUCH * text.em), key=lambda s: s.x0, default=None)
    if left is None or right is None:
        return False
    middle, (first, last) = (text.x0 + text.x1) / 2, ((left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2)
    if abs(middle - (first + last) / 2) <= BETWEEN * text.em:
        return True
    # its columns may be three, of which the middle of two labels says less
    is_alone = not any(s is not text and s.x0 < right.x1 and s.x1 > left.x0 for s in line)
    return is_alone and first + text.em < middle < last - text.em and right.x0 - left.x1 <= text.x1 - text.x0 + 2 * TOUCH * text.em


def _is_over_next(text: Segment, own: Segment, line: Sequence[Segment], labels: Sequence[Segment]) -> bool:
    """Whether a text over one label stands so far off its middle that it is over the next label too, and at the middle of both."""
    middle, of = (text.x0 + text.x1) / 2, (own.x0 + own.x1) / 2
    if abs(middle - of) <= OWN * text.em:
        return False
    ahead = [s for s in labels if (s.x0 >= own.x1 if middle > of else s.x1 <= own.x0)]
    if not ahead:
        return False
    near = min(ahead, key=lambda s: abs(s.x0 - own.x0))
    left, right = min(own.x0, near.x0), max(own.x1, near.x1)
    is_alone = not any(s is not text and s.x0 < right and s.x1 > left for s in line)
    return is_alone and abs(middle - (left + right) / 2) <= OWN * text.em


def without_group_bands(bands: list[Band], head: Sequence[Sequence[Segment]], body: Sequence[Sequence[Segment]]) -> list[Band]:
    """The bands without those that only a group's text makes, set over the gap between two columns of its own."""
    kept = list(bands)
    for band in bands:
        i = kept.index(band)
        if i == 0 or i + 1 == len(kept) or any(s.x0 < band[1] and s.x1 > band[0] for line in body for s in line):
            continue
        own = [s for line in head for s in line if s.x0 < band[1] and s.x1 > band[0]]
        if not own:
            continue
        top, bottom, em = min(s.top for s in own), max(s.bottom for s in own), own[0].em
        beside = [[s for line in head for s in line if s.x0 < near[1] and s.x1 > near[0]] for near in (kept[i - 1], kept[i + 1])]
        below = [
            [s for s in near if s.top > bottom - 0.3 * em and a <= (s.x0 + s.x1) / 2 <= b]
            for near, (a, b) in zip(beside, (kept[i - 1], kept[i + 1]), strict=True)
        ]
        if not all(below) or all(any(s.bottom <= top + 0.3 * em for s in near) for near in beside):
            continue  # a label of its own beside labels of several lines
        left, right = ((min(s.x0 for s in near) + max(s.x1 for s in near)) / 2 for near in below)
        if left + em < sum(band) / 2 < right - em and (
            abs(sum(band) / 2 - (left + right) / 2) <= BETWEEN * em or _stands_with_groups(own, head, kept)
        ):
            kept.pop(i)
    return kept


def _stands_with_groups(own: Sequence[Segment], head: Sequence[Sequence[Segment]], bands: Sequence[Band]) -> bool:
    """Whether a text alone in its band stands on a line with others, each of which is over a gap between columns, or over several."""
    if len(own) > 1:
        return False
    line = next(line for line in head if own[0] in line)
    return len(line) > 1 and all(len(overlapped(other, bands)) != 1 for other in line if other is not own[0])


def without_total_bands(bands: list[Band], body: Sequence[Sequence[Segment]]) -> list[Band]:
    """The bands without one that only the word of a total makes, set to the middle of the two leading columns beside it."""
    if len(bands) < 4:
        return bands
    first, band, second = bands[:3]
    lines = [line for line in body if any(s.x0 < band[1] and s.x1 > band[0] for s in line)]
    own = [s for line in lines for s in line if s.x0 < band[1] and s.x1 > band[0]]
    if not own or any("计" not in s.text or len(s.text) > TOTAL_LENGTH for s in own):
        return bands
    if any(s.x0 < edge[1] and s.x1 > edge[0] for line in lines for s in line for edge in (first, second)):
        return bands
    middle = (first[0] + second[1]) / 2
    if any(abs((s.x0 + s.x1) / 2 - middle) > OFF_TOTAL * s.em for s in own):
        return bands
    return [first, *bands[2:]]


def with_labels(bands: list[Band], head: Sequence[Places], body: Sequence[Places]) -> list[Band]:
    """The bands, those of a label without cells joined with the nearest neighbour that has cells and no label."""
    labelled, celled = _alone_in(head), _alone_in(body)
    used = {i for line in body for over in line for i in over}
    kept = list(bands)
    for i in sorted(labelled - used):
        beside = [k for k in (i - 1, i + 1) if k in celled and k not in labelled and bands[k] in kept]
        if beside:
            k = min(beside, key=lambda k: max(bands[k][0], bands[i][0]) - min(bands[k][1], bands[i][1]))
            at = kept.index(bands[min(i, k)])
            kept[at : at + 2] = [(bands[min(i, k)][0], bands[max(i, k)][1])]
    return kept


def _alone_in(lines: Sequence[Places]) -> set[int]:
    """The bands in which a text stands that stands in no other."""
    return {over[0] for line in lines for over in line if len(over) == 1}
