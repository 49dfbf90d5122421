"""Times of a whole notice: what relative ones are resolved by, roles, what is left out."""

from __future__ import annotations

import pytest

from notice_parser import OptionError, find_times, parse_text
from notice_parser.extract.times import mentions_of, mentions_within
from notice_parser.grammar import load_grammars
from notice_parser.model import Notice, Time

HEAD = "岚川市水务局关于2022年第一季度办件情况的通报\n岚水发〔2022〕12号\n各县（市、区）水务局：\n"
FOOT = "\n岚川市水务局\n2022年4月25日\n"


def notice(body: str, head: str = HEAD, foot: str = FOOT) -> Notice:
    return parse_text(head + body + foot)


def time_of(parsed: Notice, raw: str) -> Time:
    found = [time for time in parsed.times if time.raw == raw]
    assert len(found) == 1, [time.raw for time in parsed.times]
    return found[0]


@pytest.mark.parametrize(
    ("body", "raw", "start", "end", "by"),
    [
        ("　　本季度共办理312件。", "本季度", "2022-01-01", "2022-03-31", "notice_period"),
        ("　　比上年增长3%。", "上年", "2021-01-01", "2021-12-31", "notice_period"),
        ("　　与去年同期相比增长3%。", "去年同期", "2021-01-01", "2021-03-31", "notice_period"),
        ("　　2月办理100件。", "2月", "2022-02-01", "2022-02-28", "notice_period"),
        ("　　2021年1—8月办理5件，当月办理1件。", "当月", "2021-08-01", "2021-08-31", "last_stated"),
        ("　　2019年办理5件，12月办理1件。", "12月", "2019-12-01", "2019-12-31", "last_stated"),
        ("　　目前共有9件。", "目前", None, "2022-04-25", "notice_date"),
    ],
)
def test_what_a_relative_time_is_resolved_by(body: str, raw: str, start: str | None, end: str, by: str) -> None:
    time = time_of(notice(body), raw)
    assert (time.start, time.end, time.resolved_by, time.inferred) == (start, end, by, True)


PLAIN = "岚川市水务局关于做好汛期值守的通知\n岚水发〔2023〕12号\n各县（市、区）水务局：\n"


def test_without_a_period_the_notice_s_date_says_the_year() -> None:
    parsed = notice("　　上月共检查12次，12月检查9次。", PLAIN, "\n岚川市水务局\n2023年1月25日\n")
    assert (time_of(parsed, "上月").start, time_of(parsed, "上月").resolved_by) == ("2022-12-01", "notice_date")
    assert time_of(parsed, "12月").start == "2022-12-01"


def test_without_any_year_there_are_no_days() -> None:
    parsed = notice("　　上半年检查12次。", PLAIN.replace("岚水发〔2023〕12号\n", ""), "\n岚川市水务局\n")
    half = time_of(parsed, "上半年")
    assert (half.start, half.end, half.granularity, half.inferred) == (None, None, "half", False)


def test_a_heading_rules_its_section() -> None:
    parsed = notice("　　一、2021年工作\n　　3月检查5次。\n　　二、其他\n　　3月份检查6次。")
    assert time_of(parsed, "3月").start == "2021-03-01"
    assert time_of(parsed, "3月份").start == "2022-03-01"


def test_roles() -> None:
    parsed = notice("　　请于2022年5月16日前报送。\n　　本通知自2022年5月1日起施行，有效期至2025年12月31日。\n　　3月5日召开会议。")
    roles = {time.raw: time.role for time in parsed.times}
    assert roles["2022年5月16日前"] == "deadline"
    assert roles["2022年5月1日"] == "effective"
    assert roles["2025年12月31日"] == "expires"
    assert roles["2022年4月25日"] == "issued"
    assert roles["3月5日"] == "event"
    assert roles["2022年第一季度"] == "period"


def test_an_impossible_day_is_a_diagnostic_and_no_guess() -> None:
    parsed = notice("　　2022年2月30日召开会议。")
    time = time_of(parsed, "2022年2月30日")
    assert (time.start, time.end) == (None, None)
    assert [d.span for d in parsed.diagnostics if d.code == "date.impossible"] == [time.span]


def test_damaged_dates_are_read_where_one_reading_is_left() -> None:
    assert [(t.raw, t.start, t.end) for t in find_times("于201811月完成")] == [("201811月", "2018-11-01", "2018-11-30")]
    assert [(t.raw, t.start) for t in find_times("发文日期：2019年06月14 浏览")] == [("2019年06月14", "2019-06-14")]
    assert find_times("2018年111日") == ()


def test_spans_point_at_what_is_printed() -> None:
    parsed = notice("　　截至3月底，共9件。")
    assert all(time.span and parsed.text[time.span[0] : time.span[1]] == time.raw for time in parsed.times)


def test_every_time_names_a_rule_in_force() -> None:
    known = {rule.id for name in ("times", "dates") for rule in load_grammars()[name].rules}
    parsed = notice("　　2022年3月下旬至4月初、第12周（3月21日—27日）、20183月，截至目前。")
    assert len(parsed.times) >= 5
    assert {time.rule for time in parsed.times} <= known


def test_mentions_within_a_clause() -> None:
    text = "2021年办理5件，2022年办理6件，其中3月2件。"
    mentions, _ = mentions_of(text, load_grammars())
    clause = text.index("2022"), text.index("，其中")
    assert [m.raw for m in mentions_within(mentions, *clause)] == ["2022年"]
    assert [m.is_relative for m in mentions] == [False, False, True]


def test_a_name_in_title_marks_is_quoted_and_a_comparison_a_basis() -> None:
    mentions, _ = mentions_of("按照《2021年节水方案》，比2019年增长3%", load_grammars())
    assert [(m.raw, m.quoted, m.basis) for m in mentions] == [("2021年", True, False), ("2019年", False, True)]


def test_an_anchor_that_is_no_day_is_refused() -> None:
    with pytest.raises(OptionError):
        find_times("今年", anchor="2023-02-30")


@pytest.mark.parametrize("text", ["", "\n", "月", "年", "20", "《", "截至", "至", "1月1月1月", "2023-", "第周"])
def test_any_text_will_do(text: str) -> None:
    assert isinstance(find_times(text), tuple)
    assert isinstance(find_times(text, anchor="2023-04-25"), tuple)
