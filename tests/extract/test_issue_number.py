"""期号: its forms, its places, and other things that are counted in 期."""

from __future__ import annotations

import pytest
from laid_out import laid_out

from notice_parser.extract.issue_number import find_issue_number
from notice_parser.grammar import Grammars, load_grammars
from notice_parser.model import MetadataRow


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    return load_grammars()


@pytest.mark.parametrize(
    ("printed", "year", "number", "total"),
    [
        ("2021年第2期", 2021, 2, None),
        ("２０２１年 第 ２ 期", 2021, 2, None),
        ("第17期（总第283期）", None, 17, 283),
        ("2023年第17期 总第283期", 2023, 17, 283),
        ("〔2021〕第14次", 2021, 14, None),
        ("二〇一九年第三期", 2019, 3, None),
        ("第十二期", None, 12, None),
        ("总第283期", None, 283, 283),
    ],
)
def test_forms(grammars: Grammars, printed: str, year: int | None, number: int, total: int | None) -> None:
    document = laid_out(("head", "letterhead", "岚川市水务简报"), ("head", "number", printed))
    found, diagnostics = find_issue_number(document, grammars, ())
    assert found is not None
    assert (found.year, found.number, found.total) == (year, number, total)
    assert found.span is not None
    assert document.text[slice(*found.span)] == found.raw == printed
    assert diagnostics == ()


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("岚川市平台运行情况通报（2021年第2期）", 2),
        ("岚川市水务简报第5期", 5),
        ("水务简报（第5期）全市清淤情况", 5),
        ("关于举办水闸管理第2期培训班的通知", None),
        ("关于2023年第3期地方债券的公告", None),
        ("岚川市泵站二期工程验收意见", None),
    ],
)
def test_in_the_title(grammars: Grammars, title: str, number: int | None) -> None:
    found, _ = find_issue_number(laid_out(("head", "title", title)), grammars, ())
    assert (found and found.number) == number


def test_below_the_title(grammars: Grammars) -> None:
    document = laid_out(("head", "title", "岚川市平台运行情况通报"), ("body", "text", "（2021年第2期）"), ("body", "text", "第9期"))
    found, _ = find_issue_number(document, grammars, ())
    assert found is not None
    assert (found.year, found.number) == (2021, 2)


def test_never_from_the_body(grammars: Grammars) -> None:
    document = laid_out(("head", "title", "关于简报的通知"), ("body", "text", "见水务简报2021年第2期。"), ("annex", "number", "第3期"))
    assert find_issue_number(document, grammars, ()) == (None, ())


def test_document_number_is_no_issue(grammars: Grammars) -> None:
    assert find_issue_number(laid_out(("head", "number", "岚水发〔2013〕37号")), grammars, ()) == (None, ())


def test_metadata(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "期号：2022年第4期"), ("head", "title", "关于清淤的通知"))
    row = MetadataRow(
        name="期号",
        value="2022年第4期",
        field="issue_number",
        raw="期号：2022年第4期",
        span=(0, 11),
        value_span=(3, 11),
        rule="metadata.pair",
    )
    found, _ = find_issue_number(document, grammars, (row,))
    assert found is not None
    assert (found.year, found.number, found.span) == (2022, 4, (3, 11))
