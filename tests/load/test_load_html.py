"""Web pages: what a reader sees of the document, and nothing of the site."""

from __future__ import annotations

import pytest

from notice_parser import LoadError, parse
from notice_parser.load.html import read_html
from notice_parser.load.plain import decode
from notice_parser.load.source import Grid, Paragraph

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>关于开展汛期值守的通知_岚川市水务局</title>
<style>.copy{{display:none}} @media print{{.body{{display:none}}}}</style><script>var a = "脚本文字";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li>
<li><a href="/xx">政务公开</a></li><li><a href="/yy">办事服务</a></li></ul></div>
<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/z">通知公告</a></div>
<table class="meta"><tr><td>索 引 号：</td><td>000123/2023-0007</td><td>发文机关：</td><td>岚川市水务局</td></tr>
<tr><td>发文字号：</td><td>岚水发〔2023〕12号</td><td>发布日期：</td><td>2023年04月26日</td></tr>
<tr><td>主 题 词：</td><td></td><td></td><td></td></tr></table>
<h1>岚川市水务局关于开展<br>汛期值守的通知</h1>
<div class="attr"><span>来源：市水务局</span><span>浏览次数：<b>32</b></span></div>
<p style="display:none">隐藏的副本关于开展汛期值守的通知</p><div class="copy">样式隐藏的副本</div>
<div class="body TRS_Editor"><p>各县（市、区）水务局：</p>
<p style="text-indent:2em">现将汛期值守有关事项通知如下。<span>各单位要落实</span>
<span>24小时值班制度，</span>遇有险情立即报告，确保信息畅通，不得迟报、漏报、瞒报。</p>
<table><thead><tr><th rowspan="2">县区</th><th colspan="2">水库（座）</th></tr><tr><th>大型</th><th>小型</th></tr></thead>
<tbody><tr><td>云坪区</td><td>2</td><td>31</td></tr><tr><td>禾丰县</td><td>1</td><td>46</td></tr></tbody></table>
<p>附件：<a href="a.docx">值守安排表.docx</a></p>
<p style="text-align:right">岚川市水务局</p><p align="right">2023年4月25日</p></div>
<div class="share">分享到：<a>微信</a></div><div class="footer">版权所有 岚川市水务局</div>
<div>尾部一段没有名字的站点文字，也不是公文。</div></body></html>"""


def lines(page: str) -> list[str]:
    """The text lines of a page."""
    return [block.text for block in read_html(page).blocks if isinstance(block, Paragraph) and block.text]


def test_what_the_page_shows_of_the_document_is_kept_and_nothing_else() -> None:
    notice = parse(PAGE.format(charset="utf-8").encode())
    assert notice.title is not None
    assert notice.title.text == "岚川市水务局关于开展汛期值守的通知"
    assert notice.document_number is not None
    assert notice.document_number.text == "岚水发〔2023〕12号"
    assert [r.name for r in notice.recipients] == ["各县（市、区）水务局"]
    assert notice.date is not None
    assert notice.date.iso == "2023-04-25"
    assert notice.published is not None
    assert notice.published.iso == "2023-04-26"
    assert [a.title for a in notice.attachments] == ["值守安排表"]
    for word in ("首页", "办事服务", "分享", "版权", "脚本", "隐藏", "副本", "尾部", "您的位置"):
        assert word not in notice.text
    (table,) = notice.tables
    assert [c.name for c in table.columns] == ["县区", "水库（座）/大型", "水库（座）/小型"]
    assert table.rows == (("云坪区", 2, 31), ("禾丰县", 1, 46))
    assert table.parts[0].method == "html"


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("gb2312", "utf-8-sig"), ("gbk", "gb18030")])
def test_the_bytes_tell_the_encoding_whatever_is_declared(charset: str, encoding: str) -> None:
    notice = parse(PAGE.format(charset=charset).encode(encoding))
    plain = parse(PAGE.format(charset="utf-8").encode())
    assert notice.text == plain.text


def test_spans_are_joined_and_breaks_part_lines() -> None:
    page = (
        "<div><p>各单位要落实<span>值班</span>\n<b>制度</b>。<br>第二行，另起一行的内容在这里。</p><p>第三行，又是一段完整的话。</p></div>"
    )
    assert lines(page) == ["各单位要落实值班制度。", "第二行，另起一行的内容在这里。", "第三行，又是一段完整的话。"]


def test_a_table_that_sets_the_page_is_no_grid() -> None:
    page = "<table><tr><td><table><tr><td>左栏说明文字</td></tr></table></td><td><p>正文第一段。</p><p>正文第二段。</p></td></tr></table>"
    assert not any(isinstance(block, Grid) for block in read_html(page).blocks)
    assert "正文第一段。" in lines(page)


def test_cells_over_rows_and_columns_keep_their_places() -> None:
    page = "<div>表：<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table></div>"
    (grid,) = (block for block in read_html(page).blocks if isinstance(block, Grid))
    assert grid.rows == (("甲", "乙", ""), ("", "丙", "丁"))
    assert grid.merged == ((0, 0, 2, 1), (0, 1, 1, 2))


def test_left_over_server_code_is_no_text() -> None:
    page = "<html><body><%@ page language='java' %><div><p>{{ title }}现将有关事项通知如下。${count}</p></div></body></html>"
    assert lines(page) == ["现将有关事项通知如下。"]


def test_a_number_that_the_page_hides_has_no_span() -> None:
    shown = "<p>各县水务局：</p><p>现将有关事项通知如下，请认真执行。</p>"
    page = f"<html><body><div><p style='display: none'>岚水发〔2023〕9号</p>{shown}</div></body></html>"
    notice = parse(page.encode())
    assert notice.document_number is not None
    assert notice.document_number.text == "岚水发〔2023〕9号"
    assert notice.document_number.span is None
    assert "document_number.hidden" in {d.code for d in notice.diagnostics}
    assert "岚水发" not in notice.text


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body>" + "<div>" * 20_000 + "文字" + "</div>" * 20_000,
        "<html><table><tr><td colspan=99999 rowspan=99999>甲</td><td>乙</td></tr></table>",
        "<html><body>" + "<table><tr><td>" * 300 + "文字",
        "<html><body><ul>" + "<li>" * 5000 + "文字",
        "<html><body><p>" + "文" * 300_000,
    ],
    ids=["empty", "deep", "spans", "tables", "lists", "long"],
)
def test_odd_pages_are_read(page: str) -> None:
    blocks = read_html(page).blocks
    assert "".join(block.text for block in blocks if isinstance(block, Paragraph)).count("文") == page.count("文") or "甲" in page


def test_a_title_that_the_page_hides_has_no_span() -> None:
    shown = "<p>各县水务局：</p><p>现将有关事项通知如下，请认真执行，并及时报告。</p>"
    hidden = "<h1 style='display:none'>岚川市水务局关于开展汛期值守的通知 岚水发〔2023〕9号</h1>"
    notice = parse(f"<html><body><div>{hidden}{shown}</div></body></html>".encode())
    assert notice.title is not None
    assert notice.title.text == "岚川市水务局关于开展汛期值守的通知"
    assert notice.title.span is None
    assert notice.kind is not None
    assert notice.kind.text == "通知"
    assert "汛期值守" not in notice.text


def test_files_linked_below_the_text_belong_to_the_attachments_that_it_names() -> None:
    page = (
        "<html><body><div class='article-content'><h1>关于申报节水项目的通知</h1><p>各县（市、区）水务局：</p>"
        "<p>请按时申报节水项目，逾期不予受理，具体要求见附件，有关事项另行通知，请认真组织。</p>"
        "<p>附件：1.节水项目申报指南</p><p>2.节水项目申报表</p><p>3.专家名单</p><p>岚川市水务局</p><p>2023年4月25日</p></div>"
        "<div class='fj'><ul><li><a href='./P020230425_1.docx'>附件1：节水项目申报指南.docx</a></li>"
        "<li><a href='./P020230425_2.xlsx'>节水项目申报表</a></li>"
        "<li><a href='https://example.cn/f/%E4%B8%93%E5%AE%B6%E5%90%8D%E5%8D%95.pdf'>点击下载</a></li></ul></div>"
        "<div><a href='/global/flowers.jpg'>赏花地图</a></div></body></html>"
    )
    notice = parse(page.encode())
    assert [(one.number, one.title, one.file) for one in notice.attachments] == [
        ("1", "节水项目申报指南", "./P020230425_1.docx"),
        ("2", "节水项目申报表", "./P020230425_2.xlsx"),
        ("3", "专家名单", "https://example.cn/f/%E4%B8%93%E5%AE%B6%E5%90%8D%E5%8D%95.pdf"),
    ]
    assert notice.annexes == ()
    assert "赏花地图" not in notice.text


def test_hot_words_and_readings_of_the_site_are_no_text() -> None:
    page = (
        "<html><body><h2 class='hotKey'><span>搜索热词：</span><a href='/s?a'>公共服务</a></h2>"
        "<p><a href='/j'>【政策解读】《关于供水的通知》政策解读</a> 2025-07-05</p>"
        "<div class='article-content'><h1>关于供水的通知</h1><p>请各镇做好供水工作，确保居民用水，有关要求如下，请认真执行，"
        "并于每月底前向我局办公室报送供水情况，逾期不报的予以通报，特此通知，请抓好落实。</p></div></body></html>"
    )
    assert parse(page.encode()).text.splitlines()[0] == "关于供水的通知"


def test_a_page_that_nests_without_end_is_refused() -> None:
    with pytest.raises(LoadError) as caught:
        parse(("<html><body>" + "<div>" * 100_000 + "关于水闸的通知").encode(), name="a.html")
    assert caught.value.code == "too_deep"
    assert parse(("<html><body>" + "<td>" * 30_000 + "关于水闸的通知").encode()).text == "关于水闸的通知"


BODY = (
    "<p>各县（市、区）水务局：</p><p>　　现将汛期值守有关事项通知如下。各单位要落实24小时值班制度，遇有险情立即报告。</p>"
    '<p>　　全市共巡查水库128座，整改隐患36处。</p><p align="right">岚川市水务局</p><p align="right">2023年4月25日</p>'
)
HEADED = f"<h1>岚川市水务局关于开展汛期值守的通知</h1>{BODY}"


@pytest.mark.parametrize(
    "around",
    [
        '<div class="top"><a href="/">首页</a><a href="/a/">政务公开</a><a href="/b/">办事服务</a></div>{}',
        '<div class="nav">首页　公开　服务</div>{}<div class="footer">主办：岚川市水务局　联系电话：0990-1234567</div>',
        '{}<div class="share">分享到：微信　微博</div><div class="tool">【字体：大　中　小】打印本页</div>',
        "{}<div><h3>相关文档</h3><ul><li><a href=1>关于节水宣传周的通知</a>2023-03-20</li><li><a href=2>供水条例解读</a></li></ul></div>",
        "{}<div><a href=0>上一页</a><span>1</span><a href=1>2</a><a href=2>3</a><a href=1>下一页</a> 共3页</div>",
    ],
    ids=["menu", "named", "buttons", "related", "pager"],
)
def test_what_the_site_sets_around_a_document_without_a_name_of_its_own_is_no_text(around: str) -> None:
    page = f"<html><body>{around.format(HEADED)}</body></html>"
    assert lines(page) == lines(f"<html><body>{HEADED}</body></html>")
    assert len(lines(page)) == 6


@pytest.mark.parametrize(
    "page",
    [
        f'<html><body><div id="print" class="tool">{HEADED[:140]}</div></body></html>',
        f"<html><body>{HEADED}<div><a href=/1>附件1：值守表</a><a href=/2>附件2：名单</a><a href=/3>附件3：格式</a></div></body></html>",
        f"<html><body>{HEADED}<div><a href=1.doc>值守表.doc</a><a href=2.doc>名单.doc</a><a href=3.doc>格式.doc</a></div></body></html>",
        f"<html><body>{HEADED}<section>相关信息由值守表统一填报，共12项，见<a href=/1>平台</a>。</section></body></html>",
    ],
    ids=["a short document in what is printed", "attachments", "files", "a sentence with a link"],
)
def test_what_looks_like_the_site_s_and_is_the_document_s_stays(page: str) -> None:
    words = "".join(lines(page))
    assert "各县（市、区）水务局" in words
    assert ("值守表" in words) == ("值守表" in page)


def test_labels_side_by_side_are_parted() -> None:
    row = "<div><span>文号：岚水发〔2023〕12号</span><span>发布日期：2023-04-27</span><span>来源：市水务局</span></div>"
    notice = parse(f"<html><body>{row}{HEADED}</body></html>".encode())
    assert [(one.name, one.value) for one in notice.metadata] == [
        ("文号", "岚水发〔2023〕12号"),
        ("发布日期", "2023-04-27"),
        ("来源", "市水务局"),
    ]
    assert lines("<p><span>请各单位：</span><b>按时</b><b>报送</b></p>") == ["请各单位：按时报送"]


@pytest.mark.parametrize(
    "rows",
    [
        "<ul><li><span>发文机关</span><span>岚川市水务局</span></li><li><b>成文日期</b>2023年4月25日</li></ul>",
        "<div><span>发文机关</span><b>岚川市水务局</b><span>成文日期</span><b>2023年4月25日</b></div>",
        "<p><label>发文机关</label>岚川市水务局<label>成文日期</label>2023年4月25日</p>",
    ],
    ids=["a list", "in turn", "text behind labels"],
)
def test_labels_without_colons_are_parted_from_their_values(rows: str) -> None:
    notice = parse(f"<html><body>{rows}{HEADED}</body></html>".encode())
    assert [(one.name, one.value) for one in notice.metadata] == [("发文机关", "岚川市水务局"), ("成文日期", "2023年4月25日")]
    assert lines("<p><b>发文</b><span>单位</span>应当盖章</p>") == ["发文单位应当盖章"]
    assert lines("<p>本通知自<b>发布日期</b>起施行。</p>") == ["本通知自发布日期起施行。"]
    assert lines("<p><span>本通知自</span><span>发布日期</span><span>起施行。</span></p>") == ["本通知自发布日期起施行。"]


def test_a_number_with_the_site_s_labels_behind_it() -> None:
    title, body = HEADED.split("</h1>")
    row = "<p>岚水发〔2023〕12号　　　发布日期：2023-04-27　　　点击：235</p>"
    notice = parse(f"<html><body>{title}</h1>{row}{body}</body></html>".encode())
    assert notice.document_number is not None
    assert notice.document_number.text == "岚水发〔2023〕12号"
    assert notice.published is not None
    assert notice.published.iso == "2023-04-27"
    assert [one.name for one in notice.recipients] == ["各县（市、区）水务局"]


def test_the_day_of_publication_goes_before_that_of_the_page() -> None:
    rows = "<table><tr><th>生成日期</th><td>2023-04-25</td><th>发布日期</th><td>2023-04-27</td></tr></table>"
    for given, expected in ((rows, "2023-04-27"), (rows.replace("发布日期", "公开方式"), "2023-04-25")):
        notice = parse(f"<html><body>{given}{HEADED}</body></html>".encode())
        assert notice.published is not None
        assert notice.published.iso == expected


@pytest.mark.parametrize(
    "aside",
    [
        "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom><w:Spacing>7.8 磅</w:Spacing></w:WordDocument></xml>",
        "<!--[if gte mso 10]><p>普通表格</p><![endif]-->",
        f"<div class='tab-pane'>{'<p>解读：为做好值守工作，市水务局起草了本通知，明确了三项要求。</p>' * 6}</div>",
        f"<div class='layui-tab-item fade'>{'<p>解读：为做好值守工作，市水务局起草了本通知。</p>' * 6}</div>",
        f"<div class='visible-xs'>{HEADED}</div>",
        f"<section class='d-md-none'>{HEADED}</section>",
        "<div class='hide'>展开全文</div>",
    ],
    ids=["office xml", "conditional comment", "tab behind", "layui tab behind", "for telephones", "for telephones too", "hide"],
)
def test_what_frameworks_hide_and_office_programs_leave_is_no_text(aside: str) -> None:
    front = f"<div class='tab-pane fade in active layui-show'>{HEADED}</div>"
    assert lines(f"<html><body><div>{front}{aside}</div></body></html>") == lines(f"<html><body>{HEADED}</body></html>")


def test_captions_of_tables_stand_above_them() -> None:
    rows = "<tr><th>乡镇</th><th>水厂（座）</th></tr><tr><td>柳坝镇</td><td>2</td></tr><tr><td>南渡镇</td><td>1</td></tr>"
    for table in (
        f"<table><caption>表1 水厂建设计划</caption>{rows}</table>",
        f"<figure><table>{rows}</table><figcaption>表1 水厂建设计划</figcaption></figure>",
    ):
        (found,) = parse(f"<html><body><p>各乡镇人民政府：</p><p>现将计划印发给你们。</p>{table}</body></html>".encode()).tables
        assert found.caption == "表1水厂建设计划"


def test_a_table_of_one_line_above_the_document_is_that_line() -> None:
    page = (
        "<html><body><table><tr><td>今天是 2023年11月6日 星期一</td><td><input value='关键字'></td></tr></table>"
        "<table border=1><tr><td>信息索引号</td><td>014000123/2023-00456</td><td>生成日期</td><td>2023-05-08</td></tr>"
        "<tr><td>文件编号</td><td>岚政办发〔2023〕21号</td><td>发布机构</td><td>市政府办公室</td></tr></table>"
        "<p align=center>关于做好农村供水保障工作的通知</p><div id=zoom><p>各县（区）人民政府：</p>"
        "<p>为做好农村供水保障工作，经市人民政府同意，现将有关事项通知如下，请各单位结合实际认真抓好落实，并按时报送进展情况。</p>"
        "<p align=right>岚川市人民政府办公室</p><p align=right>2023年5月8日</p></div></body></html>"
    )
    notice = parse(page.encode())
    assert "星期一" not in notice.text
    assert notice.title is not None
    assert notice.title.text == "关于做好农村供水保障工作的通知"
    assert [one.name for one in notice.recipients] == ["各县（区）人民政府"]


def test_files_that_the_site_lists_again_are_no_other_attachments() -> None:
    page = (
        "<html><body><h1>关于报送进度的通知</h1><div id=zoom><p>各乡镇：</p>"
        "<p>请按附件要求报送进度，逾期未报的予以通报。请按附件要求报送。</p>"
        '<p>附件：<a href="./1.xlsx">1.工程进度表.xlsx</a></p><p>　　　<a href="./2.docx">2.填表说明.docx</a></p>'
        "<p>禾丰县水务局</p><p>2023年5月8日</p></div>"
        '<div><p>相关附件：</p><p><a href="./1.xlsx">工程进度表.xlsx</a></p><p><a href="./2.docx">填表说明.docx</a></p></div></body></html>'
    )
    assert [(a.number, a.title, a.file) for a in parse(page.encode()).attachments] == [
        ("1", "工程进度表", "./1.xlsx"),
        ("2", "填表说明", "./2.docx"),
    ]


def test_numbers_above_the_line_are_no_figures() -> None:
    page = "<p>面积860m<sup>2</sup>，约1.2×10<sup>4</sup>人<sup>[1]</sup>，总值<sup>1</sup>386亿元，PM<sub>2.5</sub>达标。</p>"
    assert lines(page) == ["面积860m²，约1.2×10⁴人[1]，总值¹386亿元，PM2.5达标。"]


def test_ordered_lists_are_numbered_as_they_are_shown() -> None:
    page = (
        '<ol style="list-style-type: cjk-ideographic"><li>总则</li>'
        '<li>职责<ol type="a" start="2"><li>监督</li><li value="5">检查</li></ol></li></ol>'
        '<ol style="list-style: none"><li>不编号</li></ol><ol><li>甲</li><li>乙</li></ol>'
    )
    assert lines(page) == ["一、总则", "二、职责", "b.监督", "e.检查", "不编号", "1.甲", "2.乙"]


def pictures_told(page: str) -> list[object]:
    """How many pictures are told to hold the text of a page."""
    return [
        d.params["count"] for d in parse(f"<html><body>{page}</body></html>".encode()).diagnostics if d.code == "source.pictures_unread"
    ]


def test_a_page_whose_text_is_a_picture_says_so() -> None:
    head = "<h1>关于做好汛期值守工作的通知</h1>"
    assert pictures_told(f"{head}<p><img src='W020230425.jpg'></p><p><img src='W020230426.png' width='100%'></p>") == [2]
    assert pictures_told(f"{head}<p>各单位要实行24小时值班。</p><p><img src='W020230425.jpg'></p>") == []
    signs = "<p><img src='/images/logo.png'><img src='a.png' width=16><a href='x'><img src='b.jpg'></a><img src='ewm.png'></p>"
    assert pictures_told(head + signs) == []
    assert pictures_told(f"{head}<table><tr><td><center><p><img src='W020230425.jpg'></p></center></td></tr></table>") == [1]


def test_signs_of_gbk_are_no_big5() -> None:
    text = "改造前120㎡–130㎡–140㎡，改造后150㎡–160㎡，面积共计700㎡。\n" * 4
    assert decode(text.encode("gb18030")).text == text
    lines = "═" * 40 + "\n收文登记：已办结。\n" + "═" * 40
    assert decode(lines.encode("gb18030")).text == lines


def test_a_page_in_big5_is_read_as_such() -> None:
    text = "關於開展汛期值守工作的通知。各縣（市、區）水務局要實行二十四小時值班，遇有險情立即報告，共巡查水庫128座。"
    for page in (f"<html><head><meta charset=big5></head><body><p>{text}</p></body></html>", text):
        assert parse(page.encode("big5")).text.endswith(text)
        assert parse(page.encode("gb18030")).text.endswith(text)


@pytest.mark.parametrize(
    "struck", ["<s>35</s>", "<strike>35</strike>", "<del>35</del>", "<span style='text-decoration: line-through'>35</span>"]
)
def test_what_is_struck_out_is_no_part_of_a_figure(struck: str) -> None:
    notice = parse(f"<html><body><p>全市共巡查水库{struck}128座，整改隐患36处。</p></body></html>".encode())
    assert notice.text == "全市共巡查水库128座，整改隐患36处。"
    assert [one.params["count"] for one in notice.diagnostics if one.code == "source.struck_out"] == [2]


def test_cells_that_are_struck_out_keep_their_places() -> None:
    look = ' style="text-decoration:line-through"'
    rows = [
        "<tr><td>县区</td><td>受理</td><td>办结</td></tr>",
        f"<tr><td>云坪区</td><td{look} rowspan=2>12<b>件</b></td><td>15</td></tr>",
        f"<tr{look}><td>柳坝镇</td><td><table><tr><td>9</td></tr></table></td></tr>",
        "<tr><td>禾丰县</td><td>30</td><td>29</td></tr>",
    ]
    page = read_html(f"<html><body><p>各县区办结情况如下，请抓紧办理。</p><table>{''.join(rows)}</table></body></html>")
    assert [block.rows for block in page.blocks if isinstance(block, Grid)] == [
        (("县区", "受理", "办结"), ("云坪区", "", "15"), ("", "", ""), ("禾丰县", "30", "29"))
    ]


def test_a_page_that_is_struck_out_as_a_whole_stays() -> None:
    page = "<html><body><div style='text-decoration:line-through'><p>全市共巡查水库128座，整改隐患36处。</p></div></body></html>"
    assert parse(page.encode()).text == "全市共巡查水库128座，整改隐患36处。"


def test_what_is_struck_out_twice_is_weighed_once() -> None:
    struck = "<s><span style='text-decoration:line-through'><del>去年三十五座，今年一百座</del></span></s>"
    page = read_html(f"<html><body><p>全市检查水闸{struck}128座，比上年增长8.5%，均已整改到位。</p></body></html>")
    assert [one.text for one in page.blocks if isinstance(one, Paragraph)] == ["全市检查水闸128座，比上年增长8.5%，均已整改到位。"]
    assert page.n_struck == len("去年三十五座，今年一百座")


def test_what_two_marks_of_one_node_strike_out_is_weighed_once() -> None:
    struck = "<s style='text-decoration:line-through'>去年三十五座，今年一百座</s>"
    assert read_html(f"<html><body><p>全市检查水闸{struck}128座，比上年增长8.5%。</p></body></html>").n_struck == 12


def test_what_is_deleted_is_told_however_much_it_is() -> None:
    page = read_html("<html><body><p>全市水闸<del>去年三十五座，今年一百座，合计数为一百三十五座</del>128座。</p></body></html>")
    assert page.n_struck == len("去年三十五座，今年一百座，合计数为一百三十五座")


def test_a_page_is_not_set_into_itself() -> None:
    pages = {"甲.html": "<p>甲文</p><iframe src='乙.html'></iframe>", "乙.html": "<p>乙文</p><iframe src='甲.html'></iframe>"}
    page = read_html(pages["甲.html"], None, pages.get)
    assert [one.text for one in page.blocks if isinstance(one, Paragraph)] == ["甲文", "乙文"]
