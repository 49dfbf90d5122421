"""The pages of an archive: searched, filtered, and each notice and finding a click away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import notice_parser
from notice_parser import model

from .conftest import NARROW, WIDE, is_in_sight, serious_faults

Show = Callable[..., Any]
CASES = ("a02_letter_two_tables", "a08_site_report", "a09_hotline_bulletin", "b07_village_ranking", "c12_agriculture_spring")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output of batch over some of the corpus, one file of which has a name that no address takes as it is."""
    folder = tmp_path_factory.mktemp("archive")
    for name in CASES:
        source = next((ROOT / "corpus" / name).glob("notice.*"))
        target = folder / "in" / "2023年" / f"{name} #1%41?{source.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (folder / "in" / "x.txt").write_text("关于<img src=x onerror=alert(1)></script><script>alert(2)</script>的通知\n", encoding="utf-8")
    notice_parser.batch(folder / "in", folder / "json", workers=1)
    return folder / "json"


@pytest.fixture(scope="module")
def site(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from notice_parser.batch.site import write_site

    folder = tmp_path_factory.mktemp("site")
    assert write_site(str(archive), folder) == len(CASES) + 1
    return folder / "index.html"


@pytest.fixture(scope="module")
def notices(archive: Path) -> list[model.Notice]:
    return list(notice_parser.open_archive(archive).notices())


def test_notices_are_searched_filtered_and_opened(show: Show, site: Path, notices: list[model.Notice]) -> None:
    page = show(site.as_uri())
    assert page.locator("#list .card").count() == len(notices)
    wanted = next(one for one in notices if one.source.path and "a09" in one.source.path)
    assert wanted.title is not None
    assert wanted.date is not None
    page.fill("#words", wanted.title.text[:12])
    page.wait_for_function("document.querySelectorAll('#list .card').length === 1")
    page.click("#list .card a")
    page.wait_for_selector("#tab-statistics")
    assert page.inner_text("#title") == wanted.title.text
    page.go_back()
    page.wait_for_selector("#list .card")
    page.fill("#words", "")
    page.click(f'.bar[data-facet="kind"][data-value="{wanted.kind.text if wanted.kind else ""}"]')
    same = [one for one in notices if one.kind and wanted.kind and one.kind.text == wanted.kind.text]
    assert page.locator("#list .card").count() == len(same) < len(notices)
    page.click("[data-drop]")
    assert page.locator("#list .card").count() == len(notices)
    page.select_option("#sort", "statistics")
    first = max(notices, key=lambda one: len(one.statistics))
    assert first.title is not None
    assert first.title.text in (page.text_content("#list .card >> nth=0") or "")
    assert page.faults == []
    assert [one for one in page.asked if not one.startswith("file:")] == []


def test_a_finding_leads_into_its_notice(show: Show, site: Path, notices: list[model.Notice]) -> None:
    page = show(site.as_uri())
    page.click("#tab-findings")
    findings = [one for notice in notices for one in notice.findings if one.severity != "info"]
    cards = page.locator("#list .card")
    assert cards.count() == len(findings) > 2
    told = cards.last.locator("a").text_content()
    cards.last.locator("a").click()
    page.wait_for_selector(".finding")
    assert any(one.message == told for one in findings)
    card = page.locator(".finding", has_text=told)
    assert is_in_sight(card)
    assert page.locator("#text .lit").count() > 0


def test_what_is_shown_is_saved_as_csv(show: Show, site: Path, notices: list[model.Notice]) -> None:
    page = show(site.as_uri())
    page.click('.bar[data-facet="rule"]')
    shown = page.locator("#list .card").count()
    with page.expect_download() as event:
        page.click("#csv")
    rows = list(csv.reader(io.StringIO(Path(event.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == shown + 1 < len(notices) + 1
    assert rows[0][:3] == ["标题", "发文字号", "发文机关"]


def test_markup_in_a_title_stays_text(show: Show, site: Path) -> None:
    page = show(site.as_uri())
    page.fill("#words", "onerror")
    page.wait_for_function("document.querySelectorAll('#list .card').length === 1")
    assert "<img src=x onerror=alert(1)>" in (page.text_content("#list") or "")
    assert page.locator("img").count() == 0
    assert page.faults == []


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")])
def test_axe_has_nothing_serious_to_say(show: Show, site: Path, size: tuple[int, int], scheme: str) -> None:
    page = show(site.as_uri(), size=size, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.click('.bar[data-facet="review"]')
    said = serious_faults(page)
    page.click("#tab-findings")
    page.click("#lang")
    assert page.get_attribute("html", "lang") == "en"
    assert said + serious_faults(page) == []


def test_the_command(run: Callable[..., Any], archive: Path, tmp_path: Path) -> None:
    got = run("view", archive, "-o", tmp_path / "site")
    assert (got.code, got.out) == (0, "")
    assert len(list((tmp_path / "site").rglob("*.html"))) == len(CASES) + 2
    assert run("view", archive, "-o", tmp_path / "index", "--no-pages").code == 0
    assert [path.name for path in (tmp_path / "index").rglob("*.html")] == ["index.html"]
    assert run("view", archive).code == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("view", empty, "-o", tmp_path / "none").code == 1
    lines = tmp_path / "all.jsonl"
    lines.write_text(
        "".join(
            f"{json.dumps(json.loads(path.read_text(encoding='utf-8')))}\n"
            for path in sorted(archive.rglob("*.json"))
            if not path.name.startswith(".") and ".notice-parser" not in path.parts
        ),
        encoding="utf-8",
    )
    assert run("view", lines, "-o", tmp_path / "lines").code == 0
