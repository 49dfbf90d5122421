"""An archive as a workbook with Chinese sheets (归档文件目录, 统计数据, 表格, 问题, 失败), and the catalogue alone as CSV.

The columns of the catalogue are those of an archive's 归档文件目录 (DA/T 22-2015): number, responsible body, document number,
title, date, security, pages, remarks. The other sheets name the notice of each row by its number, document number and title, and say in
Chinese what the tables say in code. Numbers that are names are written as text; nothing is run as a formula. A sheet that is full goes
on in the next one.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from notice_parser.emit.html import page_words
from notice_parser.emit.row_columns import TABLES
from notice_parser.emit.rows import Rows
from notice_parser.errors import NoticeParserError

__all__ = ["CATALOGUE", "CatalogueWriter", "WorkbookWriter", "catalogue_row", "check_workbook"]

CATALOGUE: Final = ("件号", "责任者", "文号", "题名", "日期", "密级", "页数", "备注", "路径")
_INSTALL = 'pip install "notice-parser[xlsx]"'
_MOST_ROWS = 1_048_576  # of a sheet, its header among them
_LONGEST = 32_767  # characters of a cell
_CUT = "…（过长，已截断）"
_MADE = datetime(2000, 1, 1)  # a fixed one: the same notices, the same bytes
_NOTICE = ("件号", "文号", "题名")  # of every row that belongs to a notice
# table → its sheet, and the columns shown there
_SHEETS: Final = {
    "statistics": (
        "统计数据",
        "id subject indicator quantity value value_max unit qualifier measure direction basis period period_start period_end modality"
        " part_of inherited region raw",
    ),
    "cells": ("表格", "table caption row column header raw value day unit is_total is_section"),
    "findings": ("问题", "rule severity message stated computed difference tolerance"),
    "failures": ("失败", "path reason"),
}
_CODED = ("qualifier", "measure", "direction", "modality", "severity", "rule")  # what the words of the page of a notice say in Chinese
_INHERITED = {"subject": "主体", "indicator": "指标", "period": "时期", "unit": "单位"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {
    **dict.fromkeys(("件号", "行", "列", "编号", "单位", "限定", "度量", "方向", "程度"), 8),
    **dict.fromkeys(("文号", "主体", "指标", "列名", "基期", "数量原文"), 24),
    **dict.fromkeys(("责任者", "备注", "表题"), 28),
    **dict.fromkeys(("题名", "原文", "路径"), 48),
    **dict.fromkeys(("说明", "原因"), 60),
}
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
    """Writes a workbook; with ``is_catalogue`` its first sheet alone, and the failures."""

    def __init__(self, path: str, *, is_catalogue: bool = False) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._library = check_workbook()
        self._book = self._library.Workbook(path, options)
        self._book.set_properties({"created": _MADE})
        self._number = 0
        self._catalogue = _Sheet(self._book, "归档文件目录", CATALOGUE)
        self._sheets = {
            table: _Sheet(self._book, title, _head(table, columns))
            for table, (title, columns) in _SHEETS.items()
            if not is_catalogue or table == "failures"
        }

    def add(self, rows: Rows) -> None:
        """Adds the rows of notices, those of a notice all at once."""
        named: dict[Any, tuple[Any, ...]] = {}
        for notice in rows.get("notices", ()):
            self._number += 1
            row = catalogue_row(self._number, notice)
            self._catalogue.add(row)
            named.setdefault(notice[0], tuple(row[CATALOGUE.index(name)] for name in _NOTICE))
        captions = {(row[0], row[1]): row[3] for row in rows.get("tables", ())}
        for table, sheet in self._sheets.items():
            names = [one.name for one in TABLES[table]]
            columns = _SHEETS[table][1].split()
            for row in rows.get(table, ()):
                field = dict(zip(names, row, strict=True))
                if table == "cells":
                    field["caption"] = captions.get((field["notice"], field["table"]))
                    field["row"], field["column"] = field["row"] + 1, field["column"] + 1
                sheet.add([*(named[field["notice"]] if "notice" in field else ()), *(_said(name, field[name]) for name in columns)])

    def close(self) -> None:
        """Finishes the file. ``OSError`` where it cannot be written."""
        for sheet in (self._catalogue, *self._sheets.values()):
            sheet.close()
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

    def close(self) -> None:
        """Sets the filter over the rows; there are no more of them."""
        self._sheet.autofilter(0, 0, self._row - 1, len(self._head) - 1)

    def _begin(self) -> None:
        if self._count:
            self.close()
        self._count += 1
        self._sheet = self._book.add_worksheet(self._title if self._count == 1 else f"{self._title}{self._count}")
        self._sheet.freeze_panes(1, 0)
        bold = self._book.add_format({"bold": True, "bg_color": "#e8eef5", "bottom": 1})
        for column, title in enumerate(self._head):
            self._sheet.set_column(column, column, _WIDTHS.get(title, _WIDTH))
            self._sheet.write_string(0, column, title, bold)
        self._row = 1

    def _put(self, column: int, value: Any) -> None:
        if value is None or value == "" or value == []:
            return
        if isinstance(value, int | Decimal) and len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS:
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


def _head(table: str, columns: str) -> tuple[str, ...]:
    titles = {one.name: one.title for one in TABLES[table]} | {"caption": "表题"}
    return (*(() if table == "failures" else _NOTICE), *(titles[name] for name in columns.split()))


def _said(name: str, value: Any) -> Any:
    """A value as a reader of Chinese has it."""
    if isinstance(value, bool):
        return "是" if value else ""
    if name == "inherited":
        return [_INHERITED.get(one, one) for one in value]
    return page_words()["zh"].get(f"{name}.{value}", value) if name in _CODED else value


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
