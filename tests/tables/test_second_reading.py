"""A second engine that breaks on a page is named, and the first reading stands, of its tables as of its glyphs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from page_printer import print_table

from notice_parser import parse
from notice_parser.load import pdf
from notice_parser.tables import choose


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
