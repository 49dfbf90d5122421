"""Forms of a PDF that show forms: a file of 1 kB may ask for 2⁴⁰ of them, and pdfium, which builds each, ends the process when memory does.

A form that shows others twice or more is needed for that. Only where there is one are the objects resolved (``pdfminer``) and the
forms counted that a page comes to. Found by their names in the file: a form is a stream, which no other object can hold.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from notice_parser.errors import LoadError

__all__ = ["check_forms"]

_MOST = 50_000  # forms that a page comes to; pdfium takes some kilobytes for each
_DEPTH = 40  # forms in forms that pdfium follows
_MAX_PAGES = 20_000
_NEAR = 65_536  # bytes of a form's dictionary, before and behind its mark
_MAX_CONTENT = 1 << 24  # bytes of a form that are looked at
_MAX_LOOKED_AT = 1 << 27  # bytes of all forms; of a file with more the objects are resolved
_FORM = re.compile(rb"/Form\b")
_VEILED = re.compile(rb"/Subtype\s{0,20}/[^\s<>/\[\]()]{0,20}#")  # a name may be written in hexadecimal digits
_COMMENT = re.compile(rb"%[^\r\n]*+")
_SHOWN = re.compile(rb"/([^\s<>\[\](){}/%]{1,200}+)\s{1,100}+Do(?![^\s/\[<(%])")


def check_forms(data: bytes, where: str | None, password: str | None) -> None:
    """``LoadError`` where a page comes to more forms than any page needs."""
    if not _is_risky(data):
        return
    try:
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfpage import PDFPage
        from pdfminer.pdfparser import PDFParser
    except ImportError:
        return
    try:
        document = PDFDocument(PDFParser(BytesIO(data)), password=password or "")
        pages = list(islice(PDFPage.create_pages(document), _MAX_PAGES))
        forms = _Forms(pages)
        worst = max(map(forms.of_page, pages)) if any(count > 1 for count in forms.counts.values()) else 0
    except Exception:  # pdfminer raises what it likes on damaged files; what reads them will say what is wrong
        return
    if worst > _MOST:
        raise LoadError("too_many_forms", where=where, limit=_MOST)


def _is_risky(data: bytes) -> bool:
    """Whether a form shows two others, or one twice, or may do so: its content is not at hand."""
    if _VEILED.search(data):
        return True
    at, left = 0, _MAX_LOOKED_AT
    while (found := _FORM.search(data, at)) is not None:
        at = found.end()
        begin = data.find(b"stream", at, at + _NEAR)
        if begin < 0:
            continue
        head = data[max(data.rfind(b"obj", max(0, found.start() - _NEAR), found.start()), 0) : begin]
        end = data.find(b"endstream", begin, begin + _MAX_CONTENT)
        at = end if end >= 0 else min(len(data), begin + _MAX_CONTENT)  # no stream is looked at twice
        raw = data[begin + len(b"stream") : at]
        content = _inflated(raw.lstrip(b"\r\n")) if b"/Filter" in head else raw
        left -= len(raw) + len(content or b"")
        if content is None or left < 0 or len(_shown_in(content)) > 1:
            return True
    return _FORM.search(data) is not None and b"/Encrypt" in data


def _shown_in(content: bytes) -> list[bytes]:
    """The names of what a content shows, comments left out."""
    return _SHOWN.findall(_COMMENT.sub(b" ", content) if b"%" in content else content)


def _inflated(content: bytes) -> bytes | None:
    """The content, deflated only; null for what is packed in any other way."""
    try:
        return zlib.decompressobj().decompress(content, _MAX_CONTENT)
    except zlib.error:
        return None


class _Forms:
    """The forms of a file, by the numbers of their objects: which each shows, and how often."""

    def __init__(self, pages: list[Any]) -> None:
        self.named: dict[str, Any] = {}  # of the pages: what a form without resources of its own takes its names from
        for page in pages:
            self.named |= _forms_in(page.resources)
        self.shows: dict[int, list[tuple[int, int]]] = {}
        self.counts: dict[int, int] = {}
        self.read([*self.named.values(), *(form for page in pages for form in _stamps_of(page))])

    def read(self, forms: list[Any]) -> None:
        """Reads what these and all that they show hold, and counts what each comes to, level by level."""
        while forms:
            form = forms.pop()
            if form.objid not in self.shows:
                inner = list(self.shown(form.get_data(), _forms_in(form.get("Resources"))))
                self.shows[form.objid] = [(other.objid, count) for other, count in inner]
                forms += [other for other, _ in inner]
        self.counts = dict.fromkeys(self.shows, 1)
        for _ in range(_DEPTH):
            level = {
                number: min(1 + sum(self.counts[other] * count for other, count in shown), _MOST + 1)
                for number, shown in self.shows.items()
            }
            if level == self.counts:
                return
            self.counts = level

    def shown(self, content: bytes, own: dict[str, Any]) -> Iterator[tuple[Any, int]]:
        """The forms that a content shows, and how often."""
        names: dict[str, int] = {}
        for printed in _shown_in(content):
            names[_plain(printed)] = names.get(_plain(printed), 0) + 1
        for name, count in names.items():
            if (form := own.get(name, self.named.get(name))) is not None:
                yield form, count

    def of_page(self, page: Any) -> int:
        """How many forms a page comes to."""
        from pdfminer.pdftypes import resolve1

        total = sum(self.counts.get(form.objid, 0) for form in _stamps_of(page))
        for stream in page.contents:
            content = resolve1(stream)
            shown = self.shown(content.get_data(), _forms_in(page.resources)) if hasattr(content, "get_data") else ()
            total += sum(self.counts.get(form.objid, 0) * count for form, count in shown)
        return total


def _forms_in(resources: Any) -> dict[str, Any]:
    """The forms of resources, by name."""
    from pdfminer.pdftypes import PDFStream, resolve1

    found = resolve1(resources)
    objects = resolve1(found.get("XObject")) if isinstance(found, dict) else None
    read = {name: resolve1(one) for name, one in objects.items()} if isinstance(objects, dict) else {}
    return {name: one for name, one in read.items() if isinstance(one, PDFStream) and getattr(one.get("Subtype"), "name", "") == "Form"}


def _stamps_of(page: Any) -> Iterator[Any]:
    """The forms by which the annotations of a page are shown: seals are such."""
    from pdfminer.pdftypes import PDFStream, resolve1

    annotations = resolve1(page.annots)
    for one in map(resolve1, annotations if isinstance(annotations, list) else ()):
        looks = resolve1(one.get("AP")) if isinstance(one, dict) else None
        normal = resolve1(looks.get("N")) if isinstance(looks, dict) else None
        states = normal.values() if isinstance(normal, dict) else [normal]
        yield from (form for form in map(resolve1, states) if isinstance(form, PDFStream))


def _plain(name: bytes) -> str:
    """A name as pdfminer has it: ``#20`` is a blank."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), name).decode("utf-8", "replace")
