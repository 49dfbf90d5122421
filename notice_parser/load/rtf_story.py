"""One story of an RTF (the text, a note, a text box): characters gathered to paragraphs, cells and rows to grids."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from notice_parser.load.bordered_rows import BorderedRow, merge_by_borders
from notice_parser.load.grid import is_frame, lay_cells
from notice_parser.load.nested import OpenCell
from notice_parser.load.source import TO_RIGHT, Block, Grid, Paragraph

__all__ = ["Story"]

_EM = 320.0  # twips of one character of body type


class Story:
    """What has been read of a story. ``text``: the pieces of the paragraph that is open; ``level``: in how many tables it stands.

    ``mark``, ``is_header``: what the next cell, the row say of themselves; ``has_number``: whether the paragraph's number was read.
    """

    def __init__(self, page: int = 0) -> None:
        self.text: list[str] = []
        self.page = page
        self.align = self.first = self.left = self.level = 0
        self.has_number = self.is_header = False
        self.mark = ""
        self._blocks: list[Block] = []
        self._n_notes = 0
        self._behind: list[Block] = []  # boxes and notes that stand behind the open paragraph
        self._borders: list[int] = [0]
        self._marks: list[str] = []
        self._rows: list[BorderedRow] = []
        self._n_header = 0
        self._cells: list[str] = []
        self._open_cell = OpenCell()
        self._inner: list[tuple[Grid, ...]] = []  # the tables in each cell of the open row

    def finish(self) -> list[Block]:
        """The blocks of the story, which ends here."""
        if self.text:
            self.end_paragraph()
        self._cells += self._open_cell.rest()
        if self._cells:  # a row that was cut off
            self.end_row()
        self._end_table()
        self._put_behind()
        return self._blocks

    def inset(self, blocks: Sequence[Block], *, is_note: bool) -> None:
        """Puts a note behind the open paragraph; a text box before it, where it has no character yet, else behind it too."""
        blocks = [block for block in blocks if isinstance(block, Grid) or block.text.strip()]
        if is_note and blocks:
            self._n_notes += 1
            words = " ".join(block.text.strip() for block in blocks if isinstance(block, Paragraph))
            blocks = [Paragraph(text=f"[{self._n_notes}] {words}", offset=0, page=self.page, is_whole=True)]
        if is_note or self.level or "".join(self.text).strip():
            self._behind += blocks
        else:
            self._end_table()
            for block in blocks:
                self._put(block)

    # -- paragraphs

    def _take_text(self) -> str:
        text = "".join(self.text)
        self.text = []
        self.has_number = False
        # a character beyond the first plane is written as its two halves
        if any("\ud800" <= c <= "\udfff" for c in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def end_line(self) -> None:
        """Ends a line within a paragraph."""
        if self.level:
            self._open_cell.end_line(self._take_text(), self.level)
            return
        self._end_table()
        indent = self.align or max(0, min(TO_RIGHT, round(2 * (self.first + self.left) / _EM)))
        self._put(Paragraph(text=self._take_text(), offset=0, page=self.page, indent=indent))

    def end_paragraph(self) -> None:
        """Ends a paragraph; what is set in it follows."""
        self.end_line()
        if not self.level:
            self._put_behind()

    def end_page(self) -> None:
        """A page ends here, and the line with it."""
        if "".join(self.text).strip():
            self.end_line()
        self.page += 1

    def tab(self, *, is_number: bool) -> None:
        """A tab; behind an automatic number it is no column's."""
        if not is_number:
            self.text.append("\t")
        elif "".join(self.text)[-1:].isalnum():
            self.text.append(" ")

    def reset_paragraph(self) -> None:
        """Forgets what was said of paragraphs before."""
        self.align = self.first = self.left = self.level = 0

    def _put(self, block: Block) -> None:
        self._blocks.append(structs.replace(block, page=self.page))

    def _put_behind(self) -> None:
        behind, self._behind = self._behind, []
        for block in behind:
            self._put(block)

    # -- tables

    def begin_row(self) -> None:
        """The borders and marks of a row follow."""
        if self.level > 1:
            return
        self._borders, self._marks, self.mark, self.is_header = [0], [], "", False

    def border(self, at: int, *, is_left: bool) -> None:
        """A cell's right border, or the left one of the row."""
        if self.level > 1:
            return
        if is_left:
            self._borders[0] = at
        else:
            self._borders.append(at)
            self._marks.append(self.mark)
            self.mark = ""

    def end_cell(self) -> None:
        """Ends a cell."""
        lines, tables = self._open_cell.take(self._take_text())
        self._cells.append("\n".join(lines))
        self._inner.append(tables)

    def end_row(self) -> None:
        """Ends a row."""
        self._rows.append(BorderedRow(self._cells, self._borders, self._marks, self._inner))
        self._inner = []
        if self.is_header and self._n_header == len(self._rows) - 1:
            self._n_header += 1
        self._cells = []

    def end_nested_cell(self) -> None:
        """Ends a cell of a table within a cell."""
        self._open_cell.end_cell(self._take_text(), max(2, self.level))

    def end_nested_row(self) -> None:
        """Ends a row of a table within a cell: a line of that cell."""
        self._open_cell.end_row(max(2, self.level))

    def _end_table(self) -> None:
        """Sets the rows gathered so far as a grid, or as lines where they only set the page."""
        if not self._rows:
            return
        rows, self._rows = self._rows, []
        n_header, self._n_header = self._n_header, 0
        texts = [row.texts for row in rows]
        laid = lay_cells(merge_by_borders(rows)) if max(map(len, texts)) > 1 and not is_frame(texts) else None
        if laid is None or len(laid.rows[0]) < 2:
            for row in texts:
                line = "　　".join(" ".join(text.split("\n")) for text in row if text)
                if line:
                    self._put(Paragraph(text=line, offset=0, page=self.page))
        else:
            header = n_header if 0 < n_header < len(rows) else None
            grid = Grid(rows=laid.rows, merged=laid.merged, method="docx", offset=0, page=self.page, n_header=header, inner=laid.inner)
            self._put(grid)
        self._put_behind()
