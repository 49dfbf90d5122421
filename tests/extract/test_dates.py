"""Which of the many dates of a page is which, and how each is written."""

from __future__ import annotations

import pytest
from laid_out import laid_out

from notice_parser.extract.dates import Dates, find_dates, read_date
from notice_parser.grammar import load_grammars
from notice_parser.layout.document import Role, Zone
from notice_parser.model import Date, Diagnostic, MetadataRow

GRAMMARS = load_grammars()
BODY: tuple[Zone, Role, str] = ("body", "text", "现将2019年以来的有关事项通知如下。")


def row(field: str, name: str, value: str, text: str = "") -> MetadataRow:
    """A row of a site's table; it stands in ``text``, or nowhere on the page."""
    raw = f"{name}：{value}"
    at = text.find(raw)
    span = (at, at + len(raw)) if at >= 0 else None
    value_span = (span[1] - len(value), span[1]) if span else None
    return MetadataRow(name=name, value=value, field=field, raw=raw, span=span, value_span=value_span, rule="metadata.colon")


def found(*lines: tuple[Zone, Role, str], rows: tuple[MetadataRow, ...] = ()) -> tuple[Dates, tuple[Diagnostic, ...]]:
    page = laid_out(*lines)
    dates, diagnostics = find_dates(page, GRAMMARS, rows)
    for date in (dates.date, dates.published, dates.printed, dates.effective, dates.expires):
        if date is not None and date.span is not None:
            assert page.text[date.span[0] : date.span[1]] == date.raw
    return dates, diagnostics


def iso(date: Date | None) -> str | None:
    return date.iso if date else None


@pytest.mark.parametrize(
    ("printed", "expected", "codes"),
    [
        ("2017年8月4日", "2017-08-04", []),
        ("2014年03月09日", "2014-03-09", []),
        ("2020 年 6 月 9 日", "2020-06-09", []),
        ("２０２０年１２月３１日", "2020-12-31", []),
        ("二〇〇六年九月十八日", "2006-09-18", []),
        ("二○○三年四月十七日", "2003-04-17", []),
        ("二OO七年三月十九日", "2007-03-19", []),
        ("二O一四年七月八日", "2014-07-08", []),
        ("一九九三年十月六日", "1993-10-06", []),
        ("二零一一年元月", "2011-01", []),
        ("二〇一九年十月", "2019-10", []),
        ("二〇一二年十一月三十日", "2012-11-30", []),
        ("二〇〇九年十二月廿一日", "2009-12-21", []),
        ("2013- 07- 02 09: 26: 41", "2013-07-02", []),
        ("2021.3.5", "2021-03-05", []),
        ("2021/3/5", "2021-03-05", []),
        ("2018-10", "2018-10", []),
        ("2019年06月14", "2019-06-14", ["date.day_missing"]),
        ("201811月", "2018-11", ["date.repaired"]),
        ("20192月", "2019-02", ["date.repaired"]),
        ("20169月8日", "2016-09-08", ["date.repaired"]),
        ("2017825", "2017-08-25", ["date.repaired"]),
        ("2018年929日", "2018-09-29", ["date.repaired"]),
        ("2018 9 29", "2018-09-29", ["date.repaired"]),
        ("2Oq7年6月9日", "2017-06-09", ["date.repaired"]),
        ("2018111", None, ["date.ambiguous"]),
        ("2018年111日", None, ["date.ambiguous"]),
        ("2018年9月31日", None, ["date.impossible"]),
        ("2018年13月", None, ["date.impossible"]),
        ("3.5", None, []),
        ("2023年　　月　　日", None, []),
        ("〔202182", None, []),
        ("", None, []),
    ],
)
def test_one_printed_date(printed: str, expected: str | None, codes: list[str]) -> None:
    got, diagnostics = read_date(printed, 0, len(printed), GRAMMARS)
    assert (got.iso if got else None) == expected
    assert [d.code for d in diagnostics] == codes
    if got is not None:
        assert printed[got.span[0] : got.span[1]] == got.raw
        assert got.granularity == ("day" if len(got.iso) == 10 else "month")


def test_the_signature_dates_the_notice_and_the_upload_does_not() -> None:
    dates, diagnostics = found(
        ("site", "site", "上传时间：2018-04-26"), BODY, ("body", "signature", "岚川市水务局"), ("body", "date", "2016年10月13日")
    )
    assert dates.date is not None
    assert (dates.date.iso, dates.date.evidence, dates.date.rule) == ("2016-10-13", "signature", "dates.year_month_day")
    assert dates.published is None
    assert diagnostics == ()


def test_body_and_date_may_share_a_line_and_the_last_date_counts() -> None:
    dates, _ = found(BODY, ("body", "signature", "禾丰县水务局　云坪区水务局　2023年3月7日"))
    assert iso(dates.date) == "2023-03-07"
    dates, _ = found(BODY, ("body", "date", "2023年3月7日"), ("body", "date", "2023年3月9日"))
    assert iso(dates.date) == "2023-03-09"


def test_a_date_in_the_text_or_in_an_annex_is_nobodys() -> None:
    dates, _ = found(BODY, ("annex", "date", "2016年10月13日"), ("annex", "signature", "柳坝镇 2016年10月13日"))
    assert dates == Dates()


def test_an_ambiguous_signature_date_is_null_and_reported() -> None:
    dates, diagnostics = found(BODY, ("body", "date", "2018111"))
    assert dates.date is None
    assert [(d.code, d.params) for d in diagnostics] == [("date.ambiguous", {"raw": "2018111"})]


def test_metadata_dates_what_has_no_signature_and_is_compared_with_one_that_has() -> None:
    line: tuple[Zone, Role, str] = ("site", "metadata", "成文日期：2011-09-01")
    dates, _ = found(line, BODY, rows=(row("date", "成文日期", "2011-09-01", line[2]),))
    assert dates.date is not None
    assert (dates.date.iso, dates.date.evidence) == ("2011-09-01", "metadata")
    dates, diagnostics = found(line, BODY, ("body", "date", "二○一一年八月九日"), rows=(row("date", "成文日期", "2011-09-01", line[2]),))
    assert iso(dates.date) == "2011-08-09"
    assert [(d.code, d.params) for d in diagnostics] == [("date.differs", {"iso": "2011-08-09", "other": "2011-09-01"})]


def test_a_month_in_metadata_does_not_contradict_the_day_of_the_signature() -> None:
    dates, diagnostics = found(BODY, ("body", "date", "2011年8月9日"), rows=(row("date", "成文日期", "2011-08"),))
    assert iso(dates.date) == "2011-08-09"
    assert diagnostics == ()


def test_a_row_that_is_not_on_the_page_has_no_span() -> None:
    dates, diagnostics = found(BODY, rows=(row("date", "成文日期", "2017825"),))
    assert dates.date is not None
    assert (dates.date.iso, dates.date.span) == ("2017-08-25", None)
    assert [(d.code, d.span) for d in diagnostics] == [("date.repaired", None)]


@pytest.mark.parametrize("value", ["-----------", "长期", "见正文"])
def test_a_row_without_a_date_gives_none(value: str) -> None:
    assert found(BODY, rows=(row("expires", "失效日期", value),))[0].expires is None


@pytest.mark.parametrize(
    ("role", "line", "expected"),
    [
        ("date", "（1987年6月9日）", "1987-06-09"),
        ("number", "(1987年6月9日岚政〔1987〕54号)", "1987-06-09"),
        ("number", "岚政〔2022〕19号", None),
        ("number", "2021年第2期", None),
        ("title", "禾丰县取水管理规定（2004年5月1日）", "2004-05-01"),
        ("title", "关于2021年2月运行情况的通报（2021年2月）", None),
        ("title", "关于印发《水闸规程（2021年3月5日修订）》的通知", None),
        ("date", "2021 年 3 月 22 日", "2021-03-22"),
    ],
)
def test_the_head_dates_a_document_without_signature(role: Role, line: str, expected: str | None) -> None:
    dates, _ = found(("head", role, line), BODY)
    assert iso(dates.date) == expected
    assert dates.date is None or dates.date.evidence == "title"


def test_minutes_are_dated_by_their_meeting_only_if_nothing_else_is() -> None:
    title: tuple[Zone, Role, str] = ("head", "title", "河道清淤专题会议纪要")
    opening: tuple[Zone, Role, str] = ("body", "text", "2023年3月7日，林某某副市长主持召开河道清淤专题会议。")
    assert iso(found(title, opening)[0].date) == "2023-03-07"
    assert iso(found(title, ("body", "text", "时　间：2023年3月8日下午"))[0].date) == "2023-03-08"
    assert iso(found(title, opening, ("body", "date", "2023年3月10日"))[0].date) == "2023-03-10"
    assert found(("head", "title", "河道清淤会议的通知"), opening)[0].date is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["浏览次数: 信息来源:水务科 发布时间:2020-08-12 14:36"], "2020-08-12"),
        (["发布日期: 2013- 07- 02 09: 26: 41 来源: 岚川市"], "2013-07-02"),
        (["生成日期：2018年12月24日"], "2018-12-24"),
        (["來源:", "岚川区", "發布時間:", "2021-11-17"], "2021-11-17"),
        (["来源:岚川市政府网 日期:2017-01-12 17:08 字号:【"], "2017-01-12"),
        (["日期:2017-01-12 来源:岚川日报 点击数:31"], "2017-01-12"),
        (["归档时间:2018-11-21"], None),
        (["时间:2023-11-23 来源:政府办"], None),
        (["更新日期:2023-11-23 来源:政府办"], None),
        (["2023-11-23 10:12"], None),
        (["发布时间：", "浏览：12"], None),
    ],
)
def test_published_needs_its_label(lines: list[str], expected: str | None) -> None:
    dates, _ = found(*(("site", "site", line) for line in lines), BODY)
    assert iso(dates.published) == expected
    assert dates.date is None


def test_published_of_the_table_is_not_the_date() -> None:
    dates, _ = found(BODY, rows=(row("published", "公布日期", "2018-12-24"), row("date", "成文日期", "2018-12-21")))
    assert (iso(dates.date), iso(dates.published)) == ("2018-12-21", "2018-12-24")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("岚川市人民政府办公室　　　　　2022年11月3日印发", "2022-11-03"),
        ("柳坝镇人民政府 二○一一年九月三十日印", "2011-09-30"),
        ("岚川市水务局办公室 2013 年 4 月 9 日印制", "2013-04-09"),
        ("印发日期：2013年4月9日", "2013-04-09"),
        ("抄送：市财政局。", None),
    ],
)
def test_the_printing_block_says_when_it_was_printed(line: str, expected: str | None) -> None:
    dates, _ = found(BODY, ("imprint", "imprint", line))
    assert iso(dates.printed) == expected
    assert dates.date is None


@pytest.mark.parametrize(
    ("text", "effective", "expires"),
    [
        ("自2013年8月19日起生效，有效期4年。", "2013-08-19", "2017-08-18"),
        ("本办法自 2021 年 1 月 1 日起施行，有效期至2025年12月31日。", "2021-01-01", "2025-12-31"),
        ("本通知自印发之日起施行，有效期五年。", "2020-05-06", "2025-05-05"),
        ("本通知有效期2年。", None, "2022-05-05"),
        ("本办法自印发之日起施行，试行期18个月。", "2020-05-06", "2021-11-05"),
        ("现将《禾丰县取水管理办法》印发给你们，自2020年7月1日起施行。", "2020-07-01", None),
        ("本通知执行至2022年6月30日。", None, "2022-06-30"),
        ("《青岚省节水条例》自2019年1月1日起施行。", None, None),
        ("新水价自2020年1月1日起执行。", None, None),
        ("取水许可证有效期5年。", None, None),
        ("自收到本函之日起12个工作日内答复。", None, None),
        ("本规定自2020年2月30日起施行。", None, None),
    ],
)
def test_force_is_stated_or_computed(text: str, effective: str | None, expires: str | None) -> None:
    dates, _ = found(BODY, ("body", "text", text), ("body", "date", "2020年5月6日"))
    assert (iso(dates.effective), iso(dates.expires)) == (effective, expires)


def test_what_is_computed_points_nowhere() -> None:
    dates, _ = found(("body", "text", "本通知自发布之日起施行，有效期4年。"), ("body", "date", "2020年5月6日"))
    assert dates.effective is not None
    assert (dates.effective.span, dates.effective.raw, dates.effective.evidence) == (None, None, "computed")
    assert dates.effective.rule == "dates.effective_on_issue"
    assert dates.expires is not None
    assert (dates.expires.span, dates.expires.rule) == (None, "dates.valid_for")


def test_force_of_an_annexed_text_is_not_the_notices() -> None:
    dates, _ = found(BODY, ("body", "date", "2020年5月6日"), ("annex", "text", "本办法自2020年7月1日起施行，有效期2年。"))
    assert (dates.effective, dates.expires) == (None, None)


def test_a_table_states_force_where_the_text_does_not() -> None:
    rows = (row("effective", "生效日期", "1985-05-04"), row("expires", "废止日期", "2008-01-15"))
    dates, _ = found(BODY, rows=rows)
    assert (iso(dates.effective), iso(dates.expires)) == ("1985-05-04", "2008-01-15")


def test_a_bare_time_of_the_table_is_no_date_of_publication() -> None:
    assert found(BODY, rows=(row("published", "时间", "2023-11-23"), row("published", "日期", "2023-11-24")))[0].published is None
    source = row("source", "来源", "岚川日报")
    assert iso(found(BODY, rows=(source, row("published", "日期", "2023-11-24")))[0].published) == "2023-11-24"


def test_a_bulletin_signed_under_its_title_is_dated_there() -> None:
    lines: tuple[tuple[Zone, Role, str], ...] = (
        ("head", "title", "岚川市水资源公报"),
        ("head", "letterhead", "岚川市水务局"),
        ("head", "date", "（2023年4月12日）"),
    )
    rows = (row("date", "发文日期", "2023-04-18"),)
    dates, _ = found(*lines, BODY, rows=rows)
    assert dates.date is not None
    assert (dates.date.iso, dates.date.evidence) == ("2023-04-12", "signature")
    # without the name in between the table's date stands first
    assert iso(found(lines[0], lines[2], BODY, rows=rows)[0].date) == "2023-04-18"
