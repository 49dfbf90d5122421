"""A second engine that breaks on a page is named, and the first reading stands, of its tables as of its glyphs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from page_printer import print_table

from notice_parser import parse
from notice_parser.load import pdf
from notice_parser.tables import choose
from notice_parser.tables.page import FoundTable


def test_it_is_said_when_the_second_engine_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pdfplumber")
    path = tmp_path / "表.pdf"
    path.write_bytes(print_table(5, "unruled", rows=8, columns=4, levels=1, wraps=False, merges=False).data)
    before = parse(path)

    def broken(*_: Any) -> None:
        raise KeyError("a damaged page")

    monkeypatch.setattr(choose, "UNSURE", 2.0)  # every reading is unsure, so a second one is asked for
    monkeypatch.setattr(choose, "find_by_pdfplumber", broken)
    after = parse(path)
    assert [table.rows for table in after.tables] == [table.rows for table in before.tables]
    assert before.tables
    told = [one for one in after.diagnostics if one.code == "tables.no_second"]
    assert len(told) == 1
    assert "pdfplumber" in told[0].message


def test_it_is_said_when_a_page_cannot_be_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pdfplumber")
    monkeypatch.setattr(pdf, "UNREADABLE", -1.0)  # every page is worth a second reading
    data = print_table(5, "ruled", rows=8, columns=4, levels=1, wraps=False, merges=False).data
    before = parse(data)

    def broken(*_: Any) -> None:
        raise KeyError("a damaged page")

    monkeypatch.setattr(pdf, "read_plumbed", broken)
    after = parse(data)
    assert after.text == before.text
    assert [(one.params["page"], one.params["reason"]) for one in after.diagnostics if one.code == "pdf.second_failed"] == [(1, "KeyError")]


def test_camelot_is_asked_where_a_reading_is_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("camelot", reason="camelot is not installed: pip install camelot-py")
    case = print_table(5, "ruled", rows=8, columns=4, levels=1, wraps=False, merges=False)
    with monkeypatch.context() as patch:
        patch.setattr(choose, "SECOND", ("camelot",))
        patch.setattr(choose, "UNSURE", 2.0)  # every reading is unsure
        asked = parse(case.data)
        assert [part.method for table in asked.tables for part in table.parts] == ["ruled"]  # it is no better
        patch.setattr(choose, "BETTER", -1.0)
        taken = parse(case.data)
    assert [part.method for table in taken.tables for part in table.parts] == ["camelot"]
    assert [["".join(cell.split()) for cell in row] for row in taken.tables[0].raw] == case.body
    assert ["camelot" in one.message for one in taken.diagnostics if one.code == "tables.engine"] == [True]


def found(rows: list[list[str]], lost: int = 0) -> FoundTable:
    return FoundTable(
        rows=tuple(map(tuple, rows)), merged=(), area=(0, 0, 9, 9), borders=(0, 4, 9), method="unruled", confidence=0.5, lost=lost
    )


def test_the_other_reading_is_taken_by_evidence() -> None:
    mixed = [found([["镇", "水闸"], ["柳坝镇", "12"], ["13", "南渡镇"], ["云坪区", "14"], ["15", "石桥镇"]])]
    even = [found([["镇", "水闸"], ["柳坝镇", "12"], ["南渡镇", "13"], ["云坪区", "14"], ["石桥镇", "15"]])]
    assert choose.is_better(even, mixed)
    assert not choose.is_better(mixed, even)
    assert not choose.is_better([found([["镇", "水闸"], ["柳坝镇", "12"]])], mixed)  # most of the table is missing
    assert not choose.is_better([found(list(map(list, even[0].rows)), lost=40)], mixed)  # most of its characters are in no cell
    assert not choose.is_better([], mixed)
