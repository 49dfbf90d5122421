"""Web pages saved as one file (MHTML, RFC 2557; Word saves such files as .doc too) → the page."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from notice_parser.errors import LoadError
from notice_parser.load.beside import PageReader
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


def page_of(data: bytes, where: str | None) -> tuple[str, int, PageReader]:
    """The page, decoded; how many characters could not be; and what gives the pages of its frames. ``LoadError`` where it holds none."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data.lstrip(), policy=policy.compat32)
    page: tuple[str, int] | None = None
    address = ""
    frames: dict[str, Message] = {}  # by the address or the name under which the page knows them
    for n, part in enumerate(message.walk()):
        if n >= _MAX_PARTS:
            break
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        location = str(part.get("Content-Location", "")).strip()
        if page is None:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                page, address = _characters(content, part), location
        else:
            frames[f"cid:{str(part.get('Content-ID', '')).strip().strip('<>')}"] = part
            frames[location] = part
    if page is None:
        raise LoadError("damaged", where=where, format="MHTML", reason="no page")

    def frame(target: str) -> str | None:
        with suppress(ValueError):  # an address that is none
            part = frames.get(target) or frames.get(urljoin(address, target))
            content = part.get_payload(decode=True) if part is not None else None
            if part is not None and isinstance(content, bytes):
                return _characters(content, part)[0]
        return None

    return (*page, frame)


def _characters(content: bytes, part: Message) -> tuple[str, int]:
    said = part.get_content_charset()
    if said is not None and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode("gb18030" if said in ("gb2312", "gbk") else said), 0
        except (LookupError, UnicodeDecodeError):
            pass
    decoded = decode(content)
    return decoded.text, decoded.lost
