"""The page of a notice, used as a reader uses it, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import notice_parser
from notice_parser import model

from .conftest import NARROW, WIDE, is_in_sight, serious_faults

Show = Callable[..., Any]

BULLETIN = ROOT / "corpus" / "a09_hotline_bulletin" / "notice.txt"  # figures, two tables, findings in text and cells
ENTRIES = ROOT / "corpus" / "a08_site_report" / "notice.txt"


@pytest.fixture(scope="module")
def notice() -> model.Notice:
    return notice_parser.parse(BULLETIN)


def lit(page: Any) -> str:
    return "".join(page.locator("#text .seg.lit").all_text_contents())


def test_a_figure_lights_its_words_and_its_words_light_the_figure(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    number = len(notice.statistics) - 1
    page.click("#tab-statistics")
    page.click(f'#records tr[data-path="statistics.{number}"] td:nth-child(2)')
    words = page.locator("#text .seg.lit")
    assert lit(page) == notice.statistics[number].quantity
    assert is_in_sight(words.first)
    assert notice.statistics[number].rule in page.inner_text("#why")
    page.click("#tab-fields")
    page.locator('#text .seg[data-v~="statistics.2"]').first.click()
    row = page.locator('#records tr[data-path="statistics.2"]')
    assert "lit" in (row.get_attribute("class") or "")
    assert is_in_sight(row)
    assert lit(page) == notice.statistics[2].quantity
    assert page.url.endswith("#statistics.2")
    assert page.faults == []


def test_every_value_lights_exactly_its_words(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    told = page.evaluate(
        """() => { dispatchEvent(new Event("beforeprint"));
        const found = {};
        for (const one of document.querySelectorAll("#text .seg.v"))
            for (const path of one.dataset.v.split(" ")) found[path] = (found[path] ?? "") + one.textContent;
        return found; }"""
    )
    data = notice.to_dict()
    fields = ("title", "document_number", "issuers", "recipients", "date", "times", "attachments", "references", "statistics")
    checked = 0
    for field in fields:
        held = data[field]
        parts = [(field, held)] if isinstance(held, dict) else [(f"{field}.{i}", one) for i, one in enumerate(held or ())]
        for path, part in parts:
            span = part["quantity_span"] if field == "statistics" else part["span"]
            if span is None or part.get("mentions"):
                continue
            assert told[path].replace("\n", "") == notice.text[span[0] : span[1]].replace("\n", "")
            checked += 1
    assert checked > 60


def test_places_count_code_points(show: Show) -> None:
    text = "关于𠮷河、𠮷山供水的通知\n　　全市检查𠮷河水库36座，其中𠮷山7座。\n"
    notice = notice_parser.parse_text(text)
    assert [one.quantity for one in notice.statistics] == ["36座", "7座"]
    page = show(notice.to_html(), at="#s2")
    assert lit(page) == "7座"
    assert "𠮷山7座" in page.inner_text("#why blockquote")


def test_keys_alone_are_enough(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.focus("#tab-findings")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == "tab-statistics"
    page.locator("#records button.value").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert lit(page) == notice.statistics[2].quantity
    assert is_in_sight(page.locator("#text .seg.lit").first)
    page.focus("#text")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    chosen = page.evaluate("document.activeElement.dataset.v.split(' ')[0]")
    assert page.url.endswith(f"#{chosen}")
    page.keyboard.press("Escape")
    assert page.locator("#why").is_hidden()


def test_the_legend_hides_and_shows_a_kind(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    figure = page.locator('#text .seg[data-v="statistics.0"]')
    assert "g-statistic" in (figure.get_attribute("class") or "")
    page.click('.key[data-group="statistic"]')
    assert page.get_attribute('.key[data-group="statistic"]', "aria-pressed") == "false"
    assert "g-statistic" not in (figure.get_attribute("class") or "")
    page.click("#legend-all")
    assert "g-statistic" in (figure.get_attribute("class") or "")


def test_figures_are_sorted_filtered_and_downloaded(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    page.click("#tab-statistics")
    page.click('[data-sort="value"]')
    assert page.get_attribute('th[data-column="value"]', "aria-sort") == "ascending"
    paths = page.locator("#records tr").evaluate_all("rows => rows.map(row => Number(row.dataset.path.split('.')[1]))")
    shown = [notice.statistics[i].value for i in paths]
    assert len(shown) == len(notice.statistics)
    assert shown == sorted(shown)
    page.click('[data-sort="value"]')
    assert page.get_attribute('th[data-column="value"]', "aria-sort") == "descending"
    unit = next(one.unit for one in notice.statistics if one.unit == "%")
    page.fill("#words", f"{unit}")
    wanted = [one for one in notice.statistics if unit in "\n".join(filter(None, (one.raw, one.subject, one.indicator, one.unit)))]
    assert 0 < len(wanted) < len(notice.statistics)
    assert page.locator("#records tr").count() == len(wanted)
    with page.expect_download() as event:
        page.click("#csv")
    data = Path(event.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(wanted)
    assert {row[head.index("数量原文")] for row in rows} == {one.quantity for one in wanted}
    assert {row[head.index("数值")] for row in rows} == {format(one.value, "f") for one in wanted}
    page.fill("#words", "没有这样的字")
    assert page.locator("#records tr").count() == 0


def test_nothing_in_a_download_runs(show: Show) -> None:
    column = model.Column(path=("=名称",), name="=名称", type="text", role="key")
    table = model.Table(
        id="t1", kind="data", caption=None, attachment=None, unit=None, columns=(column,),
        rows=(("=HYPERLINK(1)",), ("@x",), ("+5%",), ("-甲",)), raw=(("=HYPERLINK(1)",), ("@x",), ("+5%",), ("-甲",)),
    )  # fmt: skip
    page = show(_with(notice_parser.parse_text("关于供水的通知"), tables=(table,)).to_html())
    with page.expect_download() as event:
        page.click('[data-csv="t1"]')
    text = Path(event.value.path()).read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["'=名称", "'=HYPERLINK(1)", "'@x", "+5%", "'-甲"]


def test_a_finding_leads_to_each_of_its_figures(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    assert page.get_attribute("#tab-findings", "aria-selected") == "true"
    number, finding = next((i, one) for i, one in enumerate(notice.findings) if any(proof.table for proof in one.evidence))
    card = page.locator(f"#finding-{number}")
    assert finding.message in card.inner_text()
    proof = next(one for one in finding.evidence if one.table)
    card.locator(".chip.cell").first.click()
    cell = page.locator(f'[data-cell="{proof.table}:{proof.row}:{proof.column}"]')
    assert "lit" in (cell.get_attribute("class") or "")
    assert is_in_sight(cell)
    assert finding.message in page.inner_text("#why")
    card.locator(".chip:not(.cell)").first.click()
    assert is_in_sight(page.locator("#text .seg.lit").first)
    stated = page.locator("#text .seg.bad-error").all_text_contents()
    assert any(word in finding.message for word in stated)


def test_both_languages(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    page.click("#tab-statistics")
    page.click('#records tr[data-path="statistics.0"] button')
    assert page.inner_text("#tab-fields") == "要素"
    page.click("#lang")
    assert page.inner_text("#tab-fields") == "Fields"
    assert page.get_attribute("html", "lang") == "en"
    assert "rule" in page.inner_text("#why")
    assert lit(page) == notice.statistics[0].quantity
    page.click("#tab-unread")
    assert "broken lines were rejoined" in page.inner_text("#panel-unread")
    page.click("#lang")
    assert page.inner_text("#tab-fields") == "要素"
    assert page.faults == []
    english = show(notice.to_html("en"))
    assert english.inner_text("#tab-fields") == "Fields"


def test_every_wording_is_there_in_both_languages() -> None:
    folder = ROOT / "notice_parser" / "emit" / "page"
    words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    assert list(words["zh"]) == list(words["en"])
    used = set()
    for path in (*folder.glob("*.js"), *folder.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'\bsay\("(\w+)"', text)) | set(re.findall(r'data-(?:say|label)="(\w+)"', text))
    assert used
    assert used - words["zh"].keys() == set()
    assert {f"rule.{check.rule}" for check in notice_parser.parse(BULLETIN).checks} <= words["zh"].keys()


HOSTILE = """<script>alert(1)</script>关于<img src=x onerror=alert(2)>的通知
</script><script>document.title='x'</script> {{js}} {{notice}} <!-- <![CDATA[ &lt;b&gt; &#x3c;i&#x3e; \\u003cb> \\\\u003c
　　一、全市检查<b>水库</b>36座，<a href="javascript:alert(3)">增长</a>3.2%。
　　附件：1.<svg onload=alert(4)>名单
| 名称 | 数 |
| --- | --- |
| <img src=x onerror=alert(5)> | 3 |
| "><script>alert(6)</script> | 4 |

岚川市水务局
2023年4月25日
"""


def test_a_notice_full_of_markup_shows_as_text(show: Show) -> None:
    notice = notice_parser.parse_text(HOSTILE, name='"><script>alert(7)</script>.txt', url="javascript:alert(8)")
    notice = _with(
        notice, attachments=(model.Attachment(number="1", title="<i>", raw="<i>", file="javascript:alert(9)", span=None, rule="x"),)
    )
    page = show(notice.to_html())
    for tab in ("fields", "statistics", "findings", "tables", "unread", "json"):
        page.click(f"#tab-{tab}")
    page.click("#tab-fields")
    page.click('[data-path="attachments.0"]')
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(200)
    assert page.faults == []
    assert page.locator("img, svg, #text b, #text a, #text script, #panels script, iframe").count() == 0
    assert page.locator("script").count() == 3
    assert [
        link for link in page.locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))") if not link.startswith("#")
    ] == []
    shown = "\n".join(page.locator("#text .line").all_text_contents())
    assert "<script>alert(1)</script>" in notice.text
    assert [line for line in notice.text.split("\n") if line not in shown and "|" not in line] == []
    assert json.loads(page.evaluate("document.getElementById('notice-json').textContent"))["text"] == notice.text
    assert page.text_content("#panel-json pre").count("<script>") == notice.to_json().count("<script>")
    with page.expect_download() as event:
        page.click("#save-json")
    assert Path(event.value.path()).read_text(encoding="utf-8") == notice.to_json() + "\n"


def test_nothing_is_fetched_and_inline_script_is_forbidden(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    for tab in ("fields", "statistics", "findings", "tables", "unread", "json"):
        page.click(f"#tab-{tab}")
    assert [address for address in page.asked if not address.startswith("file:")] == []
    page.evaluate("() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); }")
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert page.evaluate("fetch('http://127.0.0.1:9/').then(() => 1, () => 0)") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_axe_has_nothing_serious_to_say(show: Show, notice: model.Notice, size: tuple[int, int], scheme: str) -> None:
    page = show(notice.to_html(), size=size, scheme=scheme, at="#s3")
    said = []
    for tab in ("fields", "statistics", "findings") if size == NARROW else ("statistics", "findings", "tables", "unread", "json"):
        page.click(f"#tab-{tab}")
        said += serious_faults(page)
    assert said == []
    if (size, scheme) == (WIDE, "light"):  # and it would say so
        page.evaluate("document.getElementById('title').style.color = '#eee'")
        assert [one.split(":")[0] for one in serious_faults(page)] == ["color-contrast"]


def test_a_narrow_screen_shows_one_thing_at_a_time(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html(), size=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    assert page.locator("#text").is_visible()
    page.click("#tab-statistics")
    page.click("#records tr:nth-child(5) button")
    assert notice.statistics[4].quantity in page.inner_text("#why blockquote")
    page.click("#why-text")
    page.wait_for_selector("#text .seg.lit")
    assert lit(page) == notice.statistics[4].quantity
    assert is_in_sight(page.locator("#text .seg.lit").first)


def test_paper_gets_all_of_it(show: Show, notice: model.Notice) -> None:
    page = show(notice.to_html())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#legend").is_hidden()
    for panel in ("fields", "statistics", "findings", "tables"):
        assert page.locator(f"#panel-{panel}").is_visible()
    assert page.locator("#text .line").last.is_visible()
    assert page.locator("#records tr").count() == len(notice.statistics)


def test_a_long_notice_stays_quick(show: Show) -> None:
    body = "".join(
        f"　　{i}月，全市共受理群众诉求{9000 + i}件，办结{8000 + i}件，办结率为{80 + i % 20}.5%，同比增长{i % 9}.2%。\n"
        for i in range(1, 1200)
    )
    notice = notice_parser.parse_text(f"关于受理情况的通报\n{body}")
    assert len(notice.statistics) > 1000
    page = show(notice.to_html())
    cut = page.locator("#text .seg").count()
    assert 0 < cut < len(notice.statistics) / 4  # what is out of sight is left whole
    page.click("#tab-statistics")
    assert page.locator("#records tr").count() < len(notice.statistics) / 2
    last = len(notice.statistics) - 1
    page.evaluate(f"location.hash = 'statistics.{last}'")
    page.wait_for_selector("#text .seg.lit")
    assert lit(page) == notice.statistics[last].quantity
    assert is_in_sight(page.locator("#text .seg.lit").first)


def test_the_same_notice_gives_the_same_page(notice: model.Notice) -> None:
    assert notice.to_html() == notice_parser.parse(BULLETIN).to_html()
    assert notice_parser.parse(ENTRIES).to_html() != notice.to_html()


def test_the_command(run: Callable[..., Any], tmp_path: Path) -> None:
    page = tmp_path / "out" / "page.html"
    got = run("view", BULLETIN, "-o", page)
    assert (got.code, got.out, got.err) == (0, "", f"{page}\n")
    assert page.read_text(encoding="utf-8") == notice_parser.parse(BULLETIN).to_html()
    assert run("view", BULLETIN).out == page.read_text(encoding="utf-8")
    written = tmp_path / "notice.json"
    written.write_text(notice_parser.parse(BULLETIN).to_json(), encoding="utf-8")
    assert run("view", written, "--lang", "zh").out == page.read_text(encoding="utf-8")
    assert run("view", tmp_path / "没有.json").code == 1
    assert run("view", tmp_path / "没有.txt").code == 1


def _with(notice: model.Notice, **changes: Any) -> model.Notice:
    from msgspec.structs import replace

    return replace(notice, **changes)
