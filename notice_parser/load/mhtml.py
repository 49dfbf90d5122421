"""Web pages saved as one file (MHTML, RFC 2557; Word saves such files as .doc too) → the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notice_parser.errors import LoadError
from notice_parser.load.plain import decode

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["is_mhtml", "page_of"]

_HEAD = re.compile(rb"\s{0,20}(?:[A-Za-z-]{2,40}:[^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,20}){1,30}")
_TYPE = re.compile(rb"^content-type:\s{0,20}(?:multipart/(?:related|alternative|mixed)|text/html)", re.I | re.M)
_VERSION = re.compile(rb"^mime-version:", re.I | re.M)
_MAX_PARTS = 2000


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins with the fields of a message that holds a page.

    >>> is_mhtml(b"MIME-Version: 1.0\\r\\nContent-Type: multipart/related; boundary=x\\r\\n\\r\\n--x"), is_mhtml("岚川：".encode())
    (True, False)
    """
    fields = _HEAD.match(head)
    return fields is not None and _VERSION.search(fields.group()) is not None and _TYPE.search(fields.group()) is not None


def page_of(data: bytes, where: str | None) -> tuple[str, int]:
    """The page, decoded, and how many characters could not be. ``LoadError`` where the file holds none."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    for n, part in enumerate(message.walk()):
        if n >= _MAX_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return _characters(content, part)
    raise LoadError("damaged", where=where, format="MHTML", reason="no page")


def _characters(content: bytes, part: Message) -> tuple[str, int]:
    said = part.get_content_charset()
    if said is not None and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode("gb18030" if said in ("gb2312", "gbk") else said), 0
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(content)
    return decoded.text, decoded.lost
