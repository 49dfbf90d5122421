"""Sheets → blocks: the table of a sheet is a grid, what is typed above and below it (title, unit, notes, signature) are paragraphs.

::

    A1:E1  禾丰县农村危房改造补助资金分配表              one cell alone: a line
    A2     填报单位：禾丰县住建局     E2  单位：万元      labels alone: a line
    A3…E5  序号 | 乡镇 | 户数 | 金额 | 备注             the grid
    A6     注：金额含配套。                            one cell alone, and no row of the table: a line
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.load.grid import MAX_CELLS
from notice_parser.load.sheet_rows import TALL, ReadSheet, Rows
from notice_parser.load.source import Block, Grid, Paragraph, length_of
from notice_parser.model import Diagnostic

__all__ = ["blocks_of", "told_of"]

_PLAIN_NAME = re.compile("(?:sheet|工作表|表)[ ]?[0-9]{0,3}|[\x00-\x7f]{0,31}", re.I)
_ANNEX_NAME = re.compile("附[件表录] ?[0-9一二三四五六七八九十-]{1,5}")


def blocks_of(sheets: Iterable[ReadSheet]) -> tuple[Block, ...]:
    """The sheets as paragraphs and grids, each behind its name where it says something that the sheet does not."""
    read = [(sheet, _of_sheet(_unhidden(sheet), page)) for page, sheet in enumerate(sheet for sheet in sheets if sheet.cells)]
    firsts = [next((block.text for block in blocks if isinstance(block, Paragraph)), "") for _, blocks in read]
    blocks: list[Block] = []
    offset = 0
    for page, (sheet, own) in enumerate(read):
        head = own[0] if own else None
        is_headed = isinstance(head, Paragraph) and firsts.count(head.text) == 1
        if not _PLAIN_NAME.fullmatch(sheet.name) and (not is_headed or _numbers_annex(sheet.name, firsts[page])):
            own = [Paragraph(text=sheet.name, offset=0, page=page, place=f"{sheet.name}!"), *own]
        for block in own:
            blocks.append(structs.replace(block, offset=offset))
            offset += length_of(block)
    return tuple(blocks)


def told_of(sheets: Sequence[ReadSheet], n_hidden: int = 0) -> tuple[Diagnostic, ...]:
    """What of sheets was not read: formulas without a result, hidden rows and columns that hold something, and ``n_hidden`` sheets."""
    told = []
    if count := sum(sheet.n_uncomputed for sheet in sheets):
        told.append(diagnose("source.uncomputed", count=count))
    rows = sum(len({r for r, _ in sheet.cells} & sheet.hidden_rows) for sheet in sheets)
    columns = sum(len({c for _, c in sheet.cells} & sheet.hidden_columns) for sheet in sheets)
    if n_hidden or rows or columns:
        told.append(diagnose("source.hidden_cells", sheets=n_hidden, rows=rows, columns=columns))
    return tuple(told)


def _numbers_annex(name: str, first: str) -> bool:
    """Whether the name of a sheet says which annex it is, and its first line does not."""
    return _ANNEX_NAME.fullmatch(name) is not None and not first.startswith("附")


def _unhidden(sheet: ReadSheet) -> ReadSheet:
    """The sheet with the text of merged cells whose first row or column is hidden at the first place that is in sight."""
    if not sheet.hidden_rows and not sheet.hidden_columns:
        return sheet
    cells, merged = dict(sheet.cells), []
    for r, c, height, width in sheet.merged:
        row = next((i for i in range(r, r + min(height, TALL)) if i not in sheet.hidden_rows), r)
        column = next((j for j in range(c, c + width) if j not in sheet.hidden_columns), c)
        if (row, column) != (r, c) and (r, c) in cells:
            cells[row, column] = cells.pop((r, c))
        merged.append((row, column, height - (row - r), width - (column - c)))
    return sheet._replace(cells=cells, merged=merged)


def _of_sheet(sheet: ReadSheet, page: int) -> list[Block]:
    """The blocks of a sheet; rows and columns without text are left out at the edges, blank rows part it."""
    rows = sorted({r for r, _ in sheet.cells} - sheet.hidden_rows)
    if not rows:
        return []
    looked = Rows(sheet)
    shown = [r for r in range(rows[0], rows[-1] + 1) if r not in sheet.hidden_rows] if rows[-1] - rows[0] <= 4 * len(rows) + 100 else rows
    parts: list[tuple[str, list[int]]] = []
    for is_filled, group in groupby(shown, key=lambda r: bool(looked.cells_of(r))):
        run = list(group)
        parts += looked.parts(run) if is_filled else [("blank", run)]
    gridded = [r for kind, run in parts if kind == "grid" for r in run]
    used = {c for r in gridded for c in looked.filled.get(r, ())} | {
        c for r in gridded if r in looked.fields for blank in looked.blanks.get(r, ()) for c in blank
    }
    columns = sorted(used - sheet.hidden_columns)
    place = f"{sheet.name}!" if sheet.name else ""
    blocks: list[Block] = []
    for kind, run in parts:
        if kind == "blank":
            blocks.append(Paragraph(text="", offset=0, page=page))
        elif kind == "grid" and len(columns) > 1 and len(run) * len(columns) <= MAX_CELLS:
            blocks.append(_grid(sheet, run, columns, page, place))
        elif kind == "grid" and len(columns) > 1:
            texts = ["\t".join(sheet.cells.get((r, c), "") for c in columns) for r in run]
            blocks += [Paragraph(text=text, offset=0, page=page, place=f"{place}{r + 1}") for r, text in zip(run, texts, strict=True)]
        else:
            blocks += [line for r in run if r in looked.filled for line in _lines(sheet, r, looked.filled[r], page, place)]
    return blocks


def _lines(sheet: ReadSheet, row: int, columns: Sequence[int], page: int, place: str) -> list[Block]:
    """A row as text: each line of its only cell, or its cells side by side."""
    texts = [sheet.cells[row, c] for c in columns]
    lines = texts[0].split("\n") if len(texts) == 1 else ["　　".join(" ".join(text.split()) for text in texts)]
    indent = sheet.indents.get((row, columns[0]), 0) if len(columns) == 1 else 0
    return [Paragraph(text=line.strip(), offset=0, page=page, indent=indent, place=f"{place}{row + 1}") for line in lines if line.strip()]


def _grid(sheet: ReadSheet, rows: Sequence[int], columns: Sequence[int], page: int, place: str) -> Grid:
    row_at: Mapping[int, int] = {r: i for i, r in enumerate(rows)}
    column_at: Mapping[int, int] = {c: i for i, c in enumerate(columns)}
    merged = []
    for r, c, height, width in sheet.merged:
        if r not in row_at or c not in column_at:
            continue
        tall = sum(1 for i in range(r, min(r + height, rows[-1] + 1)) if i in row_at)
        wide = sum(1 for j in range(c, min(c + width, columns[-1] + 1)) if j in column_at)
        if tall > 1 or wide > 1:
            merged.append((row_at[r], column_at[c], tall, wide))
    return Grid(
        rows=tuple(tuple(sheet.cells.get((r, c), "") for c in columns) for r in rows),
        merged=tuple(sorted(merged)),
        method="sheet",
        offset=0,
        page=page,
        place=place or None,
        row_places=tuple(f"{place}{r + 1}" for r in rows),
    )
