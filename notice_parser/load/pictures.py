"""The pages of a PDF as pictures, for who wants to see a value where it is printed."""

from __future__ import annotations

import io
import os
from typing import Any

from msgspec import Struct

from notice_parser.errors import LoadError

__all__ = ["Picture", "page_pictures"]

_SCALE = 1.6  # pixels a point: 115 dpi, at which the small print of a table is still read
_QUALITY = 55  # of WebP in grey, about 60 kB for a page of text


class Picture(Struct, frozen=True, kw_only=True):
    """A page: its size in points, and the bytes of its picture (WebP)."""

    width: float
    height: float
    data: bytes


def page_pictures(source: str | os.PathLike[str] | bytes, *, password: str | None = None) -> tuple[Picture, ...]:
    """The pages of a PDF, in order. ``LoadError`` for any other format, a damaged file, a missing library."""
    where = None if isinstance(source, bytes) else os.fspath(source)
    try:
        import pypdfium2
    except ModuleNotFoundError as error:
        raise LoadError("missing_extra", where=where, format="PDF", command="pip install 'notice-parser[pdf]'") from error
    try:
        data = source if isinstance(source, bytes) else _read(source)
    except OSError as error:
        raise LoadError("unreadable", where=where, reason=error.strerror or type(error).__name__) from error
    if not data.lstrip()[:5] == b"%PDF-":
        raise LoadError("no_pictures", where=where)
    try:
        document = pypdfium2.PdfDocument(data, password=password)
        try:
            return tuple(_picture(document[number]) for number in range(len(document)))
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise LoadError("damaged", where=where, format="PDF", reason=str(error)) from error


def _picture(page: Any) -> Picture:
    width, height = page.get_size()
    out = io.BytesIO()
    page.render(scale=_SCALE, grayscale=True).to_pil().save(out, "WEBP", quality=_QUALITY)
    return Picture(width=width, height=height, data=out.getvalue())


def _read(path: str | os.PathLike[str]) -> bytes:
    with open(path, "rb") as file:
        return file.read()
