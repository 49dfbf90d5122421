"""The tables of a page among its lines: a grid where it stands in reading order, what is printed beside it kept.

Tables beside each other have their lines above them parted too::

    表1 办件情况    表2 投资情况              表1 办件情况, its grid,
    ┌────┬────┐     ┌────┬────┐       →      表2 投资情况, its grid
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from notice_parser.load.source import Area, Block, Box, Grid, Paragraph, Segment, Sheet, line_text, point
from notice_parser.tables.page import FoundTable, extent
from notice_parser.tables.row_boxes import row_boxes

__all__ = ["with_grids"]

OVERHANG = 10.0  # points by which a table reaches over the borders of the column of text that it stands in
ABOVE = 2  # lines above tables beside each other that are parted: captions, units
NEAR = 40.0  # points above them within which these stand


def with_grids(paragraphs: Sequence[Paragraph], tables: Sequence[FoundTable], sheet: Sheet) -> list[Block]:
    """The page's blocks: a grid before the first line below its top, what it took of the lines left out."""
    if not tables:
        return list(paragraphs)
    boxes = [None if one.bbox is None else _floats(one.bbox) for one in paragraphs]
    waiting = sorted([(_place_of(table.area, boxes, sheet), i) for i, table in enumerate(tables)])
    blocks: list[Block] = []
    offset = paragraphs[0].offset if paragraphs else 0
    for i, (paragraph, box) in enumerate(zip(paragraphs, boxes, strict=True)):
        while waiting and waiting[0][0] <= i:
            _put(blocks, [tables[k] for place, k in waiting if place == waiting[0][0]], sheet, offset)
            waiting = [one for one in waiting if one[0] != waiting[0][0]]
        offset = paragraph.offset
        if box is None:
            if blocks and not isinstance(blocks[-1], Grid):
                blocks.append(paragraph)
        elif not (over := [table.area for table in tables if _is_inside(box, table.area)]):
            blocks.append(paragraph)
        elif any(box[0] < left - OVERHANG or box[2] > right + OVERHANG for left, _, right, _ in over):
            beside = [s for s in _segments(box, sheet) if not any(_stands_in(s, table.area) for table in tables)]
            if beside:
                blocks.append(_part_of(paragraph, beside))
    while waiting:
        _put(blocks, [tables[k] for place, k in waiting if place == waiting[0][0]], sheet, offset)
        waiting = [one for one in waiting if one[0] != waiting[0][0]]
    return blocks


def _put(blocks: list[Block], tables: Sequence[FoundTable], sheet: Sheet, offset: int) -> None:
    """Appends the grids of one place, those beside each other each below its own part of the lines above."""
    grids = [_grid(table, sheet, offset) for table in tables]
    parts = _parted(blocks, [table.area for table in tables], sheet) if len(tables) > 1 else None
    for i, grid in enumerate(grids):
        blocks += [*parts[i], grid] if parts else [grid]


def _parted(blocks: list[Block], areas: Sequence[Area], sheet: Sheet) -> list[list[Paragraph]] | None:
    """The last lines of ``blocks``, taken out and parted by the tables that they stand above; null where they are one's or none's."""
    if any(a[2] > b[0] and b[2] > a[0] for i, a in enumerate(areas) for b in areas[i + 1 :]):
        return None
    parts: list[list[Paragraph]] = [[] for _ in areas]
    top = min(area[1] for area in areas)
    while blocks and len(parts[0]) < ABOVE:
        line = blocks[-1]
        if not isinstance(line, Paragraph) or line.bbox is None or float(line.bbox[1]) < top - NEAR:
            break
        segments = _segments(_floats(line.bbox), sheet)
        own = [[s for s in segments if area[0] <= (s.x0 + s.x1) / 2 <= area[2]] for area in areas]
        if sum(map(len, own)) < len(segments) or sum(map(bool, own)) < 2:
            break
        blocks.pop()
        for part, held in zip(parts, own, strict=True):
            if held:
                part.insert(0, _part_of(line, held))
    return parts if any(parts) else None


def _part_of(line: Paragraph, segments: Sequence[Segment]) -> Paragraph:
    """The paragraph of some of a printed line's segments, from left to right."""
    assert line.bbox is not None
    left, top, right, bottom = extent(segments)
    em = segments[0].em
    return replace(
        line,
        text=line_text(segments, em),
        bbox=(point(left), point(top), point(right), point(bottom)),
        indent=line.indent + max(0, round((left - float(line.bbox[0])) / (em / 2))),
        width=None,
    )


def _segments(box: Area, sheet: Sheet) -> list[Segment]:
    """The segments of the printed line that has this box."""
    first = bisect_left(sheet.lines, box[1] - (box[3] - box[1]), key=_height)  # lines stand from top to bottom
    found: list[Segment] = []
    for line in sheet.lines[first:]:
        if line[0].top > box[3]:
            break
        found += [s for s in line if box[1] <= s.middle <= box[3] and box[0] - 1 <= s.x0 and s.x1 <= box[2] + 1]
    return found


def _height(line: Sequence[Segment]) -> float:
    return line[0].middle


def _stands_in(segment: Segment, area: Area) -> bool:
    return area[0] - 1 <= (segment.x0 + segment.x1) / 2 <= area[2] + 1 and area[1] - 1 <= segment.middle <= area[3] + 1


def _floats(box: Box) -> Area:
    left, top, right, bottom = box
    return float(left), float(top), float(right), float(bottom)


def _place_of(table: Area, boxes: Sequence[Area | None], sheet: Sheet) -> int:
    """The first line below the top of a table: of the page, or of the column of text that it stands in."""
    left, top, right, _ = table
    within = (
        area for area in sheet.columns if area[1] - OVERHANG <= top < area[3] and area[0] - OVERHANG <= left and right <= area[2] + OVERHANG
    )
    column = next(within, None)
    last = len(boxes)
    for i, box in enumerate(boxes):
        if box is None or (column is not None and not _is_inside(box, column)):
            continue
        if top <= (box[1] + box[3]) / 2:
            return i
        last = last if column is None else i + 1
    return last


def _is_inside(box: Area, area: Area) -> bool:
    return area[1] <= (box[1] + box[3]) / 2 <= area[3] and box[0] < area[2] and box[2] > area[0]


def _grid(table: FoundTable, sheet: Sheet, offset: int) -> Grid:
    left, top, right, bottom = map(point, table.area)
    confidence = min(table.confidence, _least_sure(table, sheet))
    return Grid(
        rows=table.rows,
        method=table.method,
        offset=offset,
        merged=table.merged,
        n_header=table.n_header,
        page=sheet.page,
        bbox=(left, top, right, bottom),
        borders=table.borders,
        row_boxes=row_boxes(table.rows, sheet.lines, table.area),
        confidence=Decimal(f"{confidence:.2f}"),
        inner=tuple((r, c, _grid(one, sheet, offset)) for r, c, one in table.inner),
        above=table.above,
    )


def _least_sure(table: FoundTable, sheet: Sheet) -> float:
    """The confidence of the least sure line of a table that was recognised; 1 for any other."""
    _, top, _, bottom = table.area
    pairs = zip(sheet.lines, sheet.confidences or (), strict=sheet.confidences is not None)
    return min((one for line, one in pairs if top <= line[0].middle <= bottom), default=1.0)
