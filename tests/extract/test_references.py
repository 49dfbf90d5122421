"""Cited documents: marks, numbers, relations, what is one document and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid_out import laid_out

from notice_parser.extract.references import find_references
from notice_parser.grammar import Grammars, load_grammars
from notice_parser.layout.document import Document

Cited = tuple[str | None, str | None, str]


@pytest.fixture(scope="module")
def grammars() -> Grammars:
    return load_grammars()


def cited(document: Document, grammars: Grammars) -> list[Cited]:
    references, _ = find_references(document, grammars)
    for reference in references:
        assert document.text[slice(*reference.span)] == reference.raw
    return [(r.title, r.document_number.text if r.document_number else None, r.relation) for r in references]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照《岚川市节水条例》等规定办理。", [("岚川市节水条例", None, "cites")]),
        (
            "根据《水库巡查规程》（水电〔2017〕29 号）和《泵站管理办法》(岚水发[2018]3号,以下简称省《办法》)，按《办法》第三条办理。",
            [("水库巡查规程", "水电〔2017〕29号", "cites"), ("泵站管理办法", "岚水发〔2018〕3号", "cites")],
        ),
        ("按照《水库规划》          （水电〔2017〕29 号）执行。", [("水库规划", "水电〔2017〕29号", "cites")]),
        (
            "《关于修订<云坪区河道清淤激励措施(暂行)>的函》(云民发〔2013〕61号)",
            [("关于修订〈云坪区河道清淤激励措施(暂行)〉的函", "云民发〔2013〕61号", "cites")],
        ),
        ("《关于执行《河湖巡查规程》的函》", [("关于执行〈河湖巡查规程〉的函", None, "cites")]),
        ("《关于印发〈河湖巡查规程》的通知》", [("关于印发〈河湖巡查规程〉的通知", None, "cites")]),
        ("按照岚水发〔2012〕3号《关于清淤的通知》办理。", [("关于清淤的通知", "岚水发〔2012〕3号", "cites")]),
        ("认真落实水发〔2021〕9号", [(None, "水发〔2021〕9号", "implements")]),
        ("见﹝2021﹞9号", []),
        (
            "《关于清淤的通知》（岚水发〔2013〕21号、24号）",
            [("关于清淤的通知", "岚水发〔2013〕21号", "cites"), (None, "岚水发〔2013〕24号", "cites")],
        ),
        ("《取水办法》（水利部令第104号）第五十六条第八项", [("取水办法", "水利部令第104号", "cites")]),
        (
            "《取水办法》（水利部 公安部 司法部令〔2015〕第3号）",
            [("取水办法", "水利部公安部司法部令〔2015〕第3号", "cites")],
        ),
        ("《城区排水设计标准》（GB 50000）", [("城区排水设计标准", None, "cites")]),
    ],
)
def test_marks_and_numbers(grammars: Grammars, text: str, expected: list[Cited]) -> None:
    assert cited(laid_out(("body", "text", text)), grammars) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("《禾丰县取水管理办法》（禾政办〔2019〕88号）同时废止。", "repeals"),
        ("《禾丰县取水管理办法》自2020年1月1日起停止执行。", "repeals"),
        ("决定废止《禾丰县取水管理办法》。", "repeals"),
        ("《禾丰县取水管理办法》自公布之日起施行，原规定同时废止。", "cites"),
        ("你局《关于增设检验室的请示》（禾卫请〔2012〕24号）收悉。", "answers"),
        ("《关于上报〈河湖名录〉的请示》及有关材料收悉，现批复如下", "answers"),
        ("现将《水闸调度规程》印发给你们，请遵照执行。", "issues"),
        ("《水闸调度规程》已经市政府同意，现印发给你们。", "issues"),
        ("制定了《水闸调度规程》，现予发布。", "issues"),
        ("前年，省政府办公室印发《水闸调度规程》，建立了制度。", "cites"),
        ("现将省水利厅《关于除险的通知》转发给你们。", "forwards"),
        ("省水利厅《关于除险的报告》已经省政府同意，现转发给你们。", "forwards"),
        ("将《水闸调度规程》修改为《水闸运行规程》。", "amends"),
        ("对《水闸调度规程》作如下修改：", "amends"),
        ("为贯彻落实国务院《水闸调度规程》要求，", "implements"),
        ("为贯彻落实会议精神，根据《水闸调度规程》，", "cites"),
    ],
)
def test_relation(grammars: Grammars, text: str, relation: str) -> None:
    assert cited(laid_out(("body", "text", text)), grammars)[0][2] == relation


def test_a_list_shares_its_words(grammars: Grammars) -> None:
    text = "市经委《关于水价的意见》和市水务局《关于水闸的请示》收悉。《甲办法》（岚水发〔2013〕1号）、《乙办法》同时废止。"
    assert [relation for _, _, relation in cited(laid_out(("body", "text", text)), grammars)] == [
        "answers",
        "answers",
        "repeals",
        "repeals",
    ]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("关于印发《水闸调度规程》的通知", "《水闸调度规程》已经同意，请执行。", [("水闸调度规程", None, "issues")]),
        ("转发市教育局《关于校服的意见》的通知", "请执行。", [("关于校服的意见", None, "forwards")]),
        ("《关于校服的意见》的解读", "见正文。", []),
        ("关于校服的意见", "本文即《关于校服的意见》。", []),
    ],
)
def test_title(grammars: Grammars, title: str, body: str, expected: list[Cited]) -> None:
    assert cited(laid_out(("head", "title", title), ("body", "text", body)), grammars) == expected


def test_title_over_two_lines(grammars: Grammars) -> None:
    document = laid_out(("head", "title", "关于印发《水闸调度"), ("head", "title", "规程》的通知"))
    assert cited(document, grammars) == [("水闸调度规程", None, "issues")]


def test_citation_over_two_lines(grammars: Grammars) -> None:
    document = laid_out(("body", "text", "根据《水闸规划》"), ("body", "text", "（水电〔2017〕29 号）执行"))
    assert cited(document, grammars) == [("水闸规划", "水电〔2017〕29号", "cites")]


def test_one_document_once(grammars: Grammars) -> None:
    text = (
        "依照《中华人民共和国水法》和《岚川市“水闸”规程（试行）》（以下简称《治理规程》）。"
        "《水法》、《治理规程》、《岚川市“水闸” 规程（试行）》（岚水发〔2013〕1号）、《规程》。"
    )
    references, _ = find_references(laid_out(("body", "text", text)), grammars)
    assert [r.title for r in references] == ["中华人民共和国水法", "岚川市“水闸”规程（试行）"]
    assert [len(r.mentions) for r in references] == [1, 4]
    assert references[1].document_number is not None
    assert references[1].document_number.text == "岚水发〔2013〕1号"
    assert [text[slice(*span)] for span in references[0].mentions] == ["《水法》"]


def test_same_title_with_another_number_is_another_document(grammars: Grammars) -> None:
    text = "《关于清淤的通知》（岚水发〔2013〕1号）和《关于清淤的通知》（岚水发〔2014〕2号）"
    assert [number for _, number, _ in cited(laid_out(("body", "text", text)), grammars)] == ["岚水发〔2013〕1号", "岚水发〔2014〕2号"]


@pytest.mark.parametrize(
    "text",
    [
        "填写《取水申请表（个人）》",
        "出具《补正材料通知书》",
        "办理《取水许可证》",
        "签订《劳动合同》",
        "《岚川日报》报道",
        "歌舞剧《水乡》获奖",
        "符合《办法》的",
    ],
)
def test_no_document(grammars: Grammars, text: str) -> None:
    assert cited(laid_out(("body", "text", text)), grammars) == []


def test_closing_mark_lost(grammars: Grammars) -> None:
    document = laid_out(("body", "text", "按照《云坪区河道保洁考核细则(暂行)规定开展，依据《节水条例》。"))
    references, diagnostics = find_references(document, grammars)
    assert [r.title for r in references] == ["云坪区河道保洁考核细则(暂行)", "节水条例"]
    assert [d.code for d in diagnostics] == ["references.unclosed"]


def test_issuer(grammars: Grammars) -> None:
    text = "根据《岚川市水务局关于清淤的通知》、省水利厅《关于除险的意见》、《节水条例》"
    references, _ = find_references(laid_out(("body", "text", text)), grammars)
    assert [r.issuer for r in references] == ["岚川市水务局", "省水利厅", None]


def test_zones_that_do_not_count(grammars: Grammars) -> None:
    document = laid_out(
        ("site", "site", "《甲办法》"),
        ("site", "metadata", "《乙办法》"),
        ("body", "table", "《丙办法》"),
        ("body", "attachments", "附件：《丁办法》"),
        ("annex", "text", "《戊办法》"),
    )
    assert cited(document, grammars) == []


def test_own_number_is_no_reference(grammars: Grammars) -> None:
    document = laid_out(("head", "number", "岚水发〔2013〕1号"), ("body", "text", "岚水发〔2013〕1号自印发之日起施行。"))
    assert cited(document, grammars) == []


def test_number_of_the_metadata_is_no_reference(grammars: Grammars) -> None:
    document = laid_out(("site", "metadata", "文号：岚水发〔2013〕1号"), ("body", "text", "岚水发〔2013〕1号和岚水发〔2013〕2号。"))
    assert cited(document, grammars) == [(None, "岚水发〔2013〕2号", "cites")]


PIECES = st.lists(
    st.sampled_from(
        [
            *"《》〈〉<>（）()、。和",
            "岚水发〔2013〕1号",
            "关于",
            "的通知",
            "办法",
            "以下简称",
            "现将",
            "印发",
            "收悉",
            "\n",
            "同时废止",
            "21号",
        ]
    ),
    max_size=30,
)


@settings(max_examples=150)
@given(pieces=PIECES)
def test_any_text(grammars: Grammars, pieces: list[str]) -> None:
    lines = "".join(pieces).split("\n")
    document = laid_out(*((("body", "text", line)) for line in lines))
    references, _ = find_references(document, grammars)
    assert [r.span for r in references] == sorted(r.span for r in references)
    for reference in references:
        assert document.text[slice(*reference.span)] == reference.raw
        assert reference.title != ""
        if reference.document_number is not None and reference.document_number.span is not None:
            assert document.text[slice(*reference.document_number.span)] == reference.document_number.raw
