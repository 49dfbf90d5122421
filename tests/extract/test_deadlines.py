"""What recipients must do by when."""

from __future__ import annotations

import pytest

from notice_parser import parse_text
from notice_parser.model import Deadline

HEAD = "岚川市水务局关于报送2021年度工作总结的通知\n岚水发〔2022〕12号\n各县（市、区）水务局：\n"
FOOT = "\n岚川市水务局\n2022年4月25日\n"


def deadlines(body: str) -> tuple[Deadline, ...]:
    return parse_text(HEAD + "　　" + body + FOOT).deadlines


@pytest.mark.parametrize(
    ("body", "action", "due"),
    [
        ("请于2023年3月15日前将自查报告报送市水务局。", "将自查报告报送市水务局", "2023-03-15"),
        ("请各单位于5月16日前报送总结。", "报送总结", "2022-05-16"),
        ("务必在6月底前完成整改。", "完成整改", "2022-06-30"),
        ("5月10日18时前书面反馈意见。", "书面反馈意见", "2022-05-10"),
        ("请于1月10日前报送。", "报送", "2023-01-10"),
        ("报名截止时间：2022年6月1日。", "报名", "2022-06-01"),
        ("整改时限：2022年6月30日", "整改", "2022-06-30"),
        ("请于每月5日前报送进度。", "报送进度", None),
        ("各单位每季度末月20日前上报台账。", "上报台账", None),
        ("请自收到本函之日起12个工作日内书面答复。", "书面答复", None),
        ("应当在5个工作日内办理完毕。", "办理完毕", None),
    ],
)
def test_deadline(body: str, action: str, due: str | None) -> None:
    found = deadlines(body)
    assert [(one.action, one.due) for one in found] == [(action, due)]


def test_what_becomes_of_the_late_belongs_to_the_deadline() -> None:
    (one,) = deadlines("请于2022年5月15日前报送材料，逾期不予受理。")
    assert one.raw.endswith("逾期不予受理")
    assert one.action == "报送材料"


def test_raw_is_what_the_span_points_at() -> None:
    parsed = parse_text(HEAD + "　　请于5月16日前报送总结；于每月5日前报送进度。" + FOOT)
    assert len(parsed.deadlines) == 2
    assert all(one.span and parsed.text[one.span[0] : one.span[1]] == one.raw for one in parsed.deadlines)


@pytest.mark.parametrize(
    "body",
    ["2000年以前建成的房屋均列入台账。", "上半年已完成整改。", "共收到5日内的来电12件。", "截至3月底，共办理12件。", "会前准备充分。"],
)
def test_what_is_no_deadline(body: str) -> None:
    assert deadlines(body) == ()
