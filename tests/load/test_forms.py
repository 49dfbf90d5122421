"""One invented notice in the binary formats, as files that programs wrote: ``corpus/forms``. Each loader gives the same of it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from builders import NUMBER, TITLE

from notice_parser import parse

FORMS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "forms").iterdir())
NEEDED = {".docx": ("lxml", "office"), ".ofd": ("lxml", "ofd"), ".xls": ("xlrd", "office"), ".tiff": ("PIL", "ocr")}
ROWS = (("南渡", "3", "12"), ("柳坝", "5", "20"))


def test_every_form_is_there() -> None:
    assert {path.suffix for path in FORMS} == {".doc", ".docx", ".ofd", ".rtf", ".tiff", ".xls"}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.suffix[1:])
def test_the_notice_does_not_depend_on_its_form(path: Path) -> None:
    module, extra = NEEDED.get(path.suffix, ("", ""))
    if module and find_spec(module) is None:
        pytest.skip(f"{module} is not installed: pip install 'notice-parser[{extra}]'")
    if path.suffix == ".tiff" and find_spec("faster_paddle") is None and find_spec("rapidocr") is None:
        pytest.skip("no OCR: pip install 'notice-parser[ocr]'")
    notice = parse(path)
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert notice.document_number is not None
    assert notice.document_number.text == NUMBER
    assert [one.name for one in notice.issuers] == ["岚川市水务局"]
    assert [one.name for one in notice.recipients] == ["各县（市、区）水务局"]
    if path.suffix == ".tiff":
        assert (notice.source.n_pages, notice.source.ocr) == (2, True)
        assert "南渡水闸3孔" in notice.text
    else:
        (table,) = notice.tables
        assert table.raw == ROWS
    if path.suffix != ".xls":
        assert notice.date is not None
        assert notice.date.iso == "2023-04-25"
