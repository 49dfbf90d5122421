"""PDF → ``Source``: one pass over each page for its glyphs and rules, printed lines in reading order.

Tables are not looked for here: ``tables.choose`` does, from the sheets.

The glyphs come from ``tablers`` (pdfium). Where it gives nothing, or characters without a meaning, ``pdfplumber`` reads the
page again and the better of both is taken; a second reading that fails is told. Pages that still have no readable characters
are recognised from their image (``scan``), if the options let it.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from io import BytesIO
from typing import Any

from msgspec import structs

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.formats import FORMATS, backends_of, install_command, version_of
from notice_parser.load.glyphs import SPACE, Glyphs, lines_of
from notice_parser.load.page_columns import text_columns
from notice_parser.load.page_images import can_recognise, recognise_pages
from notice_parser.load.pdf_forms import check_forms
from notice_parser.load.pdf_page import PdfPage, read_plumbed, read_tablers
from notice_parser.load.pdf_salvage import salvaged_pdf
from notice_parser.load.printed import paragraphs_of
from notice_parser.load.rules import merged_rules
from notice_parser.load.source import Sheet, Source
from notice_parser.load.turned import lines_beside
from notice_parser.model import Diagnostic
from notice_parser.options import Options

__all__ = ["load_pdf"]

UNREADABLE = 0.05  # so large a share of characters without a meaning is worth a second reading, and a diagnostic
USUAL, ENOUGH = 0.7, 20  # fewer usual characters among so many are the left-over of a font without a character map
MAX_PAGES = 20_000  # of a file; what says it has more is no notice
CHECKS = 3  # pages that are read by both engines before the fast one is trusted with fonts that may not be embedded

# character maps that fonts use which the file need not hold; where the machine has none of its own, the fast engine drops
# single and turned characters of these
_PREDEFINED = re.compile(rb"/(?:Uni(?:GB|CNS|JIS|KS)|GBK|GBpc|GB|B5pc|ETen)[A-Za-z0-9-]{0,20}-[HV]\b")


def load_pdf(data: bytes, *, name: str | None, url: str | None, digest: str, where: str | None = None, options: Options) -> Source:
    """The source of a PDF; of one that was cut off, or whose lists are damaged, of what is left of its pages.

    ``LoadError`` where nothing can be read (damaged, encrypted, no engine installed), where it shows forms without end, or is a scan
    and no OCR is installed.
    """
    _quiet_logs()
    try:
        return _read(data, name=name, url=url, digest=digest, where=where, options=options)
    except LoadError as error:
        left = salvaged_pdf(data) if error.code == "damaged" else None
        if left is None:
            raise
        try:
            source = _read(left, name=name, url=url, digest=digest, where=where, options=options)
        except LoadError as again:
            raise (error if again.code == "damaged" else again) from again
        if not source.blocks:
            raise
    return structs.replace(source, n_bytes=len(data), diagnostics=(diagnose("source.cut_off"), *source.diagnostics))


def _quiet_logs() -> None:
    """What ``pdfminer`` logs of damaged files is told by diagnostics: it is printed only where the caller asked for logs."""
    logger = logging.getLogger("pdfminer")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _read(data: bytes, *, name: str | None, url: str | None, digest: str, where: str | None, options: Options) -> Source:
    """The source of a PDF that an engine can open."""
    check_forms(data, where, options.password)
    sheets: list[Sheet] = []
    diagnostics: list[list[Diagnostic]] = []
    engines: set[str] = set()
    unread: list[int] = []
    for page in _pages(data, where, options.password):
        across, down = merged_rules(page.across), merged_rules(page.down)
        lines = lines_of(page.glyphs, [place for place, _, _ in down])
        sheets.append(
            Sheet(
                page=page.number,
                width=page.width,
                height=page.height,
                lines=lines,
                across=across,
                down=down,
                beside=lines_beside(page.beside),
                aside=page.aside,
                columns=text_columns(lines, across),
                turn=page.turn,
            )
        )
        engines.add(page.engine)
        diagnostics.append(list(_told(page)))
        if options.ocr == "always" or (options.ocr == "auto" and _needs_ocr(page)):
            unread.append(page.number)
    backends = {engine: version_of(engine) or "" for engine in engines}
    told: list[Diagnostic] = []
    recognised: tuple[int, ...] = ()
    is_asked = options.ocr == "always"
    if unread and not (told := can_recognise("PDF/scan", unread, len(sheets), where, is_asked=is_asked)):
        recognised, said = _recognise(data, unread, where, options.password, sheets, diagnostics)
        told += said
        backends |= dict(backends_of("PDF/scan"))
    told += [one for page in diagnostics for one in page]
    if sheets and not any(sheet.lines for sheet in sheets) and not any(one.code == "pdf.unreadable" for one in told):
        told = [diagnose("pdf.image_only", pages=len(sheets)), *(one for one in told if one.code == "pdf.second_failed")]
    return Source(
        name=name,
        url=url,
        media_type="application/pdf",
        loader="pdf",
        digest=digest,
        n_bytes=len(data),
        n_pages=len(sheets),
        blocks=paragraphs_of(sheets),
        backends=tuple(sorted(backends.items())),
        diagnostics=tuple(told),
        sheets=tuple(sheets),
        content=data,
        password=options.password,
        recognised=recognised,
    )


def _recognise(
    data: bytes, pages: list[int], where: str | None, password: str | None, sheets: list[Sheet], diagnostics: list[list[Diagnostic]]
) -> tuple[tuple[int, ...], tuple[Diagnostic, ...]]:
    """Has the pages recognised (``recognise_pages``); of a file that cannot be drawn, none."""
    from notice_parser.load.pdf_scan import PageImages

    try:
        images = PageImages(data, password)
    except ValueError as error:
        diagnostics[pages[0]].append(diagnose("ocr.failed", page=pages[0] + 1, reason=str(error)))
        return (), ()
    with images:
        return recognise_pages(images, pages, "PDF/scan", where, sheets, diagnostics)


def _needs_ocr(page: PdfPage) -> bool:
    """Whether the characters of a page are none, or are not what is printed there."""
    if _is_weak(page):
        return True
    if all(char.isascii() or _is_usual(char) for char in set(page.glyphs.chars)):
        return False
    marks = Counter([char for char in page.glyphs.chars if not char.isascii()])
    total = marks.total()
    return total >= ENOUGH and sum(count for char, count in marks.items() if _is_usual(char)) < USUAL * total


@cache
def _is_usual(char: str) -> bool:
    """Whether a character is in one of the small character sets that Chinese is written with: GB 2312, Big5."""
    for name in ("gb2312", "big5"):
        try:
            char.encode(name)
        except UnicodeEncodeError:
            continue
        return True
    return False


def _told(page: PdfPage) -> Iterator[Diagnostic]:
    if page.failed is not None:
        yield diagnose("pdf.second_failed", page=page.number + 1, engine="pdfplumber", reason=page.failed)
    if not page.glyphs and not page.aside and not page.beside and not page.unreadable:
        yield diagnose("pdf.page_without_text", page=page.number + 1)
    if _is_weak(page) and page.unreadable:
        yield diagnose("pdf.unreadable", page=page.number + 1, count=page.unreadable)


def _is_weak(page: PdfPage) -> bool:
    """Whether a reading is worth a second one: no character, or many without a meaning."""
    return not page.glyphs or page.unreadable > UNREADABLE * (len(page.glyphs) + page.unreadable)


def _pages(data: bytes, where: str | None, password: str | None) -> Iterator[PdfPage]:
    """The pages in order, each read by the fast engine, or by the other where that is better."""
    try:
        from tablers import Document
    except ImportError:
        yield from _plumbed(data, where, password, None)
        return
    try:
        with _panics_told():
            document = Document(bytes=data, password=password)
    except RuntimeError as error:
        if "Password" in str(error):
            raise LoadError("encrypted", where=where, format="PDF") from error
        found = False
        for page in _plumbed(data, where, password, str(error)):  # a file that one engine refuses, the other may read
            found = True
            yield page
        if not found:
            raise LoadError("damaged", where=where, format="PDF", reason=_reason(error)) from error
        return
    second = _Second(data, password)
    checks = CHECKS if _PREDEFINED.search(data) else 0
    try:
        if document.page_count > MAX_PAGES:
            raise LoadError("too_many_pages", where=where, count=document.page_count, limit=MAX_PAGES)
        for number in range(document.page_count):
            try:
                with _panics_told():
                    page = read_tablers(document.get_page(number), number)
            except RuntimeError:
                page = PdfPage(number, 0.0, 0.0, Glyphs(), [], [], 0, 0, 0, "tablers")
            if _is_weak(page) or checks > 0:
                checks -= 1
                page, is_better = second.read(page)
                checks = CHECKS if is_better else checks
            yield page
    finally:
        second.close()
        document.close()


@contextmanager
def _panics_told() -> Iterator[None]:
    """A panic of the fast engine as ``RuntimeError``: on pages that are not there it gives up with what no ``except Exception`` sees."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuntimeError(str(error)) from error


class _Second:
    """``pdfplumber``, opened for the first page that needs it and kept: opening takes the longer, the more pages there are."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data, self._password = data, password
        self._document: Any = None

    def read(self, page: PdfPage) -> tuple[PdfPage, bool]:
        """The better reading of a page, the given one or that of ``pdfplumber``, and whether it is the latter."""
        try:
            import pdfplumber
        except ImportError:
            return page, False
        try:
            if self._document is None:
                self._document = pdfplumber.open(BytesIO(self._data), password=self._password or "")
            plumbed = self._document.pages[page.number]
            other = read_plumbed(plumbed, page.number)
            plumbed.close()  # what it holds of a page is as large as the page
        except Exception as error:  # whatever pdfminer raises on a broken page; the fast engine's reading stands, and it is told
            return page._replace(failed=type(error).__name__), False
        return (other, True) if _count(other) > _count(page) else (page, False)

    def close(self) -> None:
        """Closes the file."""
        if self._document is not None:
            with suppress(Exception):  # it looks at all pages once more, and breaks on those that it broke on before
                self._document.close()


def _count(page: PdfPage) -> int:
    """The characters of a page that can be seen."""
    return page.aside + sum(char not in SPACE for glyphs in (page.glyphs, *(own for _, own in page.beside)) for char in glyphs.chars)


def _reason(error: Exception) -> str:
    return str(error).split("(")[-1].rstrip(")") or type(error).__name__


def _plumbed(data: bytes, where: str | None, password: str | None, reason: str | None) -> Iterator[PdfPage]:
    """All pages by ``pdfplumber``."""
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
    except ImportError:
        if reason is None:
            raise LoadError("missing_extra", where=where, format="PDF", command=install_command(FORMATS["PDF"])) from None
        return
    try:
        with pdfplumber.open(BytesIO(data), password=password or "") as document:
            for number, page in enumerate(document.pages):
                yield read_plumbed(page, number)
                page.close()  # what it holds of a page is as large as the page
    except LoadError:
        raise
    except Exception as error:  # pdfminer raises what it likes on damaged files
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.__cause__ or error.__context__, PDFPasswordIncorrect):
            raise LoadError("encrypted", where=where, format="PDF") from error
        raise LoadError("damaged", where=where, format="PDF", reason=reason or str(error) or type(error).__name__) from error
