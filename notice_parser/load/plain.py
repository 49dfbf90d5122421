"""Plain text and Markdown: bytes → characters → one paragraph a physical line.

The encoding is read from the bytes: byte order mark, strict UTF-8, UTF-8 with a few damaged places, Big5 where the bytes are as it
has them, strict GB18030, then GB18030 with what cannot be decoded replaced. The order matters: most UTF-8 text is valid GB18030 too,
and so is all Big5, and then mojibake.

>>> decode("岚川市水务局".encode("gb18030")).encoding
'gb18030'
>>> [p.text for p in split_lines("关于汛期值守的通知\\r\\n各镇：\\f第二页")]
['关于汛期值守的通知', '各镇：', '第二页']
>>> is_binary(decode(b"\\x01\\x02\\x03\\x04"))
True
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from notice_parser.load.source import Paragraph

__all__ = ["Decoded", "decode", "is_binary", "is_markdown", "replace_surrogates", "split_lines"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LOST = "\ufffd"
_UTF8_PER_LOSS = 10  # GB18030 text read as UTF-8 loses most of its characters, damaged UTF-8 a few
_MAX_LOSS = 0.1  # beyond this share of undecodable places it is no text
_MAX_CONTROLS = 0.01  # a stray control character happens in text typed out of PDF; one in a hundred does not
_SAMPLE = 1_000_000
# Big5 (of traditional mirrors): half of its second bytes are ASCII, which those of GB 2312 never are; and its usual characters begin
# with bytes that GBK, of traditional ones, mixes with lower ones. Pairs that GBK has as signs (㎡ – ═) say nothing
_PAIR = re.compile(rb"([\x81-\xfe])([\x40-\x7e\x80-\xfe])")
_GBK_SIGNS = b"\xa8\xa9"  # what such signs begin with
_BIG5_SAMPLE, _BIG5_PAIRS = 60_000, 10
_BIG5_ASCII, _BIG5_USUAL = 0.15, 0.9

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]++")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BREAK = re.compile(r"\r\n|\r|\n")
_FRONT_MATTER = re.compile(
    r"\s{0,20}---[ \t]{0,20}\r?\n[^\s:：#][^:：\r\n]{0,60}[:：](?:[^\r\n]{0,2000}\r?\n){0,100}?---[ \t]{0,20}(?:\r?\n|\Z)"
)
_MARKDOWN_LINE = re.compile(r"(?:^|[\r\n])(?:#{1,6}[ \t]++[^\s#]|\|?[ \t]{0,9}:?-{3,}+:?[ \t]{0,9}\|[ \t]{0,9}:?-{3})")


class Decoded(NamedTuple):
    """Characters, the encoding they were read in, and how many places were lost."""

    text: str
    encoding: str
    lost: int


def decode(data: bytes) -> Decoded:
    """The characters of ``data``, byte order mark off; never fails, see ``is_binary``."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(text, encoding, text.count(_LOST))
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    lost = text.count(_LOST)
    if sum(1 for c in text if c > "\x7f") - lost >= _UTF8_PER_LOSS * lost:
        return Decoded(text, "utf-8", lost)
    try:
        if _may_be_big5(data):
            return Decoded(data.decode("cp950"), "big5", 0)
    except UnicodeDecodeError:
        pass
    try:
        return Decoded(data.decode("gb18030"), "gb18030", 0)
    except UnicodeDecodeError:
        text = data.decode("gb18030", "replace")
        return Decoded(text, "gb18030", text.count(_LOST))


def _may_be_big5(data: bytes) -> bool:
    """Whether the two-byte characters are as Big5 has them, and no other encoding of Chinese."""
    found: list[tuple[bytes, bytes]] = _PAIR.findall(data[:_BIG5_SAMPLE])
    pairs = [pair for pair in found if pair[0] not in _GBK_SIGNS]
    if len(pairs) < _BIG5_PAIRS or sum(second < b"\x7f" for _, second in pairs) < _BIG5_ASCII * len(pairs):
        return False
    return sum(b"\xa1" <= first <= b"\xc6" for first, _ in pairs) >= _BIG5_USUAL * len(pairs)


def is_binary(decoded: Decoded) -> bool:
    """Whether these characters are no text: many control characters, NULs beside losses, or many losses."""
    sample = decoded.text[:_SAMPLE]
    if decoded.lost and ("\0" in sample or decoded.lost > _MAX_LOSS * len(decoded.text)):
        return True
    return len(sample) - len(_CONTROLS.sub("", sample)) > _MAX_CONTROLS * len(sample)


def replace_surrogates(text: str) -> tuple[str, int]:
    """``text`` with each lone surrogate as U+FFFD, length kept, and how many there were; JSON has no way to write them."""
    return _SURROGATES.subn(_LOST, text)


def is_markdown(text: str, name: str | None) -> bool:
    """Whether the marks in ``text`` are Markdown's: by name, front matter, a ``#`` heading or the rule of a pipe table."""
    if name is not None and name.lower().endswith((".md", ".markdown")):
        return True
    if _FRONT_MATTER.match(text) is not None:
        return True
    return ("#" in text or "---" in text) and _MARKDOWN_LINE.search(text) is not None


def split_lines(text: str) -> tuple[Paragraph, ...]:
    """One paragraph a physical line, with its offset and number; a form feed begins a new page. None if there is no text at all."""
    if not text.strip():
        return ()
    paragraphs: list[Paragraph] = []
    page = start = number = 0
    while start < len(text):
        number += 1
        found = _BREAK.search(text, start)
        end = found.start() if found else len(text)
        while (feed := text.find("\f", start, end)) >= 0:
            if feed > start:
                paragraphs.append(Paragraph(text=text[start:feed], offset=start, page=page, place=f"l{number}"))
            page += 1
            start = feed + 1
        paragraphs.append(Paragraph(text=text[start:end], offset=start, page=page, place=f"l{number}"))
        start = found.end() if found else end
    return tuple(paragraphs)
