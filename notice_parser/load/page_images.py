"""Pages without readable characters: each is drawn, recognised, and its sheet put in the place of the one that says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.formats import FORMATS, install_command, is_installed
from notice_parser.load.source import Sheet
from notice_parser.model import Diagnostic

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["DrawnPages", "can_recognise", "recognise_pages"]

MENDED = ("pdf.page_without_text", "pdf.unreadable")  # what no longer holds of a page once it is recognised


class DrawnPages(Protocol):
    """The pages of a file as images."""

    def draw(self, number: int) -> tuple[Image.Image, tuple[float, float]] | None:
        """A page, from 0, and its size in points; null where nothing stands on it. ``ValueError`` where it cannot be drawn."""
        ...


def can_recognise(kind: str, pages: Sequence[int], n_pages: int, where: str | None, *, is_asked: bool) -> list[Diagnostic]:
    """What is to be told where these pages of ``n_pages`` cannot be recognised for want of a library; nothing where they can.

    ``LoadError`` where there are no other pages, or where the caller asked for it.
    """
    if is_installed(FORMATS[kind]):
        return []
    command = install_command(FORMATS[kind])
    if is_asked or len(pages) == n_pages:
        raise LoadError("missing_extra", where=where, format=kind, command=command)
    return [diagnose("ocr.missing", pages=_listed(pages), command=command)]


def recognise_pages(
    drawn_pages: DrawnPages, pages: Sequence[int], kind: str, where: str | None, sheets: list[Sheet], told: list[list[Diagnostic]]
) -> tuple[tuple[int, ...], tuple[Diagnostic, ...]]:
    """Puts what OCR reads of the pages in the place of their sheets and of what was ``told`` of them.

    Gives those that hold text, and what says so.
    """
    from notice_parser.load.recognise import reader
    from notice_parser.load.scan import read_scan

    by = reader(where, kind)
    found: list[int] = []
    for number in pages:
        try:
            drawn = drawn_pages.draw(number)
        except ValueError as error:
            told[number].append(diagnose("ocr.failed", page=number + 1, reason=str(error)))
            continue
        if drawn is None:
            continue
        scan = read_scan(*drawn, number, by)
        if scan.sheet.lines or not sheets[number].lines:
            sheets[number] = scan.sheet
        if scan.sheet.lines:
            told[number] = [one for one in told[number] if one.code not in MENDED] + list(scan.diagnostics)
            found.append(number)
    return tuple(found), ((diagnose("ocr.pages", pages=_listed(found)),) if found else ())


def _listed(pages: Iterable[int]) -> str:
    """The pages as people count them: ``1–3、5``."""
    runs: list[list[int]] = []
    for number in pages:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a + 1) if a == b else f"{a + 1}–{b + 1}" for a, b in runs)
