"""The formats that are read, what reads each, and how to install what is missing; ``doctor`` prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.office import office_name
from notice_parser.load.source import Block, Sheet
from notice_parser.model import Diagnostic

__all__ = [
    "FORMATS",
    "Format",
    "Loaded",
    "backends_of",
    "doctor_lines",
    "install_command",
    "is_installed",
    "refusal",
    "require",
    "version_of",
]


class Format(NamedTuple):
    """A format: ``modules`` are import name and distribution of the libraries that read it, ``extra`` what installs them.

    ``engines``: libraries of which one is enough, the best first. ``mend``: for a format that is not read, what to do instead,
    in Chinese and English. ``office``: LibreOffice, or on Windows Word or WPS, reads it where it is installed; without a ``mend``, only
    what our own reader cannot read.
    """

    name: str
    media_type: str
    modules: tuple[tuple[str, str], ...] = ()
    extra: str | None = None
    mend: tuple[str, str] | None = None
    engines: tuple[tuple[str, str], ...] = ()
    office: bool = False


class Loaded(NamedTuple):
    """What a loader makes of a file. ``hidden``: short lines that the file holds but does not show. ``is_index``: a list of pages.

    ``pictures``: name and content of the images of a document that has no text.
    """

    blocks: tuple[Block, ...]
    loader: str
    n_pages: int | None = None
    hidden: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    backends: tuple[tuple[str, str], ...] = ()
    sheets: tuple[Sheet, ...] = ()
    recognised: tuple[int, ...] = ()
    is_index: bool = False
    pictures: tuple[tuple[str, bytes], ...] = ()


_SAVE_AS_PDF = ("请用原软件打开，另存为 PDF 或 OFD", "open it in the program it was made with and save it as PDF or OFD")
_OFFICE = ("请安装 LibreOffice，或另存为 DOCX", "install LibreOffice, or save it as DOCX")
_OFFICE_UOF = ("请用 WPS 打开，另存为 DOCX 或 XLSX", "open it with WPS and save it as DOCX or XLSX")
_AS_PICTURE = ("请另存为 JPEG 或 PNG", "save it as JPEG or PNG")
_FROM_MAIL = ("请在邮件程序中另存为 .eml，或保存其附件", "save it as .eml in the mail program, or save what is attached")
_TARGET = ("这只是快捷方式，请给出它所指的文件", "this is a shortcut only: give the file that it leads to")
_UNPACK = ("请先解压，再解析其中的文件", "unpack it first, then parse what is in it")
_IMAGE = (("numpy", "numpy"), ("PIL", "pillow"))
_OCR = (("faster_paddle", "faster-paddle"), ("rapidocr", "rapidocr"))
_LXML = (("lxml", "lxml"),)

FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("TXT", "text/plain"),
        Format("Markdown", "text/markdown"),
        Format("HTML", "text/html", (("selectolax", "selectolax"),), "html"),
        Format("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _LXML, "office"),
        Format("MHTML", "multipart/related", (("selectolax", "selectolax"),), "html"),
        Format("Word-XML", "application/msword", _LXML, "office"),
        Format("Excel-XML", "application/vnd.ms-excel", _LXML, "office"),
        Format("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _LXML, "office"),
        Format("XLS/ET", "application/vnd.ms-excel", (("xlrd", "xlrd"),), "office"),
        Format("ODS", "application/vnd.oasis.opendocument.spreadsheet", _LXML, "office"),
        Format("EPUB", "application/epub+zip", (*_LXML, ("selectolax", "selectolax")), "epub"),
        Format("PDF", "application/pdf", (("tablers", "tablers"), ("pdfplumber", "pdfplumber")), "pdf"),
        Format("CSV", "text/csv"),
        Format("RTF", "application/rtf"),
        Format("OFD", "application/ofd", _LXML, "ofd"),
        Format("DOC/WPS", "application/msword", office=True),
        Format("ODT", "application/vnd.oasis.opendocument.text", mend=_OFFICE, office=True),
        Format("MS-Works", "application/vnd.ms-works", mend=_OFFICE, office=True),
        Format("ZIP", "application/zip"),
        Format("TAR", "application/x-tar"),
        Format("gzip", "application/gzip"),
        Format("bzip2", "application/x-bzip2"),
        Format("xz", "application/x-xz"),
        Format("EML", "message/rfc822"),
        Format("PPTX", "application/vnd.openxmlformats-officedocument.presentationml.presentation", mend=_SAVE_AS_PDF),
        Format("PPT/DPS", "application/vnd.ms-powerpoint", mend=_SAVE_AS_PDF),
        Format("CEB", "application/x-ceb", mend=_SAVE_AS_PDF),
        Format("GD", "application/x-gd", mend=_SAVE_AS_PDF),
        Format("PDF/scan", "application/pdf", (*_IMAGE, ("pypdfium2", "pypdfium2")), "ocr", engines=_OCR),
        Format("OFD/scan", "application/ofd", _IMAGE, "ocr", engines=_OCR),
        Format("PNG", "image/png", _IMAGE, "ocr", engines=_OCR),
        Format("JPEG", "image/jpeg", _IMAGE, "ocr", engines=_OCR),
        Format("GIF", "image/gif", _IMAGE, "ocr", engines=_OCR),
        Format("TIFF", "image/tiff", _IMAGE, "ocr", engines=_OCR),
        Format("BMP", "image/bmp", _IMAGE, "ocr", engines=_OCR),
        Format("WEBP", "image/webp", _IMAGE, "ocr", engines=_OCR),
        Format("JBIG2", "image/jbig2", (*_IMAGE, ("pypdfium2", "pypdfium2")), "ocr", engines=_OCR),
        Format("HEIC", "image/heic", mend=_AS_PICTURE),
        Format("DJVU", "image/vnd.djvu", mend=_SAVE_AS_PDF),
        Format("CAJ", "application/x-caj", mend=_SAVE_AS_PDF),
        Format("ODP", "application/vnd.oasis.opendocument.presentation", mend=_SAVE_AS_PDF),
        Format("UOF", "application/vnd.uof", mend=_OFFICE_UOF),
        Format("MSG", "application/vnd.ms-outlook", mend=_FROM_MAIL),
        Format("shortcut", "application/x-mswinurl", mend=_TARGET),
        Format("RAR", "application/vnd.rar", mend=_UNPACK),
        Format("7z", "application/x-7z-compressed", mend=_UNPACK),
    )
}


def require(name: str, where: str | None) -> tuple[tuple[str, str], ...]:
    """The libraries that read a format, with their versions; ``LoadError`` with the command that installs what is missing."""
    found = FORMATS[name]
    if not is_installed(found):
        raise LoadError("missing_extra", where=where, format=name, command=install_command(found))
    return backends_of(name)


def doctor_lines(lang: str) -> Iterator[str]:
    """A line a format: whether it is read, by which library and version, or what to do."""
    width = max(map(len, FORMATS))
    zh = lang != "en"
    converter = office_name()
    for name, one in FORMATS.items():
        office = " ".join(filter(None, converter)) if one.office and converter is not None else None
        if office is not None:
            state, said = ("可读　" if zh else "read     "), office if one.mend is not None else f"{'自带' if zh else 'built in'}, {office}"
        elif one.mend is not None:
            state, said = ("读不了" if zh else "not read "), one.mend[0 if zh else 1]
        elif not is_installed(one):
            state, said = ("缺组件" if zh else "missing  "), install_command(one)
        else:
            own = "自带" if zh else "built in"
            state, said = ("可读　" if zh else "read     "), ", ".join(" ".join(pair) for pair in backends_of(name)) or own
        yield f"{name:<{width}}  {state}  {said}"


def is_installed(found: Format) -> bool:
    """Whether the libraries that read a format are there; none is imported."""
    return all(find_spec(module) is not None for module, _ in found.modules) and (
        not found.engines or any(find_spec(module) is not None for module, _ in found.engines)
    )


def refusal(kind: str, where: str | None) -> LoadError:
    """The error for a format that is known and not read, with what to do instead."""
    known = FORMATS.get(kind)
    if known is None or known.mend is None:
        return LoadError("not_yet_read", where=where, format=kind)
    return LoadError("unread_format", where=where, format=kind, mend=known.mend[0], mend_en=known.mend[1])


def install_command(found: Format) -> str:
    """What to type where a library is missing."""
    return f'pip install "notice-parser[{found.extra}]"'


def backends_of(name: str) -> tuple[tuple[str, str], ...]:
    """Name and version of the libraries that read a format, of those that are installed."""
    one = FORMATS[name]
    engines = [package for module, package in one.engines if find_spec(module) is not None][:1]
    packages = [*(package for _, package in one.modules), *engines]
    return tuple((package, said) for package in packages if (said := version_of(package)) is not None)


@cache
def version_of(package: str) -> str | None:
    """The version of an installed package, looked up once: reading what a package says of itself takes a millisecond."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None
