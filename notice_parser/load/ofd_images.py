"""Pages of an OFD as images, for those whose text stands in images: each is drawn where the page sets it."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from math import hypot

from PIL import Image

from notice_parser.errors import LoadError
from notice_parser.load.image import first_page, size_of
from notice_parser.load.ofd_parts import MAX_IMAGES, Drawn, Matrix, Resource
from notice_parser.load.package import Package
from notice_parser.load.scan import LEAST_DPI, MAX_PIXELS, MAX_SIDE, MOST_DPI
from notice_parser.load.sniff import format_of

__all__ = ["OfdImages"]

_MOST_PIXELS = 4 * MAX_PIXELS  # unpacked for one page, an image at a time: a background, what stands on it and its mask
_JBIG2 = frozenset(("GBIG2", "JBIG2", "JBIG", "JB2"))  # what files call it that have no mark of their own
_INCH = 25.4  # millimetres


class OfdImages:
    """The pages of an OFD, drawn one at a time."""

    def __init__(self, package: Package, pages: Mapping[int, tuple[Sequence[Drawn], tuple[float, float]]]) -> None:
        """``pages``: the images of each page that may be asked for, and its size in millimetres."""
        self._package, self._pages = package, pages

    def draw(self, number: int) -> tuple[Image.Image, tuple[float, float]] | None:
        """The images of the page on white, and its size in points; null where none stands on it.

        ``ValueError`` where one of them cannot be read, or they are more than a page can have.
        """
        drawn, (width, height) = self._pages[number]
        if not drawn:
            return None
        dpi = float(LEAST_DPI)
        n_pixels = 0
        try:
            if len(drawn) > MAX_IMAGES:
                raise LoadError("bomb", reason=f"> {MAX_IMAGES} images")
            for image, (a, b, c, d, _, _) in drawn:
                size = size_of(*self._read(image))
                n_pixels += size[0] * size[1]
                if n_pixels > _MOST_PIXELS:
                    raise LoadError("bomb", reason=f"> {_MOST_PIXELS} pixels")
                if max(abs(a), abs(b)) > width / 2 and (long := max(hypot(a, b), hypot(c, d))):
                    dpi = max(dpi, min(MOST_DPI, max(size) * _INCH / long))
            scale = min(dpi / _INCH, MAX_SIDE / max(width, height))
            page = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
            for image, matrix in drawn:
                _set(page, first_page(*self._read(image)), matrix, scale)
        except LoadError as error:
            raise ValueError(error.render()) from error
        return page, (width / _INCH * 72, height / _INCH * 72)

    def _read(self, image: Resource) -> tuple[bytes, str, str]:
        """The content of an image, its format and its place."""
        content = self._package.read(image.location)
        kind = format_of(content) or image.form or "?"
        is_jbig2 = kind.upper() in _JBIG2 or posixpath.splitext(image.location)[1][1:].upper() in _JBIG2
        return content, "JBIG2" if is_jbig2 and format_of(content) is None else kind, image.location


def _set(page: Image.Image, image: Image.Image, matrix: Matrix, scale: float) -> None:
    """Sets an image into the page where the matrix, in millimetres, says; ``scale``: pixels of the page in one."""
    a, b, c, d, e, f = (value * scale for value in matrix)
    if abs(a * d - b * c) < 1:  # not to be seen
        return
    xs, ys = sorted((e, e + a + c, e + a, e + c)), sorted((f, f + b + d, f + b, f + d))
    left, top, right, bottom = round(xs[0]), round(ys[0]), round(xs[-1]), round(ys[-1])
    left, top, right, bottom = max(0, left), max(0, top), min(page.width, right), min(page.height, bottom)
    if right <= left or bottom <= top:
        return
    is_whole = right - left >= round(a) - 1 and bottom - top >= round(d) - 1  # no more than the page holds
    if abs(b) < 1 and abs(c) < 1 and a > 0 and d > 0 and (left, top) == (round(e), round(f)) and is_whole:
        page.paste(image.convert("RGB").resize((max(1, round(a)), max(1, round(d))), Image.Resampling.LANCZOS), (left, top))
        return
    # from a place on the page back to one in the image, whose unit square the matrix lays out
    whole = a * d - b * c
    w, h = image.width, image.height
    back = (
        d / whole * w,
        -c / whole * w,
        (c * (f - top) - d * (e - left)) / whole * w,
        -b / whole * h,
        a / whole * h,
        (b * (e - left) - a * (f - top)) / whole * h,
    )
    shape = (right - left, bottom - top)
    turned = image.convert("RGB").transform(shape, Image.Transform.AFFINE, back, Image.Resampling.BICUBIC)
    seen = Image.new("L", image.size, 255).transform(shape, Image.Transform.AFFINE, back, Image.Resampling.NEAREST)
    page.paste(turned, (left, top), seen)
