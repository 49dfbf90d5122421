"""Mails (RFC 5322, .eml) → what they bring: attached files, and the text of the mail itself.

A notice is sent as an attachment of a few lines, or is the mail, with its annexes attached. So a text of some length comes first, a
short one last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from notice_parser.load.plain import decode
from notice_parser.load.salvage import name_of

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["is_mail", "members_of_mail"]

_FIELD = re.compile(rb"(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):[^\n]{0,20000}(?:\n[ \t][^\n]{0,20000}){0,200}(?:\n|\Z)")
_FIRST = re.compile(rb"\s{0,20}[A-Za-z][A-Za-z0-9-]{1,60}:")
_OF_MAIL = frozenset((b"from", b"to", b"subject", b"date", b"received", b"return-path", b"message-id", b"mime-version", b"cc", b"sender"))
_PAGE = re.compile(rb"(?:^|\n)content-type:\s{0,20}(?:multipart/related|text/html)", re.I)
_MAX_FIELDS, _MAX_HEAD, _MAX_PARTS, _MAX_DEPTH = 400, 2**16, 2000, 50
_FIELDS = 3  # so many of a mail's own fields make one; a page that a browser saved has some too
_LONG = 150  # characters of a text that is more than a few lines to go with an attachment
_TAG = re.compile("<[^<>]{0,2000}>|\\s+")


def is_mail(data: bytes) -> bool:
    """Whether a file is a mail. One that is a page and nothing else is read as pages are that were saved so.

    >>> is_mail(b"From: a@x\\nTo: b@y\\nSubject: z\\n\\n..."), is_mail(b"From: x\\nContent-Type: text/html\\nSubject: z\\nDate: y\\n\\n")
    (True, False)
    """
    if not _FIRST.match(data):
        return False
    head = data[:_MAX_HEAD].lstrip().replace(b"\r\n", b"\n")
    at, names = 0, set()
    for _ in range(_MAX_FIELDS):
        field = _FIELD.match(head, at)
        if field is None:
            break
        names.add(field.group("name").lower())
        at = field.end()
    return len(names & _OF_MAIL) >= _FIELDS and b"from" in names and not _PAGE.search(head, 0, at)


def members_of_mail(data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    """Name and content of what a mail brings, in the order in which it is to be read; how many parts of it are beyond the limits."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    texts: list[tuple[str, str]] = []
    files: list[tuple[str, bytes]] = []
    n_beyond = 0
    for n, part in enumerate(_leaves(message)):
        if n >= _MAX_PARTS or part.is_multipart():
            n_beyond += 1
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            continue
        name = _name_of(part)
        kind = part.get_content_type()
        if name is None and kind in ("text/plain", "text/html"):
            texts.append((kind, _characters(content, part)))
        elif name is not None or not kind.startswith("text/"):
            files.append((name or f"附件{n}", content))
    is_page = any(kind == "text/html" for kind, _ in texts)
    whole = "\n".join(text for _, text in texts)
    body = [("正文.html" if is_page else "正文.txt", whole.encode("utf-8", "replace"))] if whole.strip() else []
    is_long = len(_TAG.sub("", whole)) >= _LONG
    return ([*body, *files] if is_long else [*files, *body]), n_beyond


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something; of one text in several forms the page, else the plain one; mails within the mail too."""
    if not message.is_multipart() or depth >= _MAX_DEPTH:
        yield message
        return
    parts = [part for part in message.get_payload() if not isinstance(part, str)]
    if message.get_content_type() == "multipart/alternative":
        rich = [part for part in parts if part.is_multipart() or part.get_content_type() == "text/html"]
        plain = [part for part in parts if part.get_content_type() == "text/plain"]
        parts = rich[-1:] or plain[-1:] or parts[-1:]  # what is in neither form is an invitation to a calendar
    for part in parts:
        yield from _leaves(part, depth + 1)


def _name_of(part: Message) -> str | None:
    """The name of an attached file: in words of RFC 2047, or in the writer's own encoding."""
    from email.header import decode_header, make_header

    said = part.get_filename()
    if said is None:
        return None
    raw = said.encode("utf-8", "surrogateescape")
    try:
        said = name_of(raw) if b"=?" not in raw else str(make_header(decode_header(said)))
    except (ValueError, LookupError):
        said = name_of(raw)
    return " ".join(said.split()).replace("/", "_").replace("\\", "_") or None


def _characters(content: bytes, part: Message) -> str:
    said = part.get_content_charset()
    if said is not None:
        try:
            return content.decode("gb18030" if said in ("gb2312", "gbk") else said)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content).text
