"""PDF that were cut off: what is left of their pages is read, and it is told."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from notice_parser import LoadError
from notice_parser.load import load
from notice_parser.load.pdf_salvage import salvaged_pdf
from notice_parser.load.source import Paragraph

pytest.importorskip("tablers")

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
LIST = b"<</Type/Pages/Kids[7 0 R 5 0 R]/Count 2>>"  # the page that stands behind comes first
ROOT = b"<</Type/Catalog/Pages 2 0 R>>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)


def words(*lines: str) -> bytes:
    shown = b" ".join(b"BT /F1 12 Tf 72 %d Td (%s) Tj ET" % (700 - 20 * i, line.encode()) for i, line in enumerate(lines))
    return stream(zlib.compress(shown), b"/Filter/FlateDecode")


def plain() -> bytes:
    """A PDF of two pages, up to where its list of objects would begin."""
    objects = {3: FONT, 4: words("second"), 5: PAGE % 4, 6: words("first"), 7: PAGE % 6, 1: ROOT, 2: LIST}
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in objects.items())


def packed() -> bytes:
    """The same, its dictionaries in an object stream."""
    inner = {3: FONT, 5: PAGE % 4, 7: PAGE % 6, 1: ROOT, 2: LIST}
    places, at = [], 0
    for number, body in inner.items():
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    index = b" ".join(places) + b" "
    content = zlib.compress(index + b" ".join(inner.values()))
    objects = {
        4: words("second"),
        6: words("first"),
        8: stream(content, b"/Type/ObjStm/Filter/FlateDecode/N %d/First %d" % (len(inner), len(index))),
    }
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in objects.items())


def texts(data: bytes) -> list[tuple[int, str]]:
    return [(block.page, block.text) for block in load(data).blocks if isinstance(block, Paragraph) and block.text.strip()]


@pytest.mark.parametrize("make", [plain, packed])
def test_without_its_list_of_objects_a_pdf_is_read_in_the_order_of_its_pages(make: Callable[[], bytes]) -> None:
    assert texts(make()) == [(0, "first"), (1, "second")]
    assert [d.code for d in load(make()).diagnostics][:1] == ["source.cut_off"]


def test_without_the_list_of_pages_they_come_in_the_order_of_the_file() -> None:
    data = plain()
    assert texts(data[: data.index(b"\n1 0 obj")]) == [(0, "second"), (1, "first")]


def test_of_a_page_that_was_cut_off_what_there_is_is_read() -> None:
    content = b" ".join(b"BT /F1 12 Tf 72 %d Td (line%03d) Tj ET" % (800 - 7 * i, i) for i in range(100))
    data = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in {3: FONT, 5: PAGE % 4, 4: stream(content)}.items())
    found = texts(data[: len(data) - len(content) // 2])
    assert 40 < len(found) < 60
    assert found[0] == (0, "line000")


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"x" * 400,
        b"%PDF-1.7\n1 0 obj\n<</Type/Page>>",
    ],
    ids=["nothing", "a page alone"],
)
def test_where_nothing_is_left_the_file_is_damaged(data: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        load(data)
    assert caught.value.code == "damaged"


def test_what_is_left_of_an_encrypted_file_cannot_be_read() -> None:
    assert salvaged_pdf(plain() + b"trailer\n<</Encrypt 9 0 R/Root 1 0 R>>") is None


def test_lists_of_pages_that_hold_each_other_come_to_an_end() -> None:
    lists = b"".join(b"%d 0 obj\n<</Type/Pages/Kids[%d 0 R %d 0 R]>>\nendobj\n" % (n, n + 1, n + 1) for n in range(10, 90))
    left = salvaged_pdf(plain() + lists + b"90 0 obj\n<</Type/Pages/Kids[10 0 R 5 0 R]>>\nendobj\n")
    assert left is not None
    assert b"/Count 2" in left[left.rindex(b"/Type/Pages/Kids") :]
