"""密级, 紧急程度, 份号 and 附注: read where they are marks, not where they are words."""

from __future__ import annotations

import pytest
from laid_out import laid_out

from notice_parser.extract.marks import Marks, find_marks
from notice_parser.grammar import load_grammars
from notice_parser.layout.document import Role, Zone
from notice_parser.model import Mark, MetadataRow

GRAMMARS = load_grammars()


def found(*lines: tuple[Zone, Role, str], rows: tuple[MetadataRow, ...] = ()) -> Marks:
    page = laid_out(*lines)
    marks, diagnostics = find_marks(page, GRAMMARS, rows)
    assert diagnostics == ()
    for mark in (marks.security, marks.urgency, marks.copy_number, marks.remark):
        if mark is not None and mark.span is not None:
            assert page.text[mark.span[0] : mark.span[1]] == mark.raw
    return marks


def said(mark: Mark | None) -> str | None:
    return mark.text if mark else None


@pytest.mark.parametrize(
    ("lines", "security", "urgency", "copy_number"),
    [
        (["000137 秘密★3年 加急"], "秘密★3年", "加急", "000137"),
        (["000137", "机密★长期", "特急"], "机密★长期", "特急", "000137"),
        (["№ 000002"], None, None, "000002"),
        (["份号：000002"], None, None, "000002"),
        (["机　密"], "机密", None, None),
        (["绝密★启用前"], "绝密★启用前", None, None),
        (["秘密 ★ 10 年"], "秘密★10年", None, None),
        (["加　急"], None, "加急", None),
        (["等级 特提"], None, "特提", None),
        (["平急"], None, "平急", None),
        (["签发人：林某某"], None, None, None),
        (["紧急程度：一般"], None, None, None),
    ],
)
def test_marks_of_the_head(lines: list[str], security: str | None, urgency: str | None, copy_number: str | None) -> None:
    marks = found(*(("head", "mark", line) for line in lines))
    assert (said(marks.security), said(marks.urgency), said(marks.copy_number)) == (security, urgency, copy_number)


def test_words_of_the_text_and_of_annexes_are_no_marks() -> None:
    marks = found(("body", "text", "秘密★3年的文件要加急办理。"), ("annex", "mark", "机密★长期"), ("head", "title", "关于加急办理的通知"))
    assert marks == Marks()


def test_a_table_fills_what_the_head_leaves_out() -> None:
    def row(field: str, value: str) -> MetadataRow:
        return MetadataRow(name=field, value=value, field=field, raw=value, span=None, value_span=None, rule="metadata.colon")

    marks = found(("body", "text", "如下。"), rows=(row("security", "普通"), row("urgency", "特急")))
    assert marks.security is None
    assert marks.urgency is not None
    assert (marks.urgency.text, marks.urgency.span) == ("特急", None)
    assert found(("head", "mark", "加急"), rows=(row("urgency", "特急"),)).urgency != marks.urgency
    assert found(("body", "text", "如下。"), rows=(row("urgency", "一般"),)).urgency is None


@pytest.mark.parametrize(
    ("lines", "remark"),
    [
        (["（此件公开发布）"], "此件公开发布"),
        (["(此件公开发布)"], "此件公开发布"),
        (["　　（本文有节略）"], "本文有节略"),
        (["（联系人：方某；联系电话：6613208）", "（此件不予公开）"], "此件不予公开"),
        (["（联系人：方某；联系电话：6613208）"], "联系人：方某；联系电话：6613208"),
        (["此件依申请公开"], "此件依申请公开"),
    ],
)
def test_remarks_come_without_their_bracket(lines: list[str], remark: str) -> None:
    marks = found(("body", "date", "2023年3月7日"), *(("body", "remark", line) for line in lines))
    assert said(marks.remark) == remark


def test_a_bulletin_asks_to_be_kept() -> None:
    marks = found(("head", "mark", "内部资料　注意保存"), ("head", "title", "岚川水情"))
    assert marks.remark is not None
    assert (marks.remark.text, marks.remark.raw) == ("内部资料 注意保存", "内部资料　注意保存")


def test_no_remark() -> None:
    assert found(("body", "text", "（一）总体要求"), ("annex", "remark", "（此件公开发布）")).remark is None
