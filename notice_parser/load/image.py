"""An image file (PNG, JPEG, TIFF, BMP, GIF, JBIG2) → the pages that it holds, upright as its camera says, on white.

Only TIFF and JBIG2 hold several. The number of pixels is looked at before any is unpacked.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.formats import FORMATS, Loaded, backends_of, require
from notice_parser.load.printed import paragraphs_of
from notice_parser.load.recognise import reader
from notice_parser.load.scan import MAX_PIXELS, read_scan
from notice_parser.load.source import Sheet
from notice_parser.model import Diagnostic

if TYPE_CHECKING:
    from notice_parser.load.jbig2 import Jbig2Page

__all__ = ["first_page", "read_image", "read_images", "size_of"]

Page: TypeAlias = Image.Image

MAX_PAGES = 2_000  # of one TIFF
LEAST_LEFT = 0.1  # of the height of an image that was cut off, from which it is read
LOST_LINES = 16  # pixels above where it was cut: a block of a JPEG is unpacked by half
_ENDS = {"JPEG": b"\xff\xd9", "PNG": b""}  # formats of one page, stored from the top down, and the mark that ends it where it is waited for
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError, OverflowError, UnidentifiedImageError)


def read_image(data: bytes, kind: str, where: str | None) -> Loaded:
    """The pages of an image file as lines and sheets. ``LoadError`` where it is damaged, too large, or no OCR is installed."""
    return read_images([(data, kind, where)], where)


def read_images(files: Sequence[tuple[bytes, str, str | None]], where: str | None) -> Loaded:
    """The pages of a notice that are images in files of their own: content, kind and place of each, in order.

    An image that cannot be read is told, and its page is blank. ``LoadError`` where none can be read, or no OCR is installed.
    """
    broken: dict[int, LoadError] = {}

    cut: list[int] = []

    def pages() -> Iterator[Page | None]:
        number = 0
        for data, kind, place in files:
            try:
                for page, is_cut in _pages(data, kind, place):
                    if is_cut:
                        cut.append(number)
                    yield page
                    number += 1
            except LoadError as error:
                broken[number] = error
                yield None
                number += 1

    read = _read(pages(), files[0][1], where)
    if len(broken) == read.n_pages:
        raise next(iter(broken.values()))
    told = [diagnose("ocr.failed", page=number + 1, reason=error.render()) for number, error in broken.items()]
    if cut:
        told.insert(0, diagnose("source.cut_off"))
    return read._replace(diagnostics=(*told, *read.diagnostics))


def first_page(data: bytes, kind: str, where: str | None) -> Page:
    """The first page of an image file. ``LoadError`` where it is damaged, too large, or no image of a format that is read."""
    _check_kind(kind, where)
    return next(page for page, _ in _pages(data, kind, where))


def size_of(data: bytes, kind: str, where: str | None) -> tuple[int, int]:
    """Width and height of the first page of an image file as it is stored, in pixels; nothing is unpacked. Raises as ``first_page``."""
    _check_kind(kind, where)
    with _quiet(kind, where):
        if kind == "JBIG2":
            first = _jbig2_pages(data)[0]
            return first.width, first.height
        return Image.open(BytesIO(data), formats=(kind,)).size


def _check_kind(kind: str, where: str | None) -> None:
    if kind not in FORMATS or FORMATS[kind].media_type.partition("/")[0] != "image":
        raise LoadError("not_yet_read", where=where, format=kind)


def _read(pages: Iterable[Page | None], kind: str, where: str | None) -> Loaded:
    by = reader(where, kind)
    sheets = []
    recognised = []
    diagnostics: list[Diagnostic] = []
    for number, page in enumerate(pages):
        if page is None:
            sheets.append(Sheet(page=number, width=0.0, height=0.0, lines=()))
            continue
        scan = read_scan(page, None, number, by)
        sheets.append(scan.sheet)
        recognised.append(number)
        diagnostics += scan.diagnostics
    return Loaded(
        paragraphs_of(sheets),
        "image",
        n_pages=len(sheets),
        diagnostics=tuple(diagnostics),
        backends=backends_of(kind),
        sheets=tuple(sheets),
        recognised=tuple(recognised),
    )


def _pages(data: bytes, kind: str, where: str | None) -> Iterator[tuple[Page, bool]]:
    """Each page, and whether the file ends before it does."""
    if kind == "JBIG2":
        with _quiet(kind, where):
            packed = _jbig2_pages(data)
        _check_count(len(packed), where)
        for one in packed:
            _check_size((one.width, one.height), where)
            with _quiet(kind, where):
                unpacked = one.unpack()
            yield unpacked, False
        return
    with _quiet(kind, where):
        image = Image.open(BytesIO(data), formats=(kind,))
        count = getattr(image, "n_frames", 1) if kind == "TIFF" else 1
    _check_count(count, where)
    for number in range(count):
        with _quiet(kind, where):
            image.seek(number)
            size = image.size
        _check_size(size, where)
        with _quiet(kind, where):
            unpacked, is_cut = _loaded(image, data, kind)
            page = _on_white(ImageOps.exif_transpose(unpacked))
        yield page, is_cut


def _jbig2_pages(data: bytes) -> tuple[Jbig2Page, ...]:
    """The pages of a JBIG2, which needs more than Pillow. ``LoadError`` where that is not installed."""
    require("JBIG2", None)
    from notice_parser.load.jbig2 import jbig2_pages

    return jbig2_pages(data)


def _check_count(count: int, where: str | None) -> None:
    if count > MAX_PAGES:
        raise LoadError("too_many_pages", where=where, count=count, limit=MAX_PAGES)


def _check_size(size: tuple[int, int], where: str | None) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise LoadError("too_many_pixels", where=where, width=size[0], height=size[1], limit=MAX_PIXELS // 1_000_000)


def _loaded(image: Image.Image, data: bytes, kind: str) -> tuple[Image.Image, bool]:
    """The image unpacked; of one that was cut off what there is, on white, where that is enough to be read."""
    try:
        image.load()
    except OSError:
        if kind not in _ENDS:
            raise
        again = Image.open(BytesIO(data + _ENDS[kind]), formats=(kind,))
        with suppress(OSError):
            again.load()
        again.tile = []  # nothing more is to be unpacked; what was stays
        left = _without_blank(again)
        if left is None:
            raise
        return left, True
    return image, False


def _without_blank(image: Image.Image) -> Image.Image | None:
    """The image with what was not unpacked, lines of one colour down to its foot, made white; null where that is most of it."""
    grey = image.convert("L")
    low, high = grey.crop((0, image.height - 1, image.width, image.height)).getextrema()
    if low != high:
        return image
    box = ImageChops.difference(grey, Image.new("L", grey.size, low)).getbbox()
    if box is None or box[3] < LEAST_LEFT * image.height:
        return None
    page = image.convert("RGB") if image.mode not in ("L", "RGB") else image.copy()
    page.paste("white" if page.mode == "RGB" else 255, (0, max(0, box[3] - LOST_LINES), image.width, image.height))
    return page


@contextmanager
def _quiet(kind: str, where: str | None) -> Iterator[None]:
    """What Pillow raises on a damaged image as ``LoadError``; what it warns of is seen in what comes out."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise LoadError("too_many_pixels", where=where, width="?", height="?", limit=MAX_PIXELS // 1_000_000) from error
    except _FAULTS as error:
        raise LoadError("damaged", where=where, format=kind, reason=str(error) or type(error).__name__) from error


def _on_white(image: Page) -> Page:
    """The page in colours or shades of grey, what is transparent made white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("RGB")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("RGB")
