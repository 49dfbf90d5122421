"""A PDF as printed, with a box around each value, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

import notice_parser
from notice_parser.errors import LoadError
from notice_parser.load.pictures import page_pictures

from .conftest import is_in_sight, serious_faults

LINES = (
    ("关于岚川市水库检查的通报", 200, 780),
    ("各县（区）人民政府：", 80, 740),
    ("2023年上半年，全市共检查水库36座，其中禾丰县7座。", 104, 700),
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages, with the figures on the first."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "通报.pdf"
    sheet = Canvas(str(path))
    sheet.setFont("STSong-Light", 16)
    for text, x, y in LINES:
        sheet.drawString(x, y, text)
    sheet.showPage()
    sheet.setFont("STSong-Light", 16)
    sheet.drawString(80, 700, "岚川市水务局")
    sheet.drawString(80, 670, "2023年7月6日")
    sheet.save()
    return path


def test_boxes_stand_where_the_words_are_printed(show: Callable[..., Any], run: Callable[..., Run], pdf: Path, tmp_path: Path) -> None:
    page_file = tmp_path / "通报.html"
    assert run("view", pdf, "--pages", "-o", page_file).code == 0
    notice = notice_parser.parse(pdf)
    assert [one.quantity for one in notice.statistics] == ["36座", "7座"]
    page = show(page_file.as_uri())
    assert page.locator("#text").is_visible()
    page.click("#as-printed")
    assert page.locator("#text").is_hidden()
    assert page.locator(".sheet").count() == 2
    box = page.locator('.box[data-v="statistics.0"]')
    page.click("#tab-statistics")
    page.click('#records tr[data-path="statistics.0"] button')
    assert "lit" in (box.get_attribute("class") or "")
    assert is_in_sight(box)
    # in points of the page: the line stands 700 points from its foot, the figure behind 15 characters and four digits
    sheet = page.locator(".sheet").first.bounding_box()
    found = box.bounding_box()
    scale = sheet["width"] / 595.28
    middle = (found["y"] + found["height"] / 2 - sheet["y"]) / scale
    assert abs(middle - (841.89 - 700 - 5)) < 12
    left = (found["x"] - sheet["x"]) / scale
    assert 250 < left < 420
    page.locator('.box[data-v="statistics.1"]').click()
    assert page.locator('#records tr[data-path="statistics.1"].lit').count() == 1
    page.click('.key[data-group="statistic"]')
    assert box.is_hidden()
    assert serious_faults(page) == []
    page.click("#as-printed")
    assert page.locator("#text").is_visible()
    assert page.faults == []


def test_only_a_pdf_has_pages(run: Callable[..., Run], notice_file: Path, tmp_path: Path) -> None:
    got = run("view", notice_file, "--pages", "-o", tmp_path / "x.html")
    assert got.code == 1
    assert "--pages" in got.err
    assert not (tmp_path / "x.html").exists()
    with pytest.raises(LoadError) as damaged:
        page_pictures(b"%PDF-1.7 nothing")
    assert damaged.value.code == "damaged"
