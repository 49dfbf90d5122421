"""Figures of recognised pages: what is mended, what is left, and what is said of it. No OCR is needed: the pages are made by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from notice_parser import Notice, Options
from notice_parser.load.source import Block, Grid, Paragraph, Source
from notice_parser.pipeline import parse_loaded


def source_of(*blocks: Block, recognised: bool = True) -> Source:
    return Source(
        name="scan.pdf",
        media_type="application/pdf",
        loader="pdf",
        digest="0" * 64,
        n_bytes=1,
        n_pages=1,
        blocks=blocks,
        recognised=(0,) if recognised else (),
    )


def lines_of(*texts: str, sure: str = "0.99") -> tuple[Paragraph, ...]:
    offset, lines = 0, []
    for text in texts:
        lines.append(Paragraph(text=text, offset=offset, confidence=Decimal(sure), indent=0))
        offset += len(text) + 1
    return tuple(lines)


def read(*blocks: Block, recognised: bool = True) -> Notice:
    return parse_loaded(source_of(*blocks, recognised=recognised), options=Options())


HEAD = ("岚川市水务局", "岚水发〔2O23〕l2号", "关于通报水库巡查情况的通知", "各县区水务局：")
TAIL = ("岚川市水务局", "2O23年3月l5日")


def mends_of(notice: Notice) -> list[tuple[str, str]]:
    return [(one.params["raw"], one.params["text"]) for one in notice.diagnostics if one.code == "ocr.repaired"]


def test_figures_of_the_head_are_mended_and_told() -> None:
    notice = read(*lines_of(*HEAD, "整改隐患2l5处，整改率98.O%。", *TAIL))
    assert notice.document_number is not None
    assert (notice.document_number.year, notice.document_number.serial) == (2023, 12)
    assert notice.date is not None
    assert notice.date.iso == "2023-03-15"
    assert [str(one.value) for one in notice.statistics] == ["215", "98"]
    assert mends_of(notice) == [("2O23", "2023"), ("l2", "12"), ("2l5", "215"), ("98.O", "98.0"), ("2O23", "2023"), ("l5", "15")]
    assert notice.review.level == "look"
    assert "ocr.repaired" in notice.review.codes
    assert {one.field for one in notice.diagnostics if one.code == "ocr.weak_field"} == {"document_number", "date", "statistics"}


def test_every_mend_stands_where_it_is_told() -> None:
    notice = read(*lines_of(*HEAD, "整改隐患2l5处，整改率98.O%。", *TAIL))
    for one in notice.diagnostics:
        if one.code == "ocr.repaired":
            assert one.span is not None
            assert notice.text[slice(*one.span)] == one.params["text"]


@pytest.mark.parametrize(
    "text",
    [
        "请登录OA系统，用Z3表上报。",  # words and codes
        "〔2023〕O号",  # no serial is nought
        "2023年l9月",  # no such month
        "2023年3月Z9O日",  # no such day
        "配备VOL3型水泵。",
    ],
)
def test_what_has_no_reading_or_needs_none_is_left(text: str) -> None:
    notice = read(*lines_of("关于水库巡查的通知", text))
    assert text in notice.text
    assert mends_of(notice) == []


def test_a_text_that_was_given_keeps_its_letters() -> None:
    notice = read(*lines_of(*HEAD, *TAIL), recognised=False)
    assert "〔2O23〕l2号" in notice.text
    assert mends_of(notice) != []  # they are told, and read as figures


def test_cells_of_a_column_of_figures_are_mended() -> None:
    rows = (("县区", "巡查次数", "代码"), ("云坪区", "3l2", "O1"), ("禾丰县", "268", "AB"), ("柳坝镇", "7O6", "CD"))
    notice = read(*lines_of("关于水库巡查情况的通知"), Grid(rows=rows, method="ruled", offset=20, confidence=Decimal("0.98")))
    [table] = notice.tables
    assert [row[1] for row in table.rows] == [312, 268, 706]
    assert [row[2] for row in table.raw] == ["O1", "AB", "CD"]  # no figures stand there
    assert mends_of(notice) == [("3l2", "312"), ("7O6", "706")]
    assert table.parts[0].method == "ocr"


def test_weak_lines_keep_their_confidence_and_the_fields_on_them_are_named() -> None:
    sure, weak = lines_of(*HEAD, sure="0.97"), lines_of("整改隐患215处。", sure="0.62")
    notice = read(*sure, *weak, *lines_of(*TAIL, sure="0.97"))
    [line] = [one for one in notice.diagnostics if one.code == "ocr.weak_line"]
    assert line.params["confidence"] == "0.62"
    assert line.span is not None
    assert notice.text[slice(*line.span)] == "整改隐患215处。"
    assert [one.field for one in notice.diagnostics if one.code == "ocr.weak_field" and one.params["raw"] == "整改隐患215处"] == [
        "statistics"
    ]
    assert notice.review.level == "look"
    assert {place.confidence for place in notice.layout or ()} == {Decimal("0.97"), Decimal("0.62")}


def test_what_does_not_add_up_in_a_misread_figure_is_no_error() -> None:
    said = "其中，云坪区巡查3l2座次，禾丰县巡查268座次。"
    whole = "全市共巡查水库590座次。"
    plain = read(*lines_of("关于水库巡查情况的通知", whole + said.replace("l", "1")), recognised=False)
    doubted = read(*lines_of("关于水库巡查情况的通知", whole + said))
    assert [one.rule for one in plain.findings] == [one.rule for one in doubted.findings]
    assert {one.severity for one in doubted.findings} <= {"info"}


def test_a_weak_table_is_told() -> None:
    rows = (("县区", "巡查次数"), ("云坪区", "312"), ("禾丰县", "268"))
    notice = read(*lines_of("关于水库巡查情况的通知"), Grid(rows=rows, method="ruled", offset=20, confidence=Decimal("0.55")))
    assert [one.params["confidence"] for one in notice.diagnostics if one.code == "ocr.weak_table"] == ["0.55"]
    assert notice.review.level == "look"
