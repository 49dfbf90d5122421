"""What a loader read, with characters in the place of the radicals that some fonts give for them."""

from __future__ import annotations

from msgspec import structs

from notice_parser.load.source import Block, Grid, Sheet, Source
from notice_parser.text.radicals import has_radicals, unified

__all__ = ["without_radicals"]


def without_radicals(source: Source) -> Source:
    """The source itself where it has none: most have not."""
    if not any(map(_has, source.blocks)):
        return source
    return structs.replace(
        source,
        blocks=tuple(map(_block, source.blocks)),
        sheets=tuple(map(_sheet, source.sheets)),
        hidden=tuple(map(unified, source.hidden)),
        files=tuple((unified(text), target) for text, target in source.files),
    )


def _has(block: Block) -> bool:
    return any(has_radicals(cell) for row in block.rows for cell in row) if isinstance(block, Grid) else has_radicals(block.text)


def _block(block: Block) -> Block:
    if not isinstance(block, Grid):
        return structs.replace(block, text=unified(block.text))
    return _grid(block)


def _grid(grid: Grid) -> Grid:
    return structs.replace(
        grid,
        rows=tuple(tuple(map(unified, row)) for row in grid.rows),
        inner=tuple((r, c, _grid(one)) for r, c, one in grid.inner),
        above=tuple(map(unified, grid.above)),
    )


def _sheet(sheet: Sheet) -> Sheet:
    return structs.replace(
        sheet,
        lines=tuple(tuple(structs.replace(segment, text=unified(segment.text)) for segment in line) for line in sheet.lines),
        beside=tuple(structs.replace(segment, text=unified(segment.text)) for segment in sheet.beside),
    )
