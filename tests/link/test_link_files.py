"""link/files.py: the files that came with a page, and whose they are."""

from __future__ import annotations

import pytest

from notice_parser.link.files import link_beside, link_links
from notice_parser.model import Attachment
from notice_parser.text.file_names import MOST_BESIDE, files_beside

LIST = (("1", "闸门值守安排表"), ("2", "人员名单"))


def attachments(*given: tuple[str | None, str], file: str | None = None) -> tuple[Attachment, ...]:
    """The entries of a list of attachments."""
    return tuple(Attachment(number=n, title=t, raw=t, file=file, span=(0, len(t)), rule="attachments.item") for n, t in given)


@pytest.mark.parametrize(
    ("page", "beside", "expected"),
    [
        ("通知.html", ("附件1.xlsx", "附件2.docx"), ("附件1.xlsx", "附件2.docx")),
        ("甲/通知.html", ("甲/附件1：闸门值守安排表.docx", "甲/2.人员名单.doc"), ("甲/附件1：闸门值守安排表.docx", "甲/2.人员名单.doc")),
        ("通知.html", ("通知_files/附件1.xls", "通知_files/附件2.xls", "其他.html"), ("通知_files/附件1.xls", "通知_files/附件2.xls")),
        ("通知.html", ("通知-附件1.xls", "通知（附件2）.xls", "通报.html", "通报-附件1.xls"), ("通知-附件1.xls", "通知（附件2）.xls")),
        ("通知.html", ("闸门值守安排表（附件1）.doc", "附件01.xls", "附件02.xls"), ("闸门值守安排表（附件1）.doc", "附件02.xls")),
        # of two pages of a kind either may have them, but for those that their titles tell
        ("通知.html", ("通报.html", "附件1.xlsx", "附件2.docx"), (None, None)),
        ("通知.html", ("通报.html", "闸门值守安排表.xlsx", "人员名单.docx"), ("闸门值守安排表.xlsx", None)),
        ("通知.html", ("通报.html", "附件1闸门值守安排表.xlsx", "附件2人员名单.docx"), ("附件1闸门值守安排表.xlsx", "附件2人员名单.docx")),
        ("通知.doc", ("通报.html", "附件1.xlsx", "附件2.docx"), ("附件1.xlsx", "附件2.docx")),
        # two files that may be one attachment are none
        ("通知.html", ("甲/附件1.xlsx", "乙/附件1.xlsx", "附件2.xlsx"), (None, "附件2.xlsx")),
        ("通知.html", ("附件3.xlsx", "照片.jpg"), (None, None)),
    ],
)
def test_whose_a_file_is(page: str, beside: tuple[str, ...], expected: tuple[str | None, ...]) -> None:
    assert tuple(one.file for one in link_beside(attachments(*LIST), page, (page, *beside))) == expected


@pytest.mark.parametrize(
    ("link", "beside", "expected"),
    [
        ("./P0204.xlsx", ("甲/P0204.xlsx",), "甲/P0204.xlsx"),
        ("https://www.example.cn/art/P0204.xlsx?v=1", ("甲/通知_files/P0204.xlsx",), "甲/通知_files/P0204.xlsx"),
        ("/p/%E9%99%84%E4%BB%B61.xlsx", ("甲/附件1.xlsx",), "甲/附件1.xlsx"),
        ("https://www.example.cn/p/1.xlsx", ("甲/子/1.xlsx", "甲/丑/1.xlsx"), "https://www.example.cn/p/1.xlsx"),
        ("http://[abc/1.xlsx", ("甲/1.xlsx",), "甲/1.xlsx"),  # an address that is none
        ("http://a℀b/2.xlsx", ("甲/1.xlsx",), "http://a℀b/2.xlsx"),
    ],
)
def test_a_link_leads_to_the_file_that_came_with_the_page(link: str, beside: tuple[str, ...], expected: str) -> None:
    (one,) = link_beside(attachments(("1", "表"), file=link), "甲/通知.html", beside)
    assert one.file == expected


def test_the_only_attachment_is_the_file_called_so() -> None:
    assert [one.file for one in link_beside(attachments((None, "人员名单")), "通知.doc", ("附件.xls", "图.png"))] == ["附件.xls"]
    assert [one.file for one in link_beside(attachments((None, "人员名单")), "通知.doc", ("通知附件.xls", "图.png"))] == ["通知附件.xls"]
    assert [one.file for one in link_beside(attachments(*LIST), "通知.doc", ("附件.xls",))] == [None, None]


def test_links_by_their_words_and_by_the_names_of_their_files() -> None:
    links = (("附件2", "/p/7.doc"), ("点击下载", "/p/附件1.闸门值守安排表.xls"))
    assert [one.file for one in link_links(attachments(*LIST), links)] == ["/p/附件1.闸门值守安排表.xls", "/p/7.doc"]


def test_of_a_collection_only_those_called_like_the_page_came_with_it() -> None:
    many = sorted([*(f"甲/{n:03}.html" for n in range(MOST_BESIDE)), "甲/通知.html", "甲/通知_files/附件1.xls", "乙.txt"])
    assert files_beside("甲/通知.html", many) == ("甲/通知.html", "甲/通知_files/附件1.xls")
    assert files_beside("甲/050.html", many) == ("甲/050.html",)
