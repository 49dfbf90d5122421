"""Which whole a figure is part of, and which it is not."""

from __future__ import annotations

from notice_parser import parse_text

HEAD = "2024年上半年岚川市法院审判管理情况通报\n\n各县区法院：\n　　"
TAIL = "\n\n岚川市中级人民法院\n2024年7月10日\n"


def test_no_share_is_of_what_was_counted_in_a_time_that_is_over() -> None:
    notice = parse_text(HEAD + "去年同期全院共收案312件。今年上半年全院受理行政案件24件，受案数量占全院总收案数的12.5%。" + TAIL)
    assert [(s.quantity, s.part_of) for s in notice.statistics] == [("312件", None), ("24件", None), ("12.5%", None)]


def test_a_share_of_the_same_time_is() -> None:
    notice = parse_text(HEAD + "今年上半年全院共收案312件。全院受理行政案件39件，受案数量占全院总收案数的12.5%。" + TAIL)
    assert [(s.quantity, s.part_of) for s in notice.statistics][2] == ("12.5%", "s1")
