"""Columns of aligned glyphs: segments of many lines → the bands of x that hold a column each.

A header over several columns, a section row or a total's label overlaps several bands; it is told by the lines on which
two segments stand where it has one. A gap within a cell (序 号) is told by the lines that have one segment there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from notice_parser.load.source import Segment

__all__ = ["Band", "find_bands", "overlapped"]

Band = tuple[float, float]
Line = Sequence[Segment]

SPARSE_SPLIT = 0.15  # of a band's lines: fewer that show two segments there have a gap within the cell
BRIDGED = 1  # lines on either side of a gap at least, besides those that show it
ROUNDS = 200  # a page has no more columns that need parting
LETTER_GAP = 3.5  # characters of one label set apart (备　注) stand no further from each other, in sizes


def find_bands(lines: Sequence[Line], cuts: Sequence[float] = ()) -> list[Band]:
    """The bands, left to right. ``cuts``: places that part columns whatever the glyphs say."""
    active = [list(line) for line in lines]
    for _ in range(ROUNDS):
        clusters = _clusters([s for line in active for s in line], cuts)
        at = _first_crowded(clusters, active)
        if at is None:
            return _letters_joined(clusters, active)
        if not _thin(clusters[at], active):
            return _letters_joined(clusters, active)
    return _clusters([s for line in active for s in line], cuts)


def overlapped(segment: Segment, bands: Sequence[Band], slack: float = 0.5) -> list[int]:
    """The bands that a segment stands in, those left out that it only touches."""
    x0, x1 = segment.x0 + slack, segment.x1 - slack
    over: list[int] = []
    first = bisect_right(bands, (x0, inf)) - 2  # those further left end before it
    for i in range(first if first > 0 else 0, len(bands)):
        a, b = bands[i]
        if a >= x1:
            break
        if b > x0:
            over.append(i)
    return over


def _clusters(segments: Sequence[Segment], cuts: Sequence[float]) -> list[Band]:
    """The unions of overlapping segments, cut at ``cuts``."""
    bands: list[Band] = []
    begin, end = inf, -inf
    for left, right in sorted([(s.x0, s.x1) for s in segments]):
        if left < end and not (cuts and any(begin < x <= left for x in cuts)):
            if right > end:
                end = right
            continue
        if begin < inf:
            bands.append((begin, end))
        begin, end = left, right
    return [*bands, (begin, end)] if begin < inf else bands


def _in(band: Band, line: Line) -> list[Segment]:
    return [s for s in line if s.x0 < band[1] and s.x1 > band[0]]


def _first_crowded(clusters: Sequence[Band], lines: Sequence[Line]) -> int | None:
    """The first cluster in which enough lines show two segments."""
    filled, several = [0] * len(clusters), [0] * len(clusters)
    for line in lines:
        last, is_second = -1, False
        for segment in line:  # from left to right
            i = bisect_right(clusters, (segment.x0, inf)) - 1
            if i != last:
                filled[i] += 1
                last, is_second = i, False
            elif not is_second:
                several[i] += 1
                is_second = True
    return next(
        (i for i, n in enumerate(several) if n and (n > SPARSE_SPLIT * filled[i] or _is_bridged(clusters[i], lines))),
        None,
    )


def _is_bridged(band: Band, lines: Sequence[Line]) -> bool:
    """Whether few lines show two segments in a band, but as few go over the gap between these, and many stand on either side of it."""
    inside = [here for line in lines if (here := _in(band, line))]
    for here in inside:
        for a, b in pairwise(here):
            x = (a.x1 + b.x0) / 2
            over = sum(1 for other in inside if any(s.x0 < x < s.x1 for s in other))
            parting = sum(1 for other in inside if other[0].x1 < x < other[-1].x0)
            left = sum(1 for other in inside if other[0].x1 < x)
            right = sum(1 for other in inside if other[-1].x0 > x)
            if over <= parting and min(left, right) > parting + BRIDGED:
                return True
    return False


def _thin(band: Band, lines: list[list[Segment]]) -> bool:
    """Takes out the segments that go over the gap on which most lines agree; glues that gap where more lines go over it."""
    gaps: list[tuple[float, float]] = []
    for line in lines:
        here = _in(band, line)
        gaps += [(a.x1, b.x0) for a, b in pairwise(here) if b.x0 > a.x1]
    if not gaps:
        return False
    inside = [(i, s) for i, line in enumerate(lines) for s in _in(band, line)]

    def crossing(x: float) -> list[tuple[int, Segment]]:
        return [(i, s) for i, s in inside if s.x0 < x < s.x1]

    def agreeing(x: float) -> int:
        return sum(1 for a, b in gaps if a < x < b)

    places = sorted({(a + b) / 2 for a, b in gaps})
    place = max(places, key=lambda x: (agreeing(x) - len(crossing(x)), -x))
    over = crossing(place)
    if len({i for i, _ in over}) > agreeing(place):  # more lines go over the gap than part there: it is within their cells
        for line in lines:
            here = list(_in(band, line))
            if len(here) > 1:
                line[:] = sorted([s for s in line if s not in here] + [_glued(here)], key=lambda s: s.x0)
        return True
    for i, segment in over:
        lines[i].remove(segment)
    return bool(over)


def _glued(segments: Sequence[Segment]) -> Segment:
    """Segments of one line as one, with the gaps between them."""
    ordered = sorted(segments, key=lambda s: s.x0)
    return Segment(
        " ".join(s.text for s in ordered),
        ordered[0].x0,
        min(s.top for s in ordered),
        max(s.x1 for s in ordered),
        max(s.bottom for s in ordered),
        ordered[0].em,
        (),
        (),
    )


def _letters_joined(bands: list[Band], lines: Sequence[Line]) -> list[Band]:
    """The bands with those joined that hold single characters of one label only, set apart on one line: 备　注."""
    out: list[Band] = []
    held: list[list[Segment]] = []
    inside: list[list[Segment]] = [[] for _ in bands]
    for line in lines:
        for segment in line:
            inside[bisect_right(bands, (segment.x0, inf)) - 1].append(segment)
    for band, here in zip(bands, inside, strict=True):
        if out and here and held[-1] and _is_letter(here) and _is_letter(held[-1]):
            last, first = held[-1][-1], here[0]
            if abs(last.middle - first.middle) < 0.4 * last.em and first.x0 - last.x1 <= LETTER_GAP * last.em:
                out[-1] = (out[-1][0], band[1])
                held[-1] = [*held[-1], *here]
                continue
        out.append(band)
        held.append(here)
    return out


def _is_letter(segments: Sequence[Segment]) -> bool:
    return all(len(s.text) == 1 and not s.text.isascii() for s in segments) and len({round(s.middle) for s in segments}) == 1
