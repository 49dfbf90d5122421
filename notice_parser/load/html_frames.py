"""Frames of a web page: what stands in an ``iframe`` or a ``frameset`` is set into the page in its place, where it can be had.

A frame holds its page itself (``srcdoc``), or names it (``src``); the page that is named is asked of a function that the caller gives, and
told where it gives none. What is hidden, or stands in a comment or a script, is no frame.
"""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from notice_parser.load.beside import PageReader

__all__ = ["Framed", "body_of", "set_in"]

_MAX_FRAMES = 40  # of a page, those within its frames included
_MAX_DEPTH = 3
_MAX_LENGTH = 4_000_000  # characters that frames may add to a page
_OPEN = re.compile("<(?:!--|(?P<raw>script|style|textarea)\\b|(?P<tag>i?frame|embed|object)\\b|(?P<set>/?(?:frameset|noframes))\\b)", re.I)
_ANY = re.compile("<(?:i?frame|embed|object)\\b", re.I)
_REST = re.compile("(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ATTRIBUTE = re.compile("([A-Za-z-]{1,20})\\s{0,9}=\\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\\s>\"']+))")
_HIDDEN = re.compile("display\\s{0,9}:\\s{0,9}none|visibility\\s{0,9}:\\s{0,9}hidden", re.I)
_THIN = re.compile("\\s{0,9}0{0,3}[01](?:px)?\\s{0,9}")  # so wide or high is a frame that counts visitors
_BODY = re.compile("<(?:!--|(?P<raw>script|style|title|textarea|noframes)\\b|(?P<head>/head)\\b|body\\b)", re.I)
_DOCUMENT = re.compile("\\.(?:pdf|ofd|docx?|xlsx?|wps|html?|shtml)\\b", re.I)


class Framed(NamedTuple):
    """The page with its frames set in; the addresses of those that were, and of those that could not be had."""

    text: str
    read: tuple[str, ...]
    unread: tuple[str, ...]


def set_in(text: str, read_page: PageReader | None = None) -> Framed:
    """The page with the pages of its frames in their places. ``read_page``: gives the page that an address names, null without it.

    >>> set_in("<p>甲</p><iframe srcdoc='<p>乙</p>'></iframe><iframe src='丙.html'></iframe>").text
    "<p>甲</p><div><p>乙</p></div><iframe src='丙.html'></iframe>"
    """
    return _Setter(read_page).set_in(text, text) if _ANY.search(text) is not None else Framed(text, (), ())


class _Setter:
    """Sets frames in; counts them, and the characters that they add."""

    def __init__(self, read_page: PageReader | None) -> None:
        self.read_page = read_page
        self.left, self.room = _MAX_FRAMES, _MAX_LENGTH
        self.open: list[str] = []  # the pages that are being set in: none is set into itself
        self.read: list[str] = []
        self.unread: list[str] = []

    def set_in(self, text: str, page: str, depth: int = 0) -> Framed:
        """``text``: what of ``page`` is read."""
        self.open.append(page)
        framed = self._set_in(text, depth)
        self.open.pop()
        return framed

    def _set_in(self, text: str, depth: int) -> Framed:
        parts: list[str] = []
        sets: list[int] = []  # of the parts, tags of framesets and what stands in for frames: they go where a frame is set in
        at = done = 0
        was_set = False
        while self.left > 0 and (found := _OPEN.search(text, at)) is not None:
            if found["tag"] is None:
                at = self._past(text, found)
                if found["set"] is not None:
                    parts.append(text[done : found.start()])
                    sets.append(len(parts))
                    parts.append(text[found.start() : at])
                    done = at
                continue
            self.left -= 1
            rest = _REST.match(text, found.end())
            if rest is None:
                break
            at = rest.end()
            page = self._page_of(found["tag"].lower(), rest.group(), depth)
            if page is None:
                continue
            was_set = True
            if found["tag"].lower() == "iframe" and (end := _end_of(text, "iframe", at)) is not None:
                at = end
            parts += [text[done : found.start()], f"<div>{page}</div>"]
            done = at
        parts.append(text[done:])
        if was_set:
            for place in sets:
                parts[place] = ""
        return Framed("".join(parts), tuple(self.read), tuple(self.unread))

    def _past(self, text: str, found: re.Match[str]) -> int:
        """Where to go on behind what holds no frames: a comment, a script, what stands in for frames."""
        if found["set"] is not None:
            if found["set"].lower() == "noframes" and (end := _end_of(text, "noframes", found.end())) is not None:
                return end
            closing = text.find(">", found.end())
            return closing + 1 if closing >= 0 else len(text)
        return _behind(text, found)

    def _page_of(self, tag: str, rest: str, depth: int) -> str | None:
        """The page of a frame, its own frames set in; null where it has none or it cannot be had, which is noted."""
        attributes = {match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(rest)}
        if _HIDDEN.search(attributes.get("style", "")) or any(_THIN.fullmatch(attributes.get(name, "")) for name in ("width", "height")):
            return None
        page = attributes.get("srcdoc") if tag == "iframe" else None
        target = (attributes.get("data" if tag == "object" else "src") or "").strip()
        if page is None:
            if not target or target.lower().startswith(("about:", "javascript:", "data:")):
                return None
            if tag in ("iframe", "frame"):
                page = self.read_page(target) if self.read_page is not None else None
            if page is None or len(page) > self.room or depth >= _MAX_DEPTH:
                if tag in ("iframe", "frame") or _DOCUMENT.search(target):
                    self.unread.append(target)
                return None
            if page in self.open:
                return None
            self.read.append(target)
        if len(page) > self.room or depth >= _MAX_DEPTH:
            return None
        self.room -= len(page)
        return self.set_in(body_of(page), page, depth + 1).text


def body_of(page: str) -> str:
    """What stands in the body of a page; of one that marks none, what stands behind its head.

    Tags in a comment, in a script or in the place of frames count for nothing. Text behind ``</body>`` is the body's, as in browsers.

    >>> body_of("<html><!-- <body> --><body class='a>b'><p>甲</p></body></html>"), body_of("<head></head><frameset>")
    ('<p>甲</p></body></html>', '<frameset>')
    """
    at = begin = 0
    while (found := _BODY.search(page, at)) is not None:
        at = found.end()
        if found["raw"] is not None or found.group() == "<!--":
            at = _behind(page, found)
        elif (rest := _REST.match(page, at)) is None:
            break
        elif found["head"] is None:
            return page[rest.end() :]
        else:
            begin = rest.end()
    return page[begin:]


def _behind(text: str, found: re.Match[str]) -> int:
    """Where to go on behind a comment, or what holds no nodes."""
    if found["raw"] is not None:
        return _end_of(text, found["raw"], found.end()) or len(text)
    closing = text.find("-->", found.end())
    return closing + 3 if closing >= 0 else len(text)


def _end_of(text: str, tag: str, start: int) -> int | None:
    """The place behind the tag that closes a node which holds no nodes."""
    found = re.compile(f"</{tag}\\b[^>]{{0,200}}>", re.I).search(text, start)
    return found.end() if found is not None else None
