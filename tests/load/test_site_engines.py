"""The same notice as the usual site engines set it: what stands around it, its labels and its files, never read for the document."""

from __future__ import annotations

import pytest

from notice_parser import parse
from notice_parser.load.html import read_html
from notice_parser.load.source import Grid, Paragraph

TITLE = "岚川市水务局关于做好汛期值守工作的通知"
NUMBER = "岚水发〔2023〕12号"
SIGNED = "<p align='right'>岚川市水务局</p><p align='right'>2023年4月25日</p>"
PROSE = (
    "<p>各县（市、区）水务局，市直有关单位：</p><p style='text-indent:2em'>为做好2023年汛期值守工作，现将有关事项通知如下。</p>"
    "<p>一、落实值班制度。各单位要实行24小时值班，遇有险情立即报告，不得迟报、漏报、瞒报。</p>"
    "<p>二、加强巡查。全市共巡查水库128座，整改隐患36处。</p>"
)
BODY = f"{PROSE}<p>附件：1.值守安排表</p><p>2.联络员名单</p>{SIGNED}"
LINES = [
    "各县（市、区）水务局，市直有关单位：",
    "为做好2023年汛期值守工作，现将有关事项通知如下。",
    "一、落实值班制度。各单位要实行24小时值班，遇有险情立即报告，不得迟报、漏报、瞒报。",
    "二、加强巡查。全市共巡查水库128座，整改隐患36处。",
    "附件：1.值守安排表",
    "2.联络员名单",
    "岚川市水务局",
    "2023年4月25日",
]

# labels in blocks of their own beside the values, elements of the engine's own, a clock, heads of lists that are empty
BLOCKS_OF_LABELS = f"""<head><title>{TITLE}_岚川市人民政府</title></head><body>
<div class="header"><span class="line">|</span><span id="date">2026年10月11日 星期日</span><a href="#">繁體版</a></div>
<div class="crumb">您当前所在位置：<a href="/">首页</a>&gt;<a href="/b">通知公告</a></div>
<div class="detail"><dl><dd><label><font>索 引 号：</font></label><div class="display-block">
  014717475N/2023-0040295
</div></dd><dd><label>发布机构：</label><div>岚川市水务局</div></dd><dd><label>发文字号：</label><div>{NUMBER}</div></dd>
<dd><label>公开方式：</label><div>主动公开</div></dd><dd><label>分类：</label><div> </div></dd></dl>
<h1 class="article-title"><ucaptitle>{TITLE}</ucaptitle></h1><div class="attr"><span class="ly">来源：<b></b></span>
<span>访问量：<b>199</b></span>
<span>发布日期：<b>2023-04-27 09:10:00</b></span></div><div><h3><span>关联稿件：</span></h3><ul></ul></div>
<div id="UCAP-CONTENT"><ucapcontent>{BODY}</ucapcontent></div>
<div class="fj"><h3>附件：</h3><ul><li><a href="./1.docx">值守安排表.docx</a></li>
<li><a href="./2.xls">联络员名单.xls</a></li></ul></div></div><div class="footer">主办：岚川市人民政府</div></body>"""

# counters around links that lead to no file by their address
DOWNLOADS = f"""<body>
<table><tr><td nowrap>当前位置： <a href="/">首页</a> &gt;&gt; <a href="/l">通知公告</a> &gt;&gt; 正文</td></tr></table>
<form name="_newscontent_fromname"><h1 align="center">{TITLE}</h1>
<div align="center">文号：{NUMBER}&nbsp;&nbsp;发布时间：2023-04-27&nbsp;&nbsp;点击：[<span>33</span>]</div><hr>
<div id="vsb_content_2"><div class="v_news_content">{BODY}</div></div>
<UL><LI>附件【<a href="./1.docx?owner=1&amp;id=881"><span>附件1：值守安排表.docx</span></a>】已下载<span>12</span>次</LI>
<LI>附件【<a href="./2.xls?owner=1&amp;id=882">附件2：联络员名单.xls</a>】已下载<span>7</span>次</LI></UL>
<p align="right">【<a href="javascript:window.close();">关闭窗口</a>】</p></form><div class="foot">版权所有：岚川市水务局</div></body>"""

# tables for everything; files behind a script of the site
LAID_BY_TABLES = f"""<body><table><tr><td>当前位置：<a href="/">首页</a> &gt; <a href="/col">通知公告</a></td></tr></table>
<table><tr><td>索引号</td><td>000123/2023-0007</td><td>主题分类</td><td>水利</td></tr>
<tr><td>发布机构</td><td>岚川市水务局</td><td>发文字号</td><td>{NUMBER}</td></tr></table>
<table><tr><td align="center" class="title">{TITLE}</td></tr><tr>
<td align="center">发布日期：2023-04-27&nbsp;&nbsp;信息来源：<span>市水务局</span>&nbsp;&nbsp;
浏览次数：<script>count()</script>&nbsp;&nbsp;字号：[ <a href="javascript:z(18)">大</a> <a href="javascript:z(16)">中</a>
<a href="javascript:z(14)">小</a> ]</td></tr>
<tr><td><div id="zoom">{BODY}</div></td></tr>
<tr><td><a href="./1.docx&amp;id=7">附件1：值守安排表</a><br><a href="./2.xls&amp;id=8">附件2：联络员名单</a></td></tr></table>
<table><tr><td>版权所有 岚川市水务局</td></tr></table></body>"""

# all in one cell: crumbs above, buttons and the neighbours' titles below
ONE_CELL = f"""<body><table><tr><td><table><tr><td><a href="1.asp">机构设置</a></td></tr><tr><td><a href="2.asp">政策法规</a></td></tr>
<tr><td><a href="3.asp">办事指南</a></td></tr></table></td><td><table><tr><td>您现在的位置：首页 → 通知公告 → 正文</td></tr>
<tr><td align="center"><b>{TITLE}</b></td></tr><tr><td align="center">{NUMBER}</td></tr>
<tr><td align="center">作者：办公室　来源：本站　点击数：210　发布时间：2023-4-27</td></tr><tr><td>{BODY}</td></tr>
<tr><td>附件下载：<a href="./1.docx">值守安排表</a>　<a href="./2.xls">联络员名单</a></td></tr>
<tr><td align="right">【<a href="javascript:print()">打印</a>】【<a href="javascript:close()">关闭</a>】</td></tr>
<tr><td>上一篇：<a href="88.asp">关于节水的通知</a></td></tr><tr><td>下一篇：没有了</td></tr></table></td></tr></table></body>"""

# files in one line, a label before each
ONE_LINE = f"""<body><div class="location">当前位置：<a href="/">首页</a> / <a href="/x">通知公告</a></div>
<div class="ewb-article"><h3>{TITLE}</h3>
<div><p>【发布时间：2023-04-27 &nbsp;&nbsp; 阅读次数：<span>31</span>】</p><p>【字体：<a>大</a> <a>中</a> <a>小</a>】</p></div>
<div class="ewb-article-info"><p>{NUMBER}</p>{BODY}</div><div><span>附件：<a href="./1.docx">附件1.值守安排表.docx</a>
<a href="./2.xls">附件2.联络员名单.xls</a></span></div></div></body>"""

# labels and values without a colon; attachments by an address that says nothing
NAMELESS = f"""<body><header><div></div></header><main><div><h1>{TITLE}</h1></div><div class="row">
<div class="col"><div>文号</div><div>{NUMBER}</div></div><div class="col"><div>发布机构</div><div>岚川市水务局</div></div>
<div class="col"><div>发布日期</div><div>2023-04-27</div></div></div><div class="rich-text">{BODY}</div>
<div><a href="./1.docx/">附件1：值守安排表</a><a href="./2.xls/">附件2：联络员名单</a></div></main><footer>
<p>主办：岚川市水务局</p></footer></body>"""

PAGES = {
    "blocks of labels": BLOCKS_OF_LABELS,
    "downloads": DOWNLOADS,
    "laid by tables": LAID_BY_TABLES,
    "one cell": ONE_CELL,
    "files in one line": ONE_LINE,
    "nameless": NAMELESS,
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_same_notice_is_read_from_every_engine_s_page(page: str) -> None:
    notice = parse(f"<html>{page}</html>".encode())
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert notice.document_number is not None
    assert notice.document_number.text == NUMBER
    assert [one.name for one in notice.issuers] == ["岚川市水务局"]
    assert [one.name for one in notice.recipients] == ["各县（市、区）水务局", "市直有关单位"]
    assert notice.date is not None
    assert notice.date.iso == "2023-04-25"
    assert notice.published is not None
    assert notice.published.iso == "2023-04-27"
    attachments = [(one.number, one.title, (one.file or "").startswith(f"./{n}.")) for n, one in enumerate(notice.attachments, 1)]
    assert attachments == [("1", "值守安排表", True), ("2", "联络员名单", True)]
    assert notice.annexes == ()
    lines = notice.text.splitlines()
    start = lines.index(LINES[0])
    assert lines[start : start + len(LINES)] == LINES
    assert all("值守安排表" in line or "联络员名单" in line for line in lines[start + len(LINES) :])
    for word in (
        "位置",
        "首页",
        "星期日",
        "打印",
        "关闭",
        "上一篇",
        "下一篇",
        "已下载",
        "附件下载",
        "关联稿件",
        "版权",
        "大中小",
        "机构设置",
    ):
        assert word not in notice.text


def test_labels_have_their_values_and_a_blank_one_has_none() -> None:
    notice = parse(f"<html>{BLOCKS_OF_LABELS}</html>".encode())
    assert [(one.name, one.value) for one in notice.metadata] == [
        ("索引号", "014717475N/2023-0040295"),
        ("发布机构", "岚川市水务局"),
        ("发文字号", NUMBER),
        ("公开方式", "主动公开"),
        ("分类", None),
        ("来源", None),
        ("发布日期", "2023-04-27 09:10:00"),
    ]


def test_sections_of_a_word_processor_are_one_document() -> None:
    table = "<table><tr><td>单位</td><td>人数</td></tr><tr><td>云坪区</td><td>12</td></tr></table>"
    annex = "<div style='page:WordSection{0}'><p>附件{0}</p>" + table + "</div>"
    sections = f"<div style='page:WordSection0'>{BODY}{PROSE * 3}</div>{annex.format(1)}{annex.format(2)}"
    main = f"<div class='left'><h1>{TITLE}</h1><div class='zw'>{sections}</div></div>"
    blocks = read_html(f"<html><body><div class='warp'><a href='/'>首页</a>{main}</div></body></html>").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph) and block.text.startswith("附件")][1:] == ["附件1", "附件2"]
    assert len([block for block in blocks if isinstance(block, Grid)]) == 2


def test_a_link_that_an_editor_cut_is_one_and_a_list_s_own_label_stays() -> None:
    body = (
        "<p>附件：1.<a href='1.docx'>值守</a><a href='1.docx'>安排表.docx</a>；2.<a href='2.xls'>联络员名单.xls</a></p>"
        "<p>请按<a href='3.docx'>值守安排表</a>值守，不得迟报、漏报、瞒报。</p>"
    )
    texts = [block.text for block in read_html(f"<html><body><div>{body}</div></body></html>").blocks if isinstance(block, Paragraph)]
    assert texts == ["附件：1.值守安排表.docx", "2.联络员名单.xls", "请按值守安排表值守，不得迟报、漏报、瞒报。"]


def test_a_title_that_begins_like_a_button_is_one() -> None:
    title = "关闭小型煤矿和非煤矿山工作实施方案"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div id='zoom'>{PROSE}</div></body></html>"
    notice = parse(page.encode())
    assert notice.title is not None
    assert notice.title.text == title


LISTS = [
    "<div class='list'><ul>"
    + "".join(f"<li><a href='{n}.html'>{TITLE}（第{n}号）</a><span>2023-0{n}-11</span></li>" for n in range(1, 6))
    + "</ul></div>",
    "<table><tr><th>序号</th><th>标题</th><th>文号</th><th>日期</th></tr>"
    + "".join(
        f"<tr><td>{n}</td><td><a href='{n}.html'>{TITLE}</a></td><td>岚水发〔2023〕{n}号</td><td>2023-05-0{n}</td></tr>" for n in (1, 2, 3)
    )
    + "</table>",
    "<dl>" + "".join(f"<dt><a href='{n}.html'>《岚川市取水办法》解读之{n}</a></dt><dd>2023-05-0{n}</dd>" for n in (1, 2, 3, 4)) + "</dl>",
]


@pytest.mark.parametrize("page", LISTS)
def test_a_page_that_lists_others_is_a_list(page: str) -> None:
    found = parse(f"<html><head><title>通知公告_岚川市水务局</title></head><body>{page}</body></html>".encode())
    assert (found.document_class.text, found.document_class.rule) == ("list", "document_class.index_page")
    with_text = page.replace("</ul></div>", "</ul></div><p>现将有关文件公布如下，请各单位对照执行。</p>")
    if with_text != page:
        assert parse(f"<html><body>{with_text}</body></html>".encode()).document_class.text != "list"


def test_what_runs_along_the_head_of_a_site_is_no_text() -> None:
    page = (
        "<table><tr><td><marquee>热烈欢迎您访问岚川市水务局网站</marquee></td></tr></table>"
        "<table><tr><td><table><tr><td>·<a href=1>局情概览</a></td></tr><tr><td>·<a href=2>政府信息</a></td></tr></table></td>"
        f"<td><p align=center>{TITLE}</p><p>一、值守时间为6月1日起。<del>旧的一句。</del>"
        "<a class='msocomanchor' href='#a'>[张1]</a></p></td></tr></table>"
    )
    assert parse(f"<html><body>{page}</body></html>".encode()).text == f"{TITLE}\n一、值守时间为6月1日起。"


def test_what_is_to_be_fetched_below_an_annexed_text_is_an_attachment() -> None:
    page = (
        f"<h1>{TITLE}</h1><p>各县（市、区）水务局：</p><p>现将《值守办法》印发给你们，请认真执行。</p><p align='right'>岚川市水务局</p>"
        "<p align='right'>2023年4月25日</p><p>（此件公开发布）</p><p align='center'>值守办法</p><p>第一条　为做好汛期值守，制定本办法。</p>"
        "<p>第二条　值守人员每班2人。</p><ul><li><a href='a.docx'>附件：值守安排表.docx</a></li></ul>"
    )
    found = parse(f"<html><body><div class='TRS_Editor'>{page}</div></body></html>".encode())
    assert [(one.title, one.file) for one in found.attachments] == [("值守安排表", "a.docx")]


def test_a_row_of_labels_that_no_list_has_between_rows_that_it_knows() -> None:
    page = (
        "<body><table border='1'><tr><td>信息名称</td><td colspan='3'>" + TITLE + "</td></tr>"
        "<tr><td>档案编码</td><td>420000-2022-00081</td><td>归档</td><td>水利</td></tr>"
        "<tr><td>发布机构</td><td>岚川市水务局</td><td>文号</td><td>" + NUMBER + "</td></tr></table>"
        "<p align='center'>" + TITLE + "</p>" + BODY + "</body>"
    )
    notice = parse(page.encode())
    assert notice.document_number is not None
    assert notice.document_number.text == NUMBER
    assert [one.name for one in notice.recipients] == ["各县（市、区）水务局", "市直有关单位"]
    assert notice.tables == ()
    rows = {row.name: row.value for row in notice.metadata}
    assert rows["文号"] == NUMBER
    assert rows["档案编码"] == "420000-2022-00081"
    assert rows["归档"] == "水利"
