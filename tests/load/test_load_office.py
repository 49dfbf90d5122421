"""One notice in the forms that LibreOffice writes: the fields do not depend on which; DOC and ODT through LibreOffice itself."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from builders import BODY, NUMBER, TITLE, TO, W, cell, paragraph, whole_docx

from notice_parser import LoadError, Notice, parse
from notice_parser.load import office

pytest.importorskip("lxml")

needs_office = pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")

_NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
_FORM = '<w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/>'
_LEVELS = "".join(f'<w:lvl w:ilvl="{n}">{_FORM}<w:lvlText w:val="{text}"/></w:lvl>' for n, text in enumerate(("%1、", "（%2）")))
_NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{_LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_GRID = '<w:gridCol w:w="2000"/>' * 3
_DOWN, _GOES_ON, _TWO = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
_ROWS = (
    cell("水闸", _DOWN) + cell("数量", _TWO),
    cell("", _GOES_ON) + cell("孔数") + cell("班次"),
    cell("南渡") + cell("3") + cell("12"),
    cell("柳坝") + cell("5") + cell("20"),
)
_TABLE = (
    f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{_GRID}</w:tblGrid>"
    + "".join(f"<w:tr>{row}</w:tr>" for row in _ROWS)
    + "</w:tbl>"
)
_CENTRE, _RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
DOCX = whole_docx(
    paragraph("岚川市水务局文件", _CENTRE)
    + paragraph(NUMBER, _CENTRE)
    + paragraph(TITLE, _CENTRE)
    + paragraph(TO)
    + paragraph("　　" + BODY)
    + paragraph("值守时间", _NUMBERED.format(0))
    + paragraph("汛前", _NUMBERED.format(1))
    + paragraph("　　5月1日前完成检查，检查水闸34座。")
    + paragraph("汛期", _NUMBERED.format(1))
    + paragraph("　　全天值守。")
    + paragraph("值守要求", _NUMBERED.format(0))
    + paragraph("　　请认真执行。")
    + paragraph("　　附件：水闸名录")
    + paragraph("岚川市水务局", _RIGHT)
    + paragraph("2023年4月25日", _RIGHT)
    + paragraph("附件")
    + paragraph("水闸名录", _CENTRE)
    + _TABLE
    + paragraph(""),
    {"numbering.xml": _NUMBERING},
)


def fields(notice: Notice) -> dict[str, Any]:
    return {
        "title": notice.title and notice.title.text,
        "number": notice.document_number and notice.document_number.text,
        "issuers": [one.name for one in notice.issuers],
        "recipients": [one.name for one in notice.recipients],
        "date": notice.date and notice.date.iso,
        "attachments": [(one.title, one.annex) for one in notice.attachments],
        "headings": [(one.title, [child.title for child in one.children]) for one in notice.sections],
        "markers": [one.marker for one in notice.sections],
        "figures": [one.quantity for one in notice.statistics],
        "tables": [([column.name for column in one.columns], one.raw) for one in notice.tables],
    }


def test_the_docx_itself() -> None:
    got = fields(parse(DOCX))
    assert got["title"] == TITLE
    assert got["headings"] == [("值守时间", ["汛前", "汛期"]), ("值守要求", [])]
    assert got["tables"] == [(["水闸", "数量/孔数", "数量/班次"], (("南渡", "3", "12"), ("柳坝", "5", "20")))]


@needs_office
@pytest.mark.parametrize("to", ["doc", "rtf", "odt", "pdf", "html"])
def test_every_form_of_a_notice_gives_the_same_fields(to: str) -> None:
    made = office.convert(DOCX, ".docx", None, to)
    assert made is not None
    notice = parse(made)
    got, wanted = fields(notice), fields(parse(DOCX))
    if to == "html":  # LibreOffice's pages know 1, 2, 3 alone, and no levels
        for one in (got, wanted):
            del one["headings"], one["markers"]
    assert got == wanted
    assert (notice.source.loader == "libreoffice") == (to in ("doc", "odt"))


def test_without_libreoffice_a_doc_says_what_is_lost_and_an_odt_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    made = office.convert(DOCX, ".docx", None, "doc")
    monkeypatch.setattr(office, "find_office", lambda: None)
    if made is not None:
        assert "source.numbers_lost" in {d.code for d in parse(made).diagnostics}
    import zipfile
    from io import BytesIO

    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "<office/>")
    with pytest.raises(LoadError, match="LibreOffice"):
        parse(file.getvalue())


@needs_office
def test_what_libreoffice_cannot_read_is_damaged() -> None:
    with pytest.raises(LoadError) as caught:
        office.convert(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx", "a.docx", "pdf")
    assert caught.value.code == "damaged"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, child = tmp_path / "soffice", tmp_path / "child"
    program.write_text(f"#!/bin/sh\nsleep 1000 &\necho $! >{child}.new\nmv {child}.new {child}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    for limit in (0.3, 3, 30):  # on a machine that is busy, the program itself may not have come to start another
        monkeypatch.setattr(office, "TIME_LIMIT", limit)
        with pytest.raises(LoadError) as caught:
            office.convert(DOCX, ".docx", "a.docx")
        assert caught.value.code == "timed_out"
        if child.exists():
            break
    deadline = time.monotonic() + 60
    while _is_alive(int(child.read_text())) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(int(child.read_text()))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")  # dead, and not yet waited for by the one that has it now
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
