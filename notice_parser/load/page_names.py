"""Images that are pages of one notice, told by their names and folders: which belong together, and in which order.

``folder``: all images of a folder. ``stem``: those of a folder whose names differ in the number of the page alone.

>>> [page_of(name) for name in ("通知_0010.jpg", "通知 第2页.png", "扫描(3).tif", "通知 第十二页.png")]
[('通知', 10), ('通知', 2), ('扫描', 3), ('通知', 12)]
>>> page_of("附件1.jpg"), page_of("通知2023.jpg"), page_of("岚水发〔2023〕12号.png"), page_of("1.txt")
(None, None, None, None)
>>> [group.names for group in group_pages(["a/10.png", "a/2.png", "a/1.png", "b/1.png"], "stem")]
[('a/1.png', 'a/2.png', 'a/10.png')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from notice_parser.text.numerals import read_integer
from notice_parser.text.width import fold

__all__ = ["Group", "group_pages", "is_image_name", "page_of"]

_IMAGE = re.compile(r"\.(?:jpe?g|png|tiff?|bmp|gif|webp)$", re.IGNORECASE)
_MARKED = re.compile(
    r"[ _.·—-]{0,3}(?:[(\[【]?第?(?P<number>[0-9]{1,5}|[一二三四五六七八九十百]{1,5})[页頁版面张][)\]】]?|"
    r"[(\[【](?P<bracketed>[0-9]{1,5})[)\]】])$"
)
_BARE = re.compile(r"(?P<parted>[ _.·—-]{0,3})(?:(?:p|page|img|image|scan)[ _.-]?)?(?P<number>[0-9]{1,5})$", re.IGNORECASE)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_NO_PAGE = re.compile(r"(?:附件|附表|附图|附录|表|图|之|第|第[0-9]{1,3}[批次期]|[vV])$")  # the number behind is not a page's
_DIGITS = re.compile("([0-9]{1,18})")


class Group(NamedTuple):
    """Pages of one notice: its name, from the folder or the stem, and theirs, in the order of the pages."""

    name: str
    names: tuple[str, ...]


def is_image_name(name: str) -> bool:
    """Whether a file is an image by its name."""
    return _IMAGE.search(name) is not None


def page_of(name: str) -> tuple[str, int] | None:
    """What the name of an image says besides the number of its page, and that number; null where it says none."""
    suffix = _IMAGE.search(name)
    if suffix is None:
        return None
    printed = name[: suffix.start()].rstrip()
    bare = fold(printed)  # of the same length
    if (marked := _MARKED.search(bare)) is not None:
        stem, number = printed[: marked.start()], read_integer(marked.group("number") or marked.group("bracketed"))
        return None if number is None else (stem.rstrip(" _.·—-"), number)
    if (found := _BARE.search(bare)) is None:
        return None
    stem = printed[: found.start()]
    if _NO_PAGE.search(stem) or (not found.group("parted") and _YEAR.fullmatch(found.group("number"))):
        return None
    return stem, int(found.group("number"))


def group_pages(names: Iterable[str], by: str) -> tuple[Group, ...]:
    """The groups of at least two images among the paths, ``/`` between folders, in the order in which they begin."""
    found: dict[tuple[str, str], list[tuple[tuple[object, ...], str]]] = {}
    for name in names:
        folder, _, file = name.rpartition("/")
        page = page_of(file)
        if not is_image_name(file) or (by == "stem" and page is None):
            continue
        stem, number = page if page is not None else (file, 0)
        key = (folder, stem if by == "stem" else "")
        found.setdefault(key, []).append(((_natural(stem), number, file), name))
    return tuple(
        Group("/".join(filter(None, key)), tuple(name for _, name in sorted(pages))) for key, pages in found.items() if len(pages) > 1
    )


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """A key by which 2 stands before 10."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(text) if part)
