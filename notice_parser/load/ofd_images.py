"""Pages of an OFD as images, for those whose text stands in images: each is drawn where the page sets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PIL import Image

from notice_parser.errors import LoadError
from notice_parser.load.image import first_page
from notice_parser.load.ofd_parts import Drawn, Matrix, Resource
from notice_parser.load.package import Package
from notice_parser.load.scan import LEAST_DPI, MAX_PIXELS, MAX_SIDE, MOST_DPI
from notice_parser.load.sniff import format_of

__all__ = ["OfdImages"]

_INCH = 25.4  # millimetres


class OfdImages:
    """The pages of an OFD, drawn one at a time."""

    def __init__(self, package: Package, pages: Mapping[int, tuple[Sequence[Drawn], tuple[float, float]]]) -> None:
        """``pages``: the images of each page that may be asked for, and its size in millimetres."""
        self._package, self._pages = package, pages

    def draw(self, number: int) -> tuple[Image.Image, tuple[float, float]] | None:
        """The images of the page on white, and its size in points; null where none stands on it.

        ``ValueError`` where one of them cannot be read.
        """
        drawn, (width, height) = self._pages[number]
        try:
            images = []
            for one in drawn:
                image = self._opened(one.image)
                images.append((image, one.matrix))
                if sum(opened.width * opened.height for opened, _ in images) > MAX_PIXELS:
                    raise LoadError("too_many_pixels", width=image.width, height=image.height, limit=MAX_PIXELS // 1_000_000)
        except LoadError as error:
            raise ValueError(error.render()) from error
        if not images:
            return None
        dpi = float(LEAST_DPI)
        for image, matrix in images:
            a, b = matrix[:2]
            wide = max(abs(a), abs(b))
            if wide > width / 2:
                dpi = max(dpi, min(MOST_DPI, (image.width if abs(a) >= abs(b) else image.height) * _INCH / wide))
        scale = min(dpi / _INCH, MAX_SIDE / max(width, height))
        page = Image.new("RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white")
        for image, matrix in images:
            _set(page, image, matrix, scale)
        return page, (width / _INCH * 72, height / _INCH * 72)

    def _opened(self, image: Resource) -> Image.Image:
        content = self._package.read(image.location)
        kind = format_of(content)
        return first_page(content, kind or image.form or "?", image.location)


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
