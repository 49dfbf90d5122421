"""JBIG2 (ITU-T T.88), in which offices' scanners pack black and white pages: its pages, each unpacked by pdfium as the image of a PDF.

A file says its segments one by one (sequential) or all their heads first (random access), a stream set into another file without any
mark; a PDF holds those of one page without what ends it. So the segments are parted, those of the page are set into a PDF of one image,
and pdfium gives that image pixel by pixel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from PIL import Image

__all__ = ["MARK", "Jbig2Page", "jbig2_pages"]

MARK = b"\x97JB2\r\n\x1a\n"

_SEQUENTIAL, _PAGES_UNKNOWN = 1, 2  # flags of a file
_PAGE, _END_OF_PAGE, _END_OF_STRIPE, _END_OF_FILE, _GENERIC = 48, 49, 50, 51, 38  # kinds of segments
_DRAWN = frozenset((4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43))  # those that show something: text, halftone, generic and refined regions
_LONG_PAGE = 0x40  # of a segment's flags: the number of its page has four bytes
_UNKNOWN = 0xFFFFFFFF  # of a length or a height: told where it ends
_MAX_SEGMENTS = 100_000


class _Segment(NamedTuple):
    head: bytes
    kind: int
    page: int
    data: bytes


class Jbig2Page(NamedTuple):
    """A page: its width and height in pixels, the segments that all pages share, which are held once, and those that make it."""

    width: int
    height: int
    shared: Sequence[_Segment]
    segments: Sequence[_Segment]

    def unpack(self) -> Image.Image:
        """The page in shades of grey. ``ValueError`` where it cannot be unpacked."""
        import pypdfium2

        stream = b"".join(one.head + one.data for one in chain(self.shared, self.segments))
        try:
            document = pypdfium2.PdfDocument(_pdf(stream, self.width, self.height))
            try:
                image = next(iter(document[0].get_objects()))
                return image.get_bitmap().to_pil().convert("L")  # type: ignore[no-any-return]  # pypdfium2 is not typed
            finally:
                document.close()
        except (pypdfium2.PdfiumError, StopIteration) as error:
            raise ValueError(f"JBIG2: {error or 'no image'}") from error


def jbig2_pages(data: bytes) -> tuple[Jbig2Page, ...]:
    """The pages of a file; nothing is unpacked. ``ValueError`` where there is none, or the file ends too early."""
    shared: list[_Segment] = []  # what all pages may refer to
    parts: dict[int, list[_Segment]] = {}
    for one in _segments(data):
        if not one.page:
            shared += [one] if one.kind != _END_OF_FILE else []
        elif one.kind != _END_OF_PAGE:
            parts.setdefault(one.page, []).append(one)
    if not parts:
        raise ValueError("JBIG2: no page")
    return tuple(Jbig2Page(*_size(found), shared, found) for found in parts.values())


def _size(segments: list[_Segment]) -> tuple[int, int]:
    page = next((one.data for one in segments if one.kind == _PAGE and len(one.data) >= 8), None)
    width, height = (_number(page, 0), _number(page, 4)) if page is not None else (0, 0)
    if height == _UNKNOWN:  # as high as its last stripe says
        height = max((_number(one.data, 0) + 1 for one in segments if one.kind == _END_OF_STRIPE and len(one.data) >= 4), default=0)
    if not width or not height or not any(one.kind in _DRAWN for one in segments):
        raise ValueError("JBIG2: no page")
    return width, height


def _segments(data: bytes) -> Iterator[_Segment]:
    """The segments as they stand. ``ValueError`` where the file ends within one."""
    at, is_sequential = 0, True
    if data.startswith(MARK):
        flags = data[len(MARK)] if len(data) > len(MARK) else 0
        is_sequential = bool(flags & _SEQUENTIAL)
        at = len(MARK) + (1 if flags & _PAGES_UNKNOWN else 5)
    heads: list[tuple[bytes, int, int, int]] = []
    for _ in range(_MAX_SEGMENTS):
        head = _head_at(data, at)
        if head is None:
            if at < len(data):
                raise ValueError("JBIG2: unexpected end")
            break
        raw, kind, page, size = head
        at += len(raw)
        if not is_sequential:
            heads.append(head)
            if kind == _END_OF_FILE:
                break
            continue
        yield (whole := _whole(raw, kind, page, size, data, at))
        at += len(whole.data)
    for raw, kind, page, size in heads:
        yield (whole := _whole(raw, kind, page, size, data, at))
        at += len(whole.data)


def _head_at(data: bytes, at: int) -> tuple[bytes, int, int, int] | None:
    """The head of the segment at a place: its bytes, kind, page and size; null where it is cut off (T.88, 7.2)."""
    if at + 6 > len(data):
        return None
    number, flags = _number(data, at), data[at + 4]
    end = at + 5
    n_others = data[end] >> 5  # segments that it refers to
    if n_others == 7:
        n_others = _number(data, end) & 0x1FFFFFFF
        end += 4 + (n_others + 8) // 8
    else:
        end += 1
    end += n_others * (1 if number <= 256 else 2 if number <= 65_536 else 4)
    wide = 4 if flags & _LONG_PAGE else 1
    if end + wide + 4 > len(data):
        return None
    page = int.from_bytes(data[end : end + wide], "big")
    return data[at : end + wide + 4], flags & 0x3F, page, _number(data, end + wide)


def _whole(head: bytes, kind: int, page: int, size: int, data: bytes, at: int) -> _Segment:
    """A segment with its data. One of unknown size ends by a mark and the number of its rows (7.2.7)."""
    if size == _UNKNOWN:
        if kind != _GENERIC or at + 18 > len(data):
            raise ValueError("JBIG2: unexpected end")
        found = data.find(b"\x00\x00" if data[at + 17] & 1 else b"\xff\xac", at + 18)
        size = found + 6 - at if found >= 0 else len(data)
    if at + size > len(data):
        raise ValueError("JBIG2: unexpected end")
    return _Segment(head, kind, page, data[at : at + size])


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _pdf(stream: bytes, width: int, height: int) -> bytes:
    """A PDF of one page, which is the image."""
    drawn = b"1 0 0 1 0 0 cm /I Do"
    image = f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"%s/Length %d>>stream\n%s\nendstream" % (image.encode(), len(stream), stream),
    )
    made, places = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(made))
