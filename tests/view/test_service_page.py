"""The pages of the service in a real browser: a file is dropped and shown; gold is corrected and saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from serving import Service, started

import notice_parser

from .conftest import is_in_sight, serious_faults

Show = Callable[..., Any]

BULLETIN = ROOT / "corpus" / "a09_hotline_bulletin" / "notice.txt"


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases")
    (folder / "通报").mkdir()
    (folder / "通报" / "notice.txt").write_bytes(BULLETIN.read_bytes())
    return folder


@pytest.fixture(scope="module")
def service(cases: Path) -> Iterator[Service]:
    with started(gold=cases) as one:
        assert one.ask("POST", "/v1/tables", b"x").status == 200  # its process has started
        yield one


def test_a_file_is_uploaded_and_shown(show: Show, service: Service) -> None:
    page = show(f"{service.address}/?lang=zh")
    assert serious_faults(page) == []
    with page.expect_navigation():
        page.set_input_files("#file", str(BULLETIN))
    page.wait_for_selector("#records, .finding")
    assert page.inner_text("#title") == "岚川市12345政务服务便民热线运行情况通报"
    page.click("#tab-statistics")
    page.click("#records tr:nth-child(3) button")
    assert is_in_sight(page.locator("#text .seg.lit").first)
    assert page.faults == []
    assert [one for one in page.asked if not one.startswith((service.address, "blob:", "data:"))] == []


def test_a_pdf_is_dropped(show: Show, service: Service, tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "通知.pdf"
    sheet = canvas.Canvas(str(path))
    sheet.setFont("STSong-Light", 16)
    sheet.drawString(150, 780, "关于岚川市水库检查的通知")
    sheet.drawString(80, 740, "全市共检查水库36座，其中禾丰县7座。")
    sheet.save()
    page = show(f"{service.address}/?lang=en")
    with page.expect_navigation():
        page.evaluate(
            """([name, bytes]) => { const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], name, {type: "application/pdf"}));
            window.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true})); }""",
            ["通知.pdf", list(path.read_bytes())],
        )
    page.wait_for_selector("#tab-statistics")
    assert page.inner_text("#tab-fields") == "Fields"
    assert "36座" in page.inner_text("#text")


def test_gold_is_corrected_and_saved(show: Show, service: Service, cases: Path, run: Callable[..., Any]) -> None:
    notice = notice_parser.parse(BULLETIN)
    page = show(f"{service.address}/gold/通报?lang=zh")
    assert page.get_attribute("#tab-gold", "aria-selected") == "true"
    assert page.locator('[data-rows="statistics"] tr').count() == len(notice.statistics)
    assert serious_faults(page) == []
    page.click("#gold-save")
    page.wait_for_selector("#gold-score .good")
    saved = cases / "通报" / "gold.json"
    assert json.loads(saved.read_text(encoding="utf-8"))["statistics"][0][:2] == ["182640件", 182640]
    row = page.locator('[data-rows="statistics"] tr').first
    row.locator('[data-column="value"]').fill("许多")
    page.click("#gold-save")
    assert page.locator("#panel-gold [aria-invalid]").count() == 1
    row.locator('[data-column="value"]').fill("182641")
    page.locator('[data-rows="statistics"] tr').nth(1).locator(".drop-row").click()
    page.locator('[data-judged="kind"]').uncheck()
    field = page.locator('[data-text="title"]')
    field.focus()
    page.evaluate("""() => { const line = document.querySelector('#text .line.title'); getSelection().selectAllChildren(line); }""")
    page.wait_for_function("!document.getElementById('gold-fill').disabled")
    page.click("#gold-fill")
    assert field.input_value() in notice.text
    field.fill("另一个标题")
    page.click("#lang")
    page.click("#lang")
    assert page.locator('[data-text="title"]').input_value() == "另一个标题"
    page.click("#gold-save")
    page.wait_for_selector("#gold-score li")
    gold = json.loads(saved.read_text(encoding="utf-8"))
    assert gold["title"] == "另一个标题"
    assert "kind" not in gold
    assert len(gold["statistics"]) == len(notice.statistics) - 1
    got = run("score", cases, "--errors")
    assert got.code == 0
    assert "另一个标题" in got.out
    assert page.faults == []
