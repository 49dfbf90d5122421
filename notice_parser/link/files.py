"""附件 ↔ file: which link of the page, and which of the files that came with it, each attachment of the list is.

Files come with a page in its folder, or below it: in a ZIP, in a folder of a batch. A file whose name begins with the page's
(通知.html: ``通知_files/附件1.xls``, ``通知-附件2.doc``) is the page's own. Of the others a title tells whose they are; 附件1.xls does only
where no other page of its kind lies there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from notice_parser.model import Attachment
from notice_parser.text.file_names import FileName, bare_title, read_file_name

__all__ = ["link_beside", "link_links"]

_TITLE_HELD = 6  # characters of a title that is found within another, or that is told from those of other pages
_NUMBERED_HELD = 2  # the same, where the number is the same too
_GOES_ON = re.compile(r"[\s_.（(\-/]|附件")  # behind the page's name in that of a file of its own
# pages of one kind, by their suffixes: where two of them lie together, 附件1 is either's
_KINDS = {suffix: kind for kind in ("htm html shtml mht mhtml", "doc docx wps rtf odt", "pdf ofd", "txt md") for suffix in kind.split()}


class _File(NamedTuple):
    """A file: where it is, title and number that its name says, or that it is called 附件 and nothing else."""

    target: str
    title: str
    number: str | None
    is_bare: bool = False


_Agrees = Callable[[Attachment, _File], bool]


def link_links(attachments: Sequence[Attachment], links: Sequence[tuple[str, str]]) -> tuple[Attachment, ...]:
    """The attachments with the links, text and target each, that are theirs by title, else by number; a link is one attachment's only."""
    if not attachments or not links:
        return tuple(attachments)
    files = [_File(target, *_said_of_link(text, target)) for text, target in links]
    return _linked(attachments, files, (_same_title, _near_title, _same_number))


def link_beside(attachments: Sequence[Attachment], page: str, beside: Iterable[str]) -> tuple[Attachment, ...]:
    """The attachments with the files that came with the page, all told by their paths from one root; ``file`` is then that path.

    A link or a name that leads to one of them is replaced by its path.
    """
    others = [path for path in beside if path != page]
    if not attachments or not others:
        return tuple(attachments)
    attachments = [replace(one, file=_path_of(one.file, page, others)) if one.file else one for one in attachments]
    own = [_file_at(path, page) for path in others if _is_own(path, page)]
    only = (_is_only,) if len(attachments) == 1 else ()
    attachments = _linked(attachments, own, (_same_title, _near_title, _same_number, *only))
    left = [_file_at(path) for path in others if not _is_own(path, page)]
    attachments = _linked(attachments, left, (_surely_same, _near_title))
    taken = {one.file for one in attachments}
    if any(file.target not in taken and _is_rival(file, page, attachments) for file in left):
        return attachments
    return _linked(attachments, left, (_same_title, _same_number, *only))


def _linked(attachments: Sequence[Attachment], files: Sequence[_File], rules: Sequence[_Agrees]) -> tuple[Attachment, ...]:
    """The attachments with files, rule by rule, where one alone agrees; a file is one attachment's only."""
    taken = {attachment.file for attachment in attachments if attachment.file}
    found: dict[int, str] = {}
    for agrees in rules:
        for i, attachment in enumerate(attachments):
            if attachment.file is not None or i in found:
                continue
            fitting = {file.target for file in files if file.target not in taken and agrees(attachment, file)}
            if len(fitting) == 1:
                found[i] = fitting.pop()
                taken.add(found[i])
    return tuple(replace(one, file=found[i]) if i in found else one for i, one in enumerate(attachments))


def _said_of_link(text: str, target: str) -> FileName:
    """What a link's text says, else the name of the file that it leads to."""
    said = read_file_name(text)
    return said if said.title or said.number else read_file_name(_name_in(target))


def _name_in(target: str) -> str:
    path = target.partition("?")[0]
    if "://" in target:
        with suppress(ValueError):  # of an address that is none, what stands behind its last slash is a name all the same
            path = urlsplit(target).path
    return posixpath.basename(unquote(path).replace("\\", "/"))


def _path_of(file: str, page: str, others: Sequence[str]) -> str:
    """The path of the file that a link or a name leads to; the link itself where none is there, or several are."""
    if file in others:
        return file
    near = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(file.partition("?")[0]).replace("\\", "/")))
    if near in others:
        return near
    name = _name_in(file)
    named = [path for path in others if posixpath.basename(path) == name]
    return named[0] if len(named) == 1 and name else file


def _is_own(path: str, page: str) -> bool:
    """Whether a file's path begins with that of the page, less its suffix."""
    stem = posixpath.splitext(page)[0]
    return path.startswith(stem) and _GOES_ON.match(path, len(stem)) is not None


def _file_at(path: str, page: str | None = None) -> _File:
    """The file, by its name; of one of a page's own, by what stands behind the page's name."""
    name = posixpath.basename(path)
    if page is not None and "/" not in (rest := path[len(posixpath.splitext(page)[0]) :]):
        name = rest.lstrip(" _.-")
    return _File(path, *read_file_name(name), is_bare=posixpath.splitext(name)[0] in ("附件", "附"))


def _is_rival(file: _File, page: str, attachments: Sequence[Attachment]) -> bool:
    """Whether a file is a page of the same kind, of which the attachments may be: it has no number, and is called like none of them."""
    kind = _KINDS.get(_suffix(page))
    is_named = file.number is not None or file.is_bare or any(_same_title(one, file) for one in attachments)
    return not is_named and kind is not None and _KINDS.get(_suffix(file.target)) == kind


def _suffix(path: str) -> str:
    return posixpath.splitext(path)[1].lower().removeprefix(".")


def _same_title(attachment: Attachment, file: _File) -> bool:
    return bool(file.title) and bare_title(attachment.title) == file.title


def _surely_same(attachment: Attachment, file: _File) -> bool:
    """Whether the titles are the same, and not only because two notices each have a form called 申请表."""
    return _same_title(attachment, file) and len(file.title) >= _held(attachment, file)


def _near_title(attachment: Attachment, file: _File) -> bool:
    """Whether one title holds the other, and the numbers do not speak against it."""
    short, full = sorted((bare_title(attachment.title), file.title), key=len)
    own = _plain(attachment.number)
    return len(short) >= _held(attachment, file) and short in full and (file.number is None or own in (None, _plain(file.number)))


def _held(attachment: Attachment, file: _File) -> int:
    is_numbered = attachment.number is not None and _plain(attachment.number) == _plain(file.number)
    return _NUMBERED_HELD if is_numbered else _TITLE_HELD


def _same_number(attachment: Attachment, file: _File) -> bool:
    return file.number is not None and _plain(attachment.number) == _plain(file.number) and not file.title


def _is_only(attachment: Attachment, file: _File) -> bool:
    """Whether 附件.doc is the file of the only attachment."""
    return file.is_bare


def _plain(number: str | None) -> str | None:
    """A number as it is compared: 01 is 1."""
    return None if number is None else number.lstrip("0")
