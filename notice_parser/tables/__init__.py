"""Document → tables: pieces found, joined over page breaks, headers and cells read; once for whatever finder gave them."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars
from notice_parser.layout.document import Document
from notice_parser.model import CellPlace, Diagnostic, Span, Table
from notice_parser.tables.broken_figures import is_total, is_year
from notice_parser.tables.captions import Surroundings, read_notes, read_top, shared_surroundings, split_notes, surroundings
from notice_parser.tables.cells import is_figure, is_null, read_cell
from notice_parser.tables.grids import find_grids
from notice_parser.tables.headers import NO_HEADER_ROWS, Head, is_full_width, is_label_row, read_head
from notice_parser.tables.markup import find_pieces
from notice_parser.tables.meaning import columns_of, times_of_rows, unit_of_caption, units_of_rows, values_of
from notice_parser.tables.raw import RawTable
from notice_parser.tables.stitch import stitch

__all__ = ["find_tables"]

_LABELLED = re.compile("[：:]$")
_ORDINAL = re.compile("[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[）)]")  # of a section

_DIGITS = re.compile("[0-9.,，]{1,12}[%％]?")  # what a line may leave of a figure for the next
_MEASURED = re.compile("[（(][^（）()0-9]{0,4}[元个座处亩米顷吨里方户人辆台套%％][）)]$")
_OF_ROWS = frozenset(("备注",))  # a form's own word that rows of a table have too

TOP = 3  # rows of a table in a cell among which its header is
FORM_LABELS = 2  # so many of a form's own words stand in its first column
FORM_LABEL = 20  # characters of a label of one
MERGING = ("html", "docx", "sheet", "ruled")  # methods that tell which cells are merged
TOTAL_COLUMNS = 3  # 合计 stands in one of the first columns


class _Kept(NamedTuple):
    """What a table keeps of its grid: the row that is its first, and the columns."""

    first: int
    columns: Sequence[int]


def find_tables(document: Document, grammars: Grammars) -> tuple[tuple[Table, ...], tuple[Diagnostic, ...]]:
    """The tables of a document in reading order, forms among them, and what could not be read as one."""
    field = grammars["tables"]
    found = find_pieces(document)
    tables: list[Table] = []
    diagnostics = [_unread(span) for span in found.unread]
    every = (*found.pieces, *find_grids(document))  # a line of one cell among them is 续表 or a caption
    pieces = sorted((piece for piece in every if piece.width > 1 or len(piece.rows) > 1), key=lambda piece: piece.lines)
    before: RawTable | None = None
    for raw in stitch(document, pieces, field):
        diagnostics += _put(document, raw, grammars, tables, before, None)
        before = raw
    return tuple(tables), tuple(sorted(diagnostics, key=lambda one: one.span or (-1, -1)))


def _put(
    document: Document, raw: RawTable, grammars: Grammars, tables: list[Table], before: RawTable | None, within: CellPlace | None
) -> list[Diagnostic]:
    """Appends the table of a grid, and behind it those in its cells; gives what is to be said. ``within``: the cell that it stands in."""
    table, said, kept = _read(document, raw, grammars, f"t{len(tables) + 1}", before)
    if table is not None:
        tables.append(table if within is None else replace(table, within=within))
    for inner in raw.inner:
        said += _put(document, inner, grammars, tables, None, None if table is None else _place_in(table, inner, kept))
    return said


def _place_in(outer: Table, inner: RawTable, kept: _Kept) -> CellPlace:
    """The cell of a table that holds another; that of no row where it is one of the header."""
    row, column = inner.at or (-1, -1)
    is_body = 0 <= row - kept.first < len(outer.raw)
    return CellPlace(
        table=outer.id, row=row - kept.first if is_body else None, column=kept.columns.index(column) if column in kept.columns else None
    )


def _unread(span: Span) -> Diagnostic:
    return diagnose("tables.unread", field="tables", span=span)


def _holds_several(cells: Sequence[str]) -> bool:
    """Whether most cells of a column end in two figures and more: columns so close that nothing tells them apart."""
    n_several = sum(" " in cell and all(map(is_figure, cell.split()[-2:])) for cell in cells)
    return n_several > 1 and 2 * n_several > len(cells)


def _is_several(cell: str) -> bool:
    """Whether a cell is two figures or more, with blanks between them."""
    return " " in cell and all(map(is_figure, cell.split()))


def _broken(body: Sequence[Sequence[str]], close: Sequence[int]) -> tuple[frozenset[tuple[int, int]], frozenset[int]]:
    """The cells that may be half of a figure broken at the end of its line, which have no value: parts in one cell, but for the columns of
    ``close``; a rest that is a row of its own, and what stands above it. And the rows to be told: more, as a rest that is as much like a
    record keeps its values.
    """
    parts = {(r, c) for r, row in enumerate(body) for c, cell in enumerate(row) if c not in close and " " in cell and _is_several(cell)}
    rests = [r for r in range(1, len(body)) if _is_rest(body, r)]
    n_records = sum(1 for row in body if row[0])
    for r in rests:
        held = [c for c, cell in enumerate(body[r]) if cell]
        if len(held) < sum(map(is_figure, body[r - 1])) and (len(rests) == 1 or 2 * len(rests) < n_records) and _are_halves(body, r, held):
            parts |= {(i, c) for c in held for i in (r - 1, r)}
    return frozenset(parts), frozenset([*(r for r, _ in parts), *rests])


def _are_halves(body: Sequence[Sequence[str]], r: int, held: Sequence[int]) -> bool:
    """Whether a rest is shorter than each figure above it, is no year, does not count on, and the total of no column has either whole."""
    for c in held:
        rest, above = body[r][c], body[r - 1][c]
        if len(rest) >= len(above) or is_year(rest) or is_year(above) or _adds_up_apart([(row[0], row[c]) for row in body], r):
            return False
    return True


def _adds_up_apart(column: Sequence[tuple[str, str]], r: int) -> bool:
    """Whether the figures of a column add up to its total with row ``r`` as one of its own, or without it."""
    values = [
        (is_total(name), i, value) for i, (name, cell) in enumerate(column) for value in [read_cell(cell)] if isinstance(value, Decimal)
    ]
    totals = [value for is_sum, _, value in values if is_sum]
    terms = [(i, value) for is_sum, i, value in values if not is_sum]
    return len(totals) == 1 and totals[0] in (sum(value for _, value in terms), sum(value for i, value in terms if i != r))


def _is_rest(body: Sequence[Sequence[str]], r: int) -> bool:
    """Whether a row may be the rest of the figures above it, broken where their lines end: it has digits alone, in fewer cells and none
    of them the first, each below a figure that is as long as any of its column.
    """
    row, above = body[r], body[r - 1]
    held = [c for c, cell in enumerate(row) if cell]
    if row[0] or not above[0] or not held or len(held) >= sum(map(bool, above)):
        return False
    return all(
        _DIGITS.fullmatch(row[c]) and is_figure(above[c]) and len(above[c]) >= max(len(other[c]) for other in body if is_figure(other[c]))
        for c in held
    )


def _span(raw: RawTable) -> Span:
    first, last = raw.parts[0].span, raw.parts[-1].span
    assert first is not None
    assert last is not None
    return first[0], last[1]


def _read(
    document: Document, raw: RawTable, grammars: Grammars, name: str, before: RawTable | None
) -> tuple[Table | None, list[Diagnostic], _Kept]:
    """The table of a grid, with what it keeps of it; null, and a diagnostic, where the grid is none. ``before``: the grid before it."""
    field = grammars["tables"]
    head = read_head(raw, field)
    body = _fill(raw)[head.n_rows :]
    body, notes = _without_notes(body, field)
    is_form = _is_form(raw, head, body, field)
    if is_form:
        head = head._replace(top=head.top[: _titles(raw, len(head.top))], depth=0, paths=((),) * raw.width)
        body = raw.rows[len(head.top) :]
    if not is_form and not _is_table(raw, head, body):
        quiet = len(raw.rows) < 2 or _is_list(raw)  # a single line with a gap, or 组长：林某某: no table was meant
        return None, [] if quiet else [_unread(_span(raw))], _Kept(0, ())
    said = []
    if not is_form and not head.depth:
        said.append(diagnose("tables.no_header", field="tables", span=_span(raw)))
    elif not is_form and raw.is_doubtful:
        said.append(diagnose("tables.counted", field="tables", span=_span(raw), columns=raw.width))
    columns_kept = _kept_columns(head, body) if not is_form or raw.parts[0].method not in MERGING else list(range(raw.width))
    if len(columns_kept) < raw.width:
        body = tuple([tuple([row[i] for i in columns_kept]) for row in body])
    broken: frozenset[tuple[int, int]] = frozenset()
    if not is_form and raw.parts[0].method == "unruled":
        close = [c for c in range(len(columns_kept)) if _holds_several([row[c] for row in body if row[c]])]
        broken, told = _broken(body, close)
        if close:
            said.append(diagnose("tables.close", field="tables", span=_span(raw), columns="、".join([str(c + 1) for c in close])))
        if told:
            rows = "、".join([str(r + 1) for r in sorted(told)])
            said.append(diagnose("tables.broken", field="tables", span=_span(raw), rows=rows))
    paths = tuple(head.paths[i] for i in columns_kept)
    return _table(document, raw, grammars, name, head, paths, body, notes, is_form, before, broken), said, _Kept(head.n_rows, columns_kept)


def _table(
    document: Document,
    raw: RawTable,
    grammars: Grammars,
    name: str,
    head: Head,
    paths: tuple[tuple[str, ...], ...],
    body: tuple[tuple[str, ...], ...],
    notes: list[str],
    is_form: bool,
    before: RawTable | None,
    broken: Set[tuple[int, int]],
) -> Table:
    field = grammars["tables"]
    around = surroundings(document, raw, field) if raw.at is None else Surroundings(None, None, None)
    if around.caption is None and before is not None:
        around = shared_surroundings(document, raw, before, field) or around
    top = read_top(head.top, field)
    caption = top.caption or around.caption
    titles = (caption, "".join(map(document.of, document.with_role("title", zone="head"))))
    totals = () if is_form else _total_rows(body, paths, field)
    sections = () if is_form else _section_rows(body, totals, field)
    full, sums = frozenset(sections), frozenset(totals)
    printed = tuple((row[0],) * len(row) if i in full else row for i, row in enumerate(body))
    values = values_of(body, full, paths, field)
    if broken:  # no value is better than half of one
        values = tuple([tuple([None if (r, c) in broken else one for c, one in enumerate(row)]) for r, row in enumerate(values)])
    plain = [i for i in range(len(body)) if i not in full and i not in sums] or [i for i in range(len(body)) if i not in full]
    columns = columns_of(paths, [body[i] for i in plain], [values[i] for i in plain], titles, grammars)
    below = _notes_of_grid(notes, field) + (read_notes(document, raw, field) if raw.at is None else ())
    return Table(
        id=name,
        kind="form" if is_form else "data",
        caption=caption,
        attachment=top.attachment or around.attachment,
        unit=top.unit or around.unit or (None if is_form else unit_of_caption(caption, field)),
        columns=columns,
        rows=values,
        raw=printed,
        total_rows=totals,
        section_rows=sections,
        notes=below,
        merged=_body_merges(raw, head.n_rows, len(body)),
        row_units=() if is_form else units_of_rows(columns, body, field),
        row_periods=() if is_form else times_of_rows(columns, body, titles, grammars),
        parts=tuple(replace(part, method="ocr") if part.page in document.recognised else part for part in raw.parts),
    )


def _fill(raw: RawTable) -> tuple[tuple[str, ...], ...]:
    """The rows with the text of merged cells in every place that they cover."""
    if not raw.merged:
        return raw.rows
    rows = [list(row) for row in raw.rows]
    for r, c, height, width in raw.merged:
        for i in range(r, min(len(rows), r + height)):
            for j in range(c, min(raw.width, c + width)):
                rows[i][j] = raw.rows[r][c]
    return tuple(map(tuple, rows))


def _body_merges(raw: RawTable, n_head: int, n_body: int) -> tuple[tuple[int, int, int, int], ...]:
    return tuple((r - n_head, c, rs, cs) for r, c, rs, cs in raw.merged if 0 <= r - n_head < n_body)


def _without_notes(body: tuple[tuple[str, ...], ...], field: Field) -> tuple[tuple[tuple[str, ...], ...], list[str]]:
    """The body without blank rows at its end and the notes there, and these: in full-width rows 注：, or sentences; 填报人：…　审核人：…"""
    end = len(body)
    while end and not any(body[end - 1]):
        end -= 1
    if end > 1 and len(body[0]) > 1 and is_label_row(body[end - 1], field) and not is_label_row(body[end - 2], field):
        above, notes = _without_notes(body[: end - 1], field)
        return above, [*notes, "　".join(dict.fromkeys(filter(None, body[end - 1])))]
    first = end
    while first and len(body[first - 1]) > 1 and is_full_width(body[first - 1]):
        first -= 1
        text = body[first][0]
        if field.match(text, only=("tables.note",)) or ("。" in text and first and not field.match(text, only=("tables.section",))):
            return body[:first], [row[0] for row in body[first:end]]
    return body[:end], []


def _notes_of_grid(notes: list[str], field: Field) -> tuple[str, ...]:
    return split_notes(notes, field) if notes else ()


def _is_table(raw: RawTable, head: Head, body: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a grid is a data table: two columns, and a header over a body, figures that stand in columns, or rules drawn round it."""
    if raw.width < 2 or not body or not any(map(any, body)) or _is_list(raw):
        return False
    if raw.parts[0].method == "ruled":  # whoever draws a grid means one
        return len(raw.rows) > 1
    if raw.n_header:
        return head.depth > 0
    even = sum(1 for row in body if 2 * sum(map(bool, row)) >= len(row))
    if head.depth:
        is_meant = even > 0 or raw.parts[0].method in MERGING  # a marked-up one of blanks to fill in is a table too
        return is_meant and (raw.parts[0].method != "tsv" or 2 * even >= len(body))
    figured = [sum(is_figure(cell) for cell in column) for column in zip(*body, strict=True)]
    return len(body) >= NO_HEADER_ROWS and max(figured) * 3 >= len(body) * 2


def _is_list(raw: RawTable) -> bool:
    """A list of labels and names (组长：林某某), parted by tabs: no table."""
    labelled = sum(1 for row in raw.rows if _LABELLED.search(row[0]))
    return raw.n_header is None and labelled > 0 and 2 * labelled >= len(raw.rows)


def _is_form(raw: RawTable, head: Head, body: tuple[tuple[str, ...], ...], field: Field) -> bool:
    """A key-value grid or a sheet to fill in: a form's own words down its first column, lines and boxes, or a body of blanks."""
    rows = raw.rows[len(head.top) :]
    if len(rows) < 2 or raw.width < 2:
        return False
    words = set(field.words["form_label"])
    names = [_bare(row[0]) for row in rows if row[0]]
    labels = sum(1 for name in names if name in words)
    if labels >= FORM_LABELS and 2 * labels >= len(names):
        return True
    if raw.n_header is None and (_holds_tables(raw, len(head.top), words) if raw.inner else _is_pairs(raw, len(head.top))):
        return True
    # one scan of all cells: no pattern of blanks goes over a line break
    if field.first("\n".join(["\n".join(row) for row in rows]), only=("tables.form_blank",)):
        return not any(is_figure(cell) for row in body for cell in row[1:])
    if not head.depth and raw.parts[0].method in MERGING and _is_blank(rows, raw.merged):
        return True
    return bool(head.depth and body) and all(is_null(cell) for row in body for cell in row[1:]) and raw.parts[0].method != "tsv"


def _holds_tables(raw: RawTable, first: int, words: Set[str]) -> bool:
    """Whether a grid of two columns with tables in its cells is labels and values: a form's own word stands below its first row, and no
    two rows hold tables of one header, as those of a column do.
    """
    if raw.width != 2 or not any(_bare(row[0]) in words - _OF_ROWS for row in raw.rows[first + 1 :]):
        return False
    tops = [(one.at[0], row) for one in raw.inner if one.at for row in one.rows[:TOP] if any(row)]
    row_of: dict[tuple[str, ...], int] = {}
    return all(row_of.setdefault(top, row) == row for row, top in tops)


def _is_pairs(raw: RawTable, first: int) -> bool:
    """Whether the rows from ``first`` on are pairs of labels and values: no label comes twice, is long or a figure, one value goes over all
    that is right of its label, and none over two rows; and they are no columns: below the first row each column of values has figures
    and texts, or a label on the right states the unit of the figure behind it.
    """
    if raw.width < 4 or raw.width % 2 or any(height > 1 for _, _, height, _ in raw.merged):
        return False
    spans = {(r, c): width for r, c, _, width in raw.merged}
    covered = {(r + i, c + j) for r, c, height, width in raw.merged for i in range(height) for j in range(width)} - spans.keys()
    cells = [(r, c, cell) for r, row in enumerate(raw.rows[first:], first) for c, cell in enumerate(row) if (r, c) not in covered]
    labels = [cell for _, c, cell in cells if not c % 2]
    if not all(0 < len(label) <= FORM_LABEL for label in labels) or len(set(labels)) < len(labels) or any(map(is_figure, labels)):
        return False
    if not any(spans.get((r, 1)) == raw.width - 1 and not is_figure(cell) for r, c, cell in cells if c == 1):
        return False
    whole = [row for r, row in enumerate(raw.rows[first:], first) if (r, 1) not in spans]
    values = [{is_figure(row[c]) for row in whole[1:] if not is_null(row[c])} for c in range(1, raw.width, 2)]
    return all(len(kinds) == 2 for kinds in values) or any(
        _MEASURED.search(row[c]) and is_figure(row[c + 1]) for row in whole[:1] for c in range(2, raw.width, 2)
    )


def _is_blank(rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether at least half of the cells of a grid have nothing in them, and none a figure."""
    n_cells = sum(map(len, rows)) - sum(height * width - 1 for _, _, height, width in merged)
    filled = [cell for row in rows for cell in row if cell]
    return 2 * len(filled) <= n_cells and not any(map(is_figure, filled))


def _titles(raw: RawTable, n: int) -> int:
    """How many of the ``n`` rows at the top of a form are its titles, not labels with a blank: where the markup tells merged cells, those
    of one cell.
    """
    if raw.parts[0].method not in MERGING:
        return n
    whole = {r for r, c, _, width in raw.merged if not c and width == raw.width}
    return next((r for r in range(n) if any(raw.rows[r]) and r not in whole), n)


def _bare(name: str) -> str:
    return "".join(name.split()).rstrip("：:").split("（")[0].split("(")[0]


def _kept_columns(head: Head, body: tuple[tuple[str, ...], ...]) -> list[int]:
    """The columns that say anything: a first or last one without a name and without a cell is left over from the pipes."""
    last = len(head.paths)
    while last > 1 and not head.paths[last - 1] and not any(row[last - 1] for row in body):
        last -= 1
    first = 0
    while first < last - 1 and not head.paths[first] and not any(row[first] for row in body):
        first += 1
    return list(range(first, last))


def _total_rows(body: tuple[tuple[str, ...], ...], paths: Sequence[tuple[str, ...]], field: Field) -> tuple[int, ...]:
    counted = bool(paths and paths[0]) and paths[0][-1] in field.words["index"]
    totals = []
    for i, row in enumerate(body):
        # one scan of the row's first cells: the rule itself is asked only where its last character stands
        if any("计" in cell and field.match("".join(cell.split()), only=("tables.total",)) for cell in row[:TOTAL_COLUMNS]) or (
            counted and i + 1 < len(body) and _heads_section(row, body[i + 1], field)
        ):
            totals.append(i)
    return tuple(totals)


def _heads_section(row: tuple[str, ...], below: tuple[str, ...], field: Field) -> bool:
    """Whether a row gives the sums of the numbered rows below: a section's title goes over 序号 and the name, or its number is there."""
    if len(row) < 3 or not below[0].isdecimal() or below[1].startswith("其中") or not any(map(is_figure, row[2:])):
        return False
    if row[0] == row[1]:
        return field.match(row[0], only=("tables.section",)) is not None
    return _ORDINAL.fullmatch(row[0]) is not None


def _section_rows(body: tuple[tuple[str, ...], ...], totals: Sequence[int], field: Field) -> tuple[int, ...]:
    """Full-width rows: of two columns only with a marker (一、), of more with any text; never most of the rows."""
    sums = frozenset(totals)
    found = [i for i, row in enumerate(body) if i not in sums and is_full_width(row) and not is_figure(row[0])]
    if not found:
        return ()
    marked = [i for i in found if field.match(body[i][0], only=("tables.section",))]
    wide = found if len(body[0]) > 2 else marked
    return tuple(wide if 2 * len(wide) <= len(body) else marked)
