"""An archive as a workbook with Chinese sheets (归档文件目录, 统计数据, 表格, 问题, 失败), and the catalogue alone as CSV.

The columns of the catalogue are those of an archive's 归档文件目录 (DA/T 22-2015): number, responsible body, document number,
title, date, security, pages, remarks. Numbers that are names are written as text; nothing is run as a formula. A sheet that is
full goes on in the next one.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from notice_parser.emit.rows import TABLES, Rows
from notice_parser.errors import NoticeParserError

__all__ = ["CATALOGUE", "CatalogueWriter", "WorkbookWriter", "catalogue_row", "check_workbook"]

CATALOGUE: Final = ("件号", "责任者", "文号", "题名", "日期", "密级", "页数", "备注", "路径")
_INSTALL = 'pip install "notice-parser[xlsx]"'
_MOST_ROWS = 1_048_576  # of a sheet, its header among them
_LONGEST = 32_767  # characters of a cell
_CUT = "…（过长，已截断）"
_MADE = datetime(2000, 1, 1)  # a fixed one: the same notices, the same bytes
_SHEETS = (("statistics", "统计数据"), ("cells", "表格"), ("findings", "问题"), ("failures", "失败"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"题名": 48, "原文": 48, "说明": 60, "路径": 40, "责任者": 28, "文号": 24, "备注": 28, "指标": 24, "列名": 24, "原因": 60}
_WIDTH = 12  # characters of a column of any other name
_DIGITS = 15  # that a spreadsheet keeps of a number


def catalogue_row(number: int, notice: Sequence[Any]) -> tuple[Any, ...]:
    """The catalogue's row of a row of ``notices``."""
    field = dict(zip((one.name for one in TABLES["notices"]), notice, strict=True))
    copy = field["duplicate_of"]
    pages = field["n_pages"]
    day = (field["date"] or "").replace("-", "")
    return (
        str(number),
        "、".join(field["issuers"]),
        field["document_number"] or field["issue_number"] or "",
        field["title"] or "",
        day,
        field["security"] or "",
        "" if pages is None else str(pages),
        f"与 {copy} 相同" if copy else "",
        field["path"] or "",
    )


class WorkbookWriter:
    """Writes a workbook; with ``is_catalogue`` its first sheet alone."""

    def __init__(self, path: str, *, is_catalogue: bool = False) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._library = check_workbook()
        self._book = self._library.Workbook(path, options)
        self._book.set_properties({"created": _MADE})
        self._number = 0
        self._catalogue = _Sheet(self._book, "归档文件目录", CATALOGUE)
        wanted = () if is_catalogue else _SHEETS
        self._sheets = {table: _Sheet(self._book, title, tuple(one.title for one in TABLES[table])) for table, title in wanted}
        if "failures" not in self._sheets:
            self._sheets["failures"] = _Sheet(self._book, "失败", tuple(one.title for one in TABLES["failures"]))

    def add(self, rows: Rows) -> None:
        """Adds the rows of notices."""
        for notice in rows.get("notices", ()):
            self._number += 1
            self._catalogue.add(catalogue_row(self._number, notice))
        for table, sheet in self._sheets.items():
            for row in rows.get(table, ()):
                sheet.add(row)

    def close(self) -> None:
        """Finishes the file. ``OSError`` where it cannot be written."""
        try:
            self._book.close()
        except self._library.exceptions.FileCreateError as error:
            raise OSError(str(error)) from error


class CatalogueWriter:
    """Writes the catalogue as CSV with a byte order mark, as spreadsheets want it."""

    def __init__(self, path: str) -> None:
        self._file = open(path, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115  # closed by close()
        self._writer = csv.writer(self._file)
        self._writer.writerow(CATALOGUE)
        self._number = 0

    def add(self, rows: Rows) -> None:
        """Adds the rows of notices."""
        for notice in rows.get("notices", ()):
            self._number += 1
            self._writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in catalogue_row(self._number, notice)])

    def close(self) -> None:
        """Finishes the file."""
        self._file.close()


class _Sheet:
    """A sheet, and those that it goes on in."""

    def __init__(self, book: Any, title: str, head: Sequence[str]) -> None:
        self._book, self._title, self._head = book, title, head
        self._count = 0
        self._begin()

    def add(self, row: Sequence[Any]) -> None:
        if self._row == _MOST_ROWS:
            self._begin()
        for column, value in enumerate(row):
            self._put(column, value)
        self._row += 1

    def _begin(self) -> None:
        self._count += 1
        self._sheet = self._book.add_worksheet(self._title if self._count == 1 else f"{self._title}{self._count}")
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True})
        for column, title in enumerate(self._head):
            self._sheet.set_column(column, column, _WIDTHS.get(title, _WIDTH))
            self._sheet.write_string(0, column, title, bold)
        self._row = 1

    def _put(self, column: int, value: Any) -> None:
        if value is None or value == "" or value == []:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._row, column, value)
        elif isinstance(value, int | Decimal) and len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS:
            self._sheet.write_number(self._row, column, value)
        else:
            self._sheet.write_string(self._row, column, _cell(value))


def check_workbook() -> Any:
    """The module that writes workbooks; ``NoticeParserError`` with what installs it."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise NoticeParserError("missing_package", package="XlsxWriter", what=".xlsx", command=_INSTALL) from error
    return xlsxwriter


def _cell(value: Any) -> str:
    if isinstance(value, Decimal):
        text = format(value, "f")
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, list | tuple):
        text = "、".join(map(str, value))
    else:
        text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
