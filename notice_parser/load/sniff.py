"""Which format a file has: told by its bytes, never by its name."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable

from notice_parser.load.archive import is_tar
from notice_parser.load.mail import is_mail
from notice_parser.load.mhtml import is_mhtml
from notice_parser.load.packed import PACKED
from notice_parser.load.salvage import open_zip

__all__ = ["format_of", "kind_of_members"]

_HEAD = 4096  # bytes that tell the format

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x97JB2\r\n\x1a\n", "JBIG2"),
    (b"Founder CEB", "CEB"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"[InternetShortcut]", "shortcut"),
    (b"AT&TFORM", "DJVU"),
    (b"CAJ\x00", "CAJ"),
    *((mark, kind) for kind, mark in PACKED.items()),
)
# what stands in the first tag, or before it, of the XML that office programs write
_XML_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"<w:wordDocument", "Word-XML"),
    (b'progid="Word.Document"', "Word-XML"),
    (b'progid="Excel.Sheet"', "Excel-XML"),
    (b"<uof:UOF", "UOF"),
    (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"', "Excel-XML"),
)
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # sizes of the header behind the first 14 bytes
# what an archive holds, by the name of a member; the names stand in clear in the file
_ZIP_MEMBERS: tuple[tuple[bytes, str], ...] = ((b"word/", "DOCX"), (b"xl/", "XLSX"), (b"ppt/", "PPTX"), (b"OFD.xml", "OFD"))
_MAIN_PARTS = ("[Content_Types].xml", "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
_FIRST_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"customXml/", b"OFD.xml", b"Doc_", b"word/", b"xl/", b"ppt/", b"mimetype")
# what stands in the first member of a package that says its type there
_TYPES: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.text", "ODT"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ODS"),
    (b"application/vnd.oasis.opendocument.", "ODP"),
    (b"application/epub+zip", "EPUB"),
)
_TYPE = 100  # bytes of it
_HEIF_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif")
_OLE_STREAMS: tuple[tuple[bytes, str], ...] = (
    ("__substg1.0_".encode("utf-16-le"), "MSG"),  # first: a mail may hold any of the others
    ("WordDocument".encode("utf-16-le"), "DOC/WPS"),
    ("Workbook".encode("utf-16-le"), "XLS/ET"),
    ("PowerPoint".encode("utf-16-le"), "PPT/DPS"),
)


def format_of(data: bytes) -> str | None:
    """The name of a format, as ``FORMATS`` has it, told by the first bytes; ``None`` for what may be text."""
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return "PDF"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for stream, kind in _OLE_STREAMS if stream in data), "DOC/WPS")
    if is_tar(head):
        return "TAR"
    if head[:2] == b"BM" and head[6:10] == bytes(4) and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "HEIC"
    if is_mail(data):
        return "EML"
    if is_mhtml(head):
        return "MHTML"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None) or _kind_of_xml(head)


def _kind_of_package(data: bytes) -> str:
    """What a ZIP file holds: told by its members, of a damaged one by the names that stand in it."""
    try:
        with open_zip(data) as package:
            names = [name.replace("\\", "/").lstrip("/") for name in package.namelist()]
            said = _type_of(package) if "mimetype" in names else None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        if not data.startswith(_FIRST_PARTS, 30):  # an archive of documents shows their parts too
            return "ZIP"
        # cut off before the part that tells: no archive whose members are papers, a package that its own reader refuses
        cut = "DOCX" if data.startswith(b"[Content_Types].xml", 30) else "ZIP"
        if data.startswith(b"mimetype", 30):
            return next((kind for mark, kind in _TYPES if data.startswith(mark, 38)), cut)
        return next((kind for member, kind in _ZIP_MEMBERS if member in data), cut)
    return said or kind_of_members(names)


def kind_of_members(names: Iterable[str]) -> str:
    """What a ZIP of these members is: a document by its list of parts or its main part, else an archive.

    >>> kind_of_members(["word/document.xml"]), kind_of_members(["word/通知.docx"])
    ('DOCX', 'ZIP')
    """
    parts = set(names)
    of_kind = (kind for member, kind in _ZIP_MEMBERS if any(name.startswith(member.decode()) and name.endswith(".xml") for name in parts))
    kind = next(of_kind, "ZIP")
    return kind if kind == "OFD" or not parts.isdisjoint(_MAIN_PARTS) else "ZIP"


def _type_of(package: zipfile.ZipFile) -> str | None:
    """The format that a package says it has."""
    try:
        with package.open("mimetype") as member:
            said = member.read(_TYPE)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None
    return next((kind for mark, kind in _TYPES if said.startswith(mark)), None)


def _kind_of_xml(head: bytes) -> str | None:
    """Which office program wrote a file of XML; ``None`` for any other text."""
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return None
    return next((kind for mark, kind in _XML_MARKS if mark in head), None)
