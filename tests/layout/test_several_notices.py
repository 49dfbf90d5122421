"""Papers set one behind the other are told apart; what only prints another paper stays one notice."""

from __future__ import annotations

from io import BytesIO

import pytest

from notice_parser import parse, parse_all, parse_text

FIRST = """岚川市水务局文件

岚水发〔2023〕12号　　　　签发人：林某某

岚川市水务局关于水闸调度的通知

各县（市、区）水务局：
　　请做好水闸调度，确保安全度汛。
附件：水闸名录
岚川市水务局
2023年4月25日
（此件公开发布）
"""
SECOND = """
关于开展节水检查的通知
岚水发〔2023〕13号
各县（市、区）水务局：
　　请于6月开展节水检查。
岚川市水务局
2023年5月6日
抄送：市政府办公室。
岚川市水务局办公室　　2023年5月7日印发
"""
THIRD = """

岚川市水务局关于注销取水许可证的公告
2023年第3号
　　决定注销取水许可证，特此公告。
岚川市水务局
2023年5月18日
"""


def numbers(text: str) -> list[str | None]:
    return [notice.document_number.text if notice.document_number else None for notice in parse_all(text.encode())]


def test_each_paper_of_a_file_is_a_notice_and_nothing_is_lost() -> None:
    data = (FIRST + SECOND + THIRD).encode()
    notices = parse_all(data)
    assert numbers(FIRST + SECOND + THIRD) == ["岚水发〔2023〕12号", "岚水发〔2023〕13号", "公告2023年第3号"]
    assert [notice.date.iso for notice in notices if notice.date] == ["2023-04-25", "2023-05-06", "2023-05-18"]
    assert notices[0].signers[0].name == "林某某"
    assert notices[0].remark is not None
    assert notices[1].printed is not None
    assert len({notice.id for notice in notices}) == 3
    assert "".join("".join(notice.text.split()) for notice in notices) == "".join(data.decode().split())


def test_parse_takes_the_first_and_says_so() -> None:
    for notice in (parse((FIRST + SECOND).encode()), parse_text(FIRST + SECOND)):
        assert notice.document_number is not None
        assert notice.document_number.text == "岚水发〔2023〕12号"
        assert [d.params for d in notice.diagnostics if d.code == "source.several_notices"] == [{"count": 2}]
    assert parse_all(FIRST.encode()) == (parse(FIRST.encode()),)


def test_a_paper_that_is_forwarded_is_no_notice_of_its_own() -> None:
    wrapper = (
        "禾丰县水利局转发岚川市水务局关于开展节水检查的通知的通知\n禾水〔2023〕7号\n各镇水利站：\n　　现将通知转发给你们，请认真执行。\n"
        "禾丰县水利局\n2023年5月10日\n"
    )
    assert numbers(wrapper + SECOND) == ["禾水〔2023〕7号"]
    assert numbers(wrapper + SECOND + THIRD) == ["禾水〔2023〕7号", "公告2023年第3号"]


def test_a_paper_under_the_mark_of_an_annex_is_an_annex() -> None:
    assert numbers(FIRST + "附件\n" + SECOND) == ["岚水发〔2023〕12号"]


def test_a_cited_or_repeated_head_begins_nothing() -> None:
    page = "首页 > 文件\n关于水闸调度的通知\n岚水发〔2023〕12号\n发布日期：2023-04-26\n"
    assert len(parse_all((page + FIRST).encode())) == 1
    related = FIRST + "相关文件：\n关于开展节水检查的通知\n关于注销取水许可证的公告\n"
    assert len(parse_all(related.encode())) == 1


def test_merged_pages_of_a_pdf() -> None:
    pytest.importorskip("tablers")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = BytesIO()
    page = canvas.Canvas(file)
    for text in (FIRST, SECOND):
        page.setFont("STSong-Light", 14)
        for n, line in enumerate(filter(str.strip, text.splitlines())):
            page.drawString(90 if line[0] not in "岚2" else 300 if n > 4 else 150, 760 - 24 * n, line.strip())
        page.showPage()
    page.save()
    notices = parse_all(file.getvalue())
    assert [n.document_number.text for n in notices if n.document_number] == ["岚水发〔2023〕12号", "岚水发〔2023〕13号"]
    assert [n.source.n_pages for n in notices] == [1, 1]
    assert {place.page for place in notices[1].locate((0, len(notices[1].text)))} == {1}


REPORT = """嵐川市水務局關於水閘調度情況的報告
嵐水報〔2023〕12號
市政府辦公室：
　　現將水閘調度的有關情況報告如下，請審閱。
嵐川市水務局
2023年4月25日


"""
REQUEST = """關於開展節水檢查的請示
嵐水請〔2023〕13號
市政府辦公室：
　　現就開展節水檢查的有關問題請示如下，請批復。
嵐川市水務局
2023年5月6日
"""


def test_papers_in_traditional_characters_are_told_apart_too() -> None:
    notices = parse_all((REPORT + REQUEST).encode())
    assert [notice.title.text for notice in notices if notice.title] == ["嵐川市水務局關於水閘調度情況的報告", "關於開展節水檢查的請示"]
    assert [[body.name for body in notice.recipients] for notice in notices] == [["市政府辦公室"]] * 2


DECISIONS = """岚川市人民代表大会常务委员会
关于接受周某某同志辞去岚川市人民政府
市长职务请求的决定
（2023年5月31日岚川市第十五届人民代表大会常务委员会第七次会议通过）
　　根据有关规定，会议决定接受周某某同志辞去岚川市人民政府市长职务的请求。
岚川市人民代表大会常务委员会
2023年5月31日
岚川市人民代表大会常务委员会
关于林某某同志代理岚川市人民政府市长
的决定
（2023年5月31日岚川市第十五届人民代表大会常务委员会第七次会议通过）
　　根据有关规定，会议决定林某某同志代理岚川市人民政府市长。
岚川市人民代表大会常务委员会
2023年5月31日
"""


def test_decisions_under_the_session_that_adopted_them_are_told_apart() -> None:
    notices = parse_all(DECISIONS.encode())
    assert [notice.title.text.partition("关于")[2] for notice in notices if notice.title] == [
        "接受周某某同志辞去岚川市人民政府市长职务请求的决定",
        "林某某同志代理岚川市人民政府市长的决定",
    ]
    assert [[issuer.name for issuer in notice.issuers] for notice in notices] == [["岚川市人民代表大会常务委员会"]] * 2


def test_a_report_adopted_with_a_decision_is_its_annex() -> None:
    session = "（2023年5月6日岚川市第十届人民代表大会常务委员会第三次会议通过）"
    decision = f"岚川市人民代表大会常务委员会关于批准2022年决算的决议\n{session}\n　　会议审议了决算草案。\n　　会议决定，批准决算。\n"
    report = f"岚川市人民代表大会财政经济委员会关于决算的审查报告\n{session}\n　　委员会认为，决算可行。\n"
    assert len(parse_all(f"{decision}附：\n{report}".encode())) == 1
    assert len(parse_all(f"{decision}{report}".encode())) == 2
