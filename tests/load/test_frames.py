"""Frames of web pages: read where their page can be had, and told where it cannot."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest
from builders import tarred, zipped
from test_load_flat import mhtml

from notice_parser import batch, parse, parse_all
from notice_parser.load.html_frames import set_in

TITLE = "岚川市水务局关于做好汛期值守工作的通知"
BODY = (
    f"<h1>{TITLE}</h1><p>各县（市、区）水务局：</p><p>现将汛期值守有关事项通知如下。各单位要实行24小时值班，遇有险情立即报告。</p>"
    "<p>全市共巡查水库128座，整改隐患36处。</p><p align='right'>岚川市水务局</p><p align='right'>2023年4月25日</p>"
)
CONTENT = f"<html><head><title>正文页</title></head><body>{BODY}</body></html>"
LEFT = "<html><body><ul><li><a href='a.html'>首页</a></li><li><a href='b.html'>政务公开</a></li></ul></body></html>"
SET = (
    "<html><head><title>岚川市水务局</title></head><frameset cols='200,*'><frame src='left.html'><frame name=main src='{}'>"
    "<noframes><body>您的浏览器不支持框架</body></noframes></frameset></html>"
)
ROW = "<table><tr><td>文号</td><td>岚水发〔2023〕12号</td><td>发布日期</td><td>2023-04-27</td></tr></table>"


def codes(path: Path | bytes) -> set[str]:
    """The codes of a page's diagnostics that speak of frames."""
    return {one.code for one in parse(path).diagnostics if "frame" in one.code}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_frameset_is_read_with_the_pages_that_lie_beside_it(tmp_path: Path, encoding: str) -> None:
    page = tmp_path / "通知.html"
    page.write_text(SET.format("通知_files/main.html?id=3#a"), encoding=encoding)
    (tmp_path / "left.html").write_text(LEFT, encoding="utf-8")
    (tmp_path / "通知_files").mkdir()
    (tmp_path / "通知_files" / "main.html").write_text(CONTENT, encoding=encoding)
    notice = parse(page)
    assert notice.title is not None
    assert notice.title.text == TITLE
    assert notice.text.splitlines()[-1] == "2023年4月25日"
    for word in ("首页", "政务公开", "浏览器", "正文页"):
        assert word not in notice.text
    assert [d.params["name"] for d in notice.diagnostics if d.code == "source.frame_read"] == ["left.html", "通知_files/main.html?id=3#a"]
    alone = parse(page.read_bytes())
    assert [d.params["name"] for d in alone.diagnostics if d.code == "source.frame_unread"] == ["left.html", "通知_files/main.html?id=3#a"]
    assert alone.review.level != "none"


def test_a_frame_s_page_stands_in_its_place_between_what_the_page_says_itself(tmp_path: Path) -> None:
    files = "<ul><li><a href='1.docx'>附件1：值守表.docx</a></li></ul>"
    page = tmp_path / "a.html"
    page.write_text(f"<html><body>{ROW}<iframe src='./main.html' width='100%'>不支持框架</iframe>{files}</body></html>", encoding="utf-8")
    (tmp_path / "main.html").write_text(CONTENT, encoding="utf-8")
    notice = parse(page)
    assert notice.document_number is not None
    assert notice.document_number.text == "岚水发〔2023〕12号"
    assert notice.published is not None
    lines = notice.text.splitlines()
    assert lines.index(TITLE) < lines.index("岚川市水务局") < lines.index("附件1：值守表.docx")
    held = BODY.replace("'", "&#39;")
    assert parse(f"<html><body>{ROW}<iframe srcdoc='{held}'></iframe>{files}</body></html>".encode()).text == notice.text


@pytest.mark.parametrize(
    "target",
    ["../main.html", "/main.html", "file:///main.html", "http://example.org/main.html", "link.html", "..%2Fmain.html", "none.html"],
)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, target: str) -> None:
    (tmp_path / "main.html").write_text(CONTENT, encoding="utf-8")
    folder = tmp_path / "甲"
    folder.mkdir()
    try:
        (folder / "link.html").symlink_to(tmp_path / "main.html")
    except OSError:
        pytest.skip("no links may be made here")
    page = folder / "a.html"
    page.write_text(f"<html><body><iframe src='{target}'></iframe></body></html>", encoding="utf-8")
    assert codes(page) == {"source.frame_unread"}
    assert TITLE not in parse(page).text


@pytest.mark.parametrize(
    "frame",
    [
        "<!-- <iframe src='main.html'></iframe> -->",
        "<script>document.write(\"<iframe src='main.html'></iframe>\");</script>",
        "<iframe src='main.html' style='display:none'></iframe>",
        "<iframe src='main.html' width=0 height=0></iframe>",
        "<iframe src='about:blank'></iframe><iframe></iframe>",
    ],
    ids=["comment", "script", "hidden", "thin", "blank"],
)
def test_what_no_reader_sees_is_no_frame(tmp_path: Path, frame: str) -> None:
    page = tmp_path / "a.html"
    page.write_text(f"<html><body><p>关于停水的通知</p>{frame}</body></html>", encoding="utf-8")
    (tmp_path / "main.html").write_text(CONTENT, encoding="utf-8")
    assert parse(page).text == "关于停水的通知"
    assert codes(page) == set()


def test_a_page_that_has_its_text_tells_nothing_of_its_frames() -> None:
    weather = "<iframe src='http://example.org/weather.html'></iframe>"
    assert codes(f"<html><body>{BODY}{BODY}{BODY}{weather}</body></html>".encode()) == set()
    assert codes(f"<html><body><p>关于停水的通知</p>{weather}</body></html>".encode()) == {"source.frame_unread"}
    assert codes(b"<html><body><embed src='a.pdf'><embed src='b.swf'><object data='c.ofd'></object></body></html>") == {
        "source.frame_unread"
    }


def test_frames_within_each_other_end(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<html><body><p>关于停水的通知</p><iframe src='a.html'></iframe></body></html>", encoding="utf-8")
    assert 1 <= parse(page).text.count("关于停水的通知") <= 4
    many = "<iframe src='b.html'></iframe>" * 50
    (tmp_path / "b.html").write_text(f"<p>甲</p>{many}", encoding="utf-8")
    page.write_text(f"<html><body>{many}</body></html>", encoding="utf-8")
    assert parse(page).text.count("甲") <= 40


def test_a_frame_that_is_a_set_of_frames_itself(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(SET.format("b.html"), encoding="utf-8")
    (tmp_path / "b.html").write_text(SET.format("main.html").replace("水务局</title>", "水务局首页</title>"), encoding="utf-8")
    (tmp_path / "left.html").write_text("<p>导航</p>", encoding="utf-8")
    (tmp_path / "main.html").write_text(CONTENT.replace("<head>", "<head><!-- <body> -->"), encoding="utf-8")
    text = parse(page).text
    assert TITLE in text
    assert "浏览器" not in text
    assert "首页" not in text
    assert "正文页" not in text


def test_the_frames_of_a_page_that_was_saved_as_one_file() -> None:
    frame = "\r\n".join(["Content-Type: text/html; charset=utf-8", "Content-ID: <frame-1@mhtml.blink>", "", CONTENT, ""]).encode()
    saved = mhtml("<html><body><iframe src='cid:frame-1@mhtml.blink'></iframe></body></html>", charset="utf-8", coding="base64")
    boundary = saved.rstrip().rsplit(b"\n", 1)[-1].removesuffix(b"--")
    data = saved.rstrip().removesuffix(b"--") + b"\r\n" + frame + b"\r\n" + boundary + b"--\r\n"
    notice = parse(data)
    assert notice.title is not None
    assert notice.title.text == TITLE


@pytest.mark.parametrize("part", ['<iframe "', "<iframe src='a", "<!--<iframe", "<script><iframe>", "<iframe a=b "])
def test_tags_that_do_not_close_take_no_time(part: str) -> None:
    begun = process_time()
    set_in(part * 100_000)
    assert process_time() - begun < 20


FRAMESET = "<html><head><title>x</title>{}</head><frameset cols='20%,*'><frame src='menu.html'><frame src='main.html'></frameset></html>"


def page_of(town: str) -> str:
    """The page of a frame: a notice of this town."""
    return CONTENT.replace(TITLE, f"{town}人民政府关于汛期值守的通知")


def titles_of(output: Path, *folders: str) -> list[str]:
    """The towns in the titles of the pages in these folders, as a batch wrote them."""
    told = [json.loads((output / folder / "index.html.json").read_text(encoding="utf-8")) for folder in folders]
    return [one["title"]["text"][:3] for one in told]


def test_a_batch_reads_the_frames_of_each_folder(tmp_path: Path) -> None:
    for folder, town in (("甲", "南渡镇"), ("乙", "柳坝镇"), ("丙", "柳坝镇")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "index.html").write_text(FRAMESET.format(""), encoding="utf-8")
        (tmp_path / "in" / folder / "main.html").write_text(page_of(town), encoding="utf-8")
    summary = batch(tmp_path / "in", tmp_path / "out", workers=1)
    assert (summary.n_files, summary.n_parsed) == (6, 4)  # two folders are one and the same
    assert titles_of(tmp_path / "out", *"甲乙丙") == ["南渡镇", "柳坝镇", "柳坝镇"]
    ids = {}
    for folder in "甲乙丙":
        told = json.loads((tmp_path / "out" / folder / "index.html.json").read_text(encoding="utf-8"))
        ids[folder] = told["id"]
        assert "source.frame_read" in {one["code"] for one in told["diagnostics"]}
        assert told["id"] == parse(tmp_path / "in" / folder / "index.html").id
    assert ids["甲"] != ids["乙"] == ids["丙"]


@pytest.mark.parametrize("kind", ["long", "link"])
def test_pages_that_differ_in_their_frames_alone_are_two(tmp_path: Path, kind: str) -> None:
    """Though the frames stand far behind the beginning of the page, or a link leads to it out of its folder."""
    long = FRAMESET.format(f"<script>{'var a = 0;' * 120_000}</script>")
    for folder, town in (("甲", "南渡镇"), ("乙", "柳坝镇")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "main.html").write_text(page_of(town), encoding="utf-8")
        page = tmp_path / "in" / folder / "index.html"
        if kind == "long":
            page.write_text(long, encoding="utf-8")
            continue
        outside = tmp_path / f"{folder}.html"
        outside.write_text(FRAMESET.format(""), encoding="utf-8")
        try:
            page.symlink_to(outside)
        except OSError:
            pytest.skip("no links may be made here")
    batch(tmp_path / "in", tmp_path / "out", workers=1)
    assert titles_of(tmp_path / "out", "甲", "乙") == ["南渡镇", "柳坝镇"]


def test_a_frame_that_changed_alone_is_read_anew_where_all_is(tmp_path: Path) -> None:
    """What was one content in two folders is two then."""
    for folder in "甲乙":
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "index.html").write_text(FRAMESET.format(""), encoding="utf-8")
        (tmp_path / "in" / folder / "main.html").write_text(page_of("南渡镇"), encoding="utf-8")
    batch(tmp_path / "in", tmp_path / "out", workers=1)
    (tmp_path / "in" / "乙" / "main.html").write_text(page_of("柳坝镇"), encoding="utf-8")
    batch(tmp_path / "in", tmp_path / "out", workers=1)
    assert titles_of(tmp_path / "out", "甲", "乙") == ["南渡镇", "南渡镇"]
    batch(tmp_path / "in", tmp_path / "out", workers=1, is_forced=True)
    assert titles_of(tmp_path / "out", "甲", "乙") == ["南渡镇", "柳坝镇"]


def packed_page(encoding: str = "utf-8") -> dict[str, bytes]:
    """The members of an archive that holds a page with frames, and their pages."""
    return {
        "网页/index.html": SET.format("通知_files/main.html?id=3").encode(encoding),
        "网页/left.html": LEFT.encode(encoding),
        "网页/通知_files/main.html": CONTENT.encode(encoding),
    }


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: zipped({"内.tar": tarred(members)})], ids=["zip", "tar", "nested"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_frames_of_a_page_in_an_archive_are_read_from_it(pack: Callable[[dict[str, bytes]], bytes], encoding: str) -> None:
    notices = parse_all(pack(packed_page(encoding)))
    assert [(one.source.name or "").rpartition("/")[2] for one in notices] == ["index.html", "left.html", "main.html"]
    assert [one.title.text if one.title else None for one in notices] == [TITLE, None, TITLE]
    assert {one.code for one in notices[0].diagnostics if "frame" in one.code} == {"source.frame_read"}


@pytest.mark.parametrize("target", ["../../main.html", "/main.html", "file:///main.html", "http://example.org/main.html", "a.png"])
def test_nothing_outside_of_an_archive_is_read(target: str) -> None:
    page = f"<html><body><iframe src='{target}'></iframe></body></html>"
    notices = parse_all(zipped({"网页/index.html": page, "main.html": CONTENT, "网页/a.png": b"\x89PNG\r\n\x1a\n\x00"}))
    assert {one.code for one in notices[0].diagnostics if "frame" in one.code} == {"source.frame_unread"}


def test_what_frames_add_to_the_pages_of_an_archive_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    main = CONTENT.encode()
    monkeypatch.setattr("notice_parser.load.archive.MAX_FRAMED", 2 * len(main))
    pages = {f"{n}.html": f"<html><body><p>第{n}页</p><iframe src='main.html'></iframe></body></html>".encode() for n in range(1, 5)}
    notices = parse_all(zipped({**pages, "main.html": main}))
    told = [[one.code for one in notice.diagnostics if "frame" in one.code] for notice in notices]
    assert told == [["source.frame_read"]] * 2 + [["source.frame_unread"]] * 2 + [[]]


@pytest.mark.parametrize(("suffix", "pack"), [("zip", zipped), ("tar", tarred)])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_batch_reads_the_frames_of_members_of_an_archive(
    tmp_path: Path, suffix: str, pack: Callable[[dict[str, bytes]], bytes], is_first: bool
) -> None:
    (tmp_path / "in").mkdir()
    names = [f"甲.{suffix}", f"乙.{suffix}"]
    for name, town in zip(names, ("南渡镇", "柳坝镇"), strict=True):
        members = {"index.html": FRAMESET.format("").encode(), "main.html": page_of(town).encode()}
        members = members if is_first else dict(reversed(members.items()))
        (tmp_path / "in" / name).write_bytes(pack(members))
    batch(tmp_path / "in", tmp_path / "out", workers=1)
    assert titles_of(tmp_path / "out", *names) == ["南渡镇", "柳坝镇"]
    told = json.loads((tmp_path / "out" / names[0] / "index.html.json").read_text(encoding="utf-8"))
    assert "source.frame_read" in {one["code"] for one in told["diagnostics"]}
    batch(tmp_path / "in", tmp_path / "out2", workers=1, cache=tmp_path / "cache")
    assert titles_of(tmp_path / "out2", *names) == ["南渡镇", "柳坝镇"]
    assert batch(tmp_path / "in", tmp_path / "out", workers=1).n_parsed == 0  # nothing has changed


def test_members_of_one_name_in_a_tar_keep_their_own_pages(tmp_path: Path) -> None:
    """As programs leave them that add to an archive what has changed."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("i.html", "<p>第一版</p>"), ("i.html", "<p>第二版</p>"), ("./i.html", ""), ("main.html", "")):
            page = f"<html><body>{data}<iframe src='main.html'></iframe></body></html>" if data else "<p>第三版</p>"
            info = tarfile.TarInfo(name)
            info.size = len(page.encode())
            archive.addfile(info, BytesIO(page.encode()))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.tar").write_bytes(out.getvalue())
    batch(tmp_path / "in", tmp_path / "out", workers=1)
    texts = [json.loads(one.read_text(encoding="utf-8"))["text"] for one in (tmp_path / "out" / "甲.tar").glob("i.html*.json")]
    assert sorted(text.partition("版")[0] for text in texts) == ["第一", "第三", "第二"]


def test_what_frames_add_to_the_pages_of_a_tar_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = CONTENT.encode()
    monkeypatch.setattr("notice_parser.batch.framed._MAX_FRAMED", 2 * len(main))
    pages = {f"{n}.html": f"<html><body><p>第{n}页</p><iframe src='main.html'></iframe></body></html>".encode() for n in range(1, 5)}
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.tar").write_bytes(tarred({**pages, "main.html": main}))
    batch(tmp_path / "in", tmp_path / "out", workers=1)
    told = [json.loads((tmp_path / "out" / "甲.tar" / f"{n}.html.json").read_text(encoding="utf-8"))["diagnostics"] for n in range(1, 5)]
    assert [[one["code"] for one in notice if "frame" in one["code"]] for notice in told] == [["source.frame_read"]] * 2 + [
        ["source.frame_unread"]
    ] * 2
