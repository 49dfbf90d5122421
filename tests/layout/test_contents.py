"""A table of contents: its page numbers are no figures, however long its entries are."""

from __future__ import annotations

from notice_parser import parse_text

NOTICE = (
    "岚川市水务局关于印发处罚裁量标准的通知\n\n各县区水务局：\n　　现将处罚裁量标准印发给你们，请遵照执行。\n"
    "　　附件：岚川市水务处罚裁量标准\n岚川市水务局\n2023年3月15日\n附件\n岚川市水务处罚裁量标准\n目录\n"
)
ENTRIES = (
    "第一章取水类......................................1\n"
    "一、未经批准擅自取水，或者未按照批准的取水许可规定条件取水，逾期不改正......................2\n"
    "二、拒不执行审批机关的取水量限制决定，或者未经批准转让取水权，拒绝接受检查且逾期未改正3\n"
    "三、未安装计量设施，计量设施不合格，或者运行不正常，经责令限期安装而未安装，也未在规定的期\n"
    "限内更换................................................7\n"
    "四、伪造、涂改、冒用取水申请批准文件的处罚12\n"
)
BODY = "第一章取水类\n未经批准擅自取水的，给予处罚，全市已处罚企业7家，整改14处。\n"


def test_entries_of_more_than_a_line_with_and_without_dots() -> None:
    notice = parse_text(NOTICE + ENTRIES + BODY)
    assert [(s.quantity, s.indicator) for s in notice.statistics] == [("7家", "处罚企业"), ("14处", "整改")]
    assert notice.unread == ()


def test_prose_below_a_heading_is_no_entry() -> None:
    notice = parse_text(NOTICE + "全市共检查取水单位，包括企业，农村水厂，学校等，合计312\n全市已处罚企业7家，整改14处。\n")
    assert "7家" in [s.quantity for s in notice.statistics]
    assert [u.raw for u in notice.unread] == ["312"]
