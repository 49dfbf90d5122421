"""What the name of a file says of an attachment: its title and its number.

>>> read_file_name("附件1：值守安排.docx"), read_file_name("2.人员名单.xls")
(FileName(title='值守安排', number='1'), FileName(title='人员名单', number='2'))
>>> read_file_name("附件2023年计划.pdf"), read_file_name("附件一览表.pdf")
(FileName(title='2023年计划', number=None), FileName(title='一览表', number=None))
>>> read_file_name("P020230401_3.pdf")
FileName(title='', number=None)
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.text.numerals import read_integer
from notice_parser.text.width import fold

__all__ = ["MOST_BESIDE", "FileName", "bare_title", "files_beside", "plain_number", "range_of", "read_file_name"]

MOST_BESIDE = 100  # files in a folder and below it that may be a notice and its attachments; more are a collection
_LAST = "\U0010ffff"

_SUFFIX = re.compile(r"\.[0-9A-Za-z]{1,5}$")
_DIGITS = r"[0-9]{1,2}(?:-[0-9]{1,2})?(?![0-9])"
_HAN = "[一二三四五六七八九十]{1,3}"
_LETTER = "[A-Z](?![A-Za-z0-9])"
_PARTED = r"(?=[ :._\-、)\]《]|$)"  # a numeral in Han characters right before others may be part of a word: 附件一览表
# 附件1, 附表二、, 附件 B-; a number before 年 or 月 is a time's
_LABEL = re.compile(rf"[\[(]?附 ?(?:件|表|录|图)? ?(?P<number>{_DIGITS}(?![年月日])|(?:{_HAN}|{_LETTER}){_PARTED})?[\])]?[ :._\-、]{{0,4}}")
_ITEM = re.compile(
    rf"(?P<number>{_DIGITS})(?:[.、:_)]|[ -](?=[^0-9年月日]))[ ]{{0,4}}|[(\[](?P<bracketed>[0-9]{{1,2}})[)\]]|(?P<han>{_HAN})、"
)
# the number of the attachment behind the title: 申请表（附件2）, 通知-附件1
_TAIL = re.compile(rf"[ _\-]{{0,3}}[(\[]?附 ?(?:件|表) ?(?P<number>{_DIGITS}|{_HAN})[)\]]?$")
_GENERIC = re.compile("[(\\[]?(?:附件|文件|点击)?(?:下载|查看|预览)(?:附件|文件|地址)?[)\\]]?|附件|[0-9A-Za-z_.-]{1,80}")  # no title


class FileName(NamedTuple):
    """Title, compared by ``bare_title``, ``""`` if the name has none; number as in the JSON, null if it has none."""

    title: str
    number: str | None


def read_file_name(name: str) -> FileName:
    """Title and number that a file's name tells, or the text of a link to a file."""
    rest = _SUFFIX.sub("", fold(name).strip())
    number = None
    if (label := _LABEL.match(rest)) is not None and (len(label[0].strip()) > 1 or label[0] == rest):
        number, rest = label["number"], rest[label.end() :]
    if number is None and (item := _ITEM.match(rest)) is not None:
        number, rest = item["number"] or item["bracketed"] or item["han"], rest[item.end() :]
    elif number is None and (tail := _TAIL.search(rest)) is not None:
        number, rest = tail["number"], rest[: tail.start()]
    title = "" if _GENERIC.fullmatch(rest.strip()) else bare_title(rest)
    return FileName(title, plain_number(number))


def range_of(page: str, *, is_own: bool = False) -> tuple[str, str]:
    """The first path, and the first no more, of those in the page's folder and below; or of the page's own, which begin with its name.

    >>> range_of("甲/通知.html")[0], range_of("甲/通知.html", is_own=True)[0]
    ('甲/', '甲/通知')
    """
    folder, _, name = page.rpartition("/")
    start = f"{folder}/" if folder else ""
    if is_own:
        start += posixpath.splitext(name)[0]
    return start, start + _LAST


def files_beside(page: str, names: Sequence[str]) -> tuple[str, ...]:
    """Of sorted paths those that came with a page, its own among them: in its folder and below, or, of a collection, those called like it.

    >>> files_beside("甲/通知.html", ["乙.txt", "甲/通知.html", "甲/通知_files/附件1.xls", "甲/附件2.doc"])
    ('甲/通知.html', '甲/通知_files/附件1.xls', '甲/附件2.doc')
    """
    for is_own in (False, True):
        first, last = (bisect_left(names, bound) for bound in range_of(page, is_own=is_own))
        if last - first <= MOST_BESIDE:
            return tuple(names[first:last])
    return ()


def bare_title(title: str) -> str:
    """A title as it is compared: without blanks, title marks and what only says that it is left out."""
    return "".join(c for c in fold(title) if c not in " \t\n《》<>").removesuffix("(略)")


def plain_number(raw: str | None) -> str | None:
    """An attachment's number as the JSON has it.

    >>> plain_number("二"), plain_number("１-2"), plain_number("B")
    ('2', '1-2', 'B')
    """
    if raw is None:
        return None
    folded = fold(raw)
    value = read_integer(folded) if not folded.isascii() and "之" not in folded else None
    return str(value) if value is not None else folded
