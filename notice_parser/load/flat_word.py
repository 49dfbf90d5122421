"""Word documents in one XML file (Word 2003 XML, and "flat" packages of later ones) → a DOCX package of the same text."""

from __future__ import annotations

import binascii
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.load.docx_parts import MAIN, W
from notice_parser.load.package import MAX_MEMBER, parse_xml

__all__ = ["as_package"]

_FLAT = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_OLD = b"http://schemas.microsoft.com/office/word/2003/wordml"
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_CHANGE = "{http://schemas.microsoft.com/aml/2001/core}"
_WRAPPERS = (f"{_HINT}sect", f"{_HINT}sub-section", f"{_HINT}pBdrGroup", f"{_CHANGE}annotation", f"{_CHANGE}content")
_MERGE = f"{W}vmerge"
# number formats by the codes of the binary format (MS-OSHARED, MSONFC)
_FORMS_WORDS = (
    "decimal upperRoman lowerRoman upperLetter lowerLetter ordinal cardinalText ordinalText hex chicago ideographDigital japaneseCounting "
    "aiueo iroha decimalFullWidth decimalHalfWidth japaneseLegal japaneseDigitalTenThousand decimalEnclosedCircle decimalFullWidth2 "
    "aiueoFullWidth irohaFullWidth decimalZero bullet ganada chosung decimalEnclosedFullstop decimalEnclosedParen "
    "decimalEnclosedCircleChinese ideographEnclosedCircle ideographTraditional ideographZodiac ideographZodiacTraditional "
    "taiwaneseCounting ideographLegalTraditional taiwaneseCountingThousand taiwaneseDigital chineseCounting chineseLegalSimplified "
    "chineseCountingThousand"
)
_FORMS = _FORMS_WORDS.split()
_NO_NUMBER = 255


def as_package(data: bytes, where: str | None) -> bytes:
    """The document as a ZIP of parts, as DOCX has them. ``LoadError`` where it is no such document."""
    root = parse_xml(data.replace(_OLD, MAIN.encode()))
    if root is None:
        raise LoadError("damaged", where=where, format="Word-XML", reason="XML")
    if root.tag.startswith(_FLAT):
        return _zipped(_flat_parts(root))
    if root.find(f"{W}body") is None:
        raise LoadError("damaged", where=where, format="Word-XML", reason="no body")
    return _zipped(_old_parts(root))


def _zipped(parts: Iterator[tuple[str, bytes]]) -> bytes:
    out = BytesIO()
    size = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts:
            size += len(content)
            if size <= MAX_MEMBER:
                package.writestr(name, content)
    return out.getvalue()


def _flat_parts(root: Any) -> Iterator[tuple[str, bytes]]:
    """Name and content of each part of a flat package."""
    from lxml import etree

    for part in root.iter(f"{_FLAT}part"):
        name = str(part.get(f"{_FLAT}name", "")).lstrip("/")
        inner = part.find(f"{_FLAT}xmlData")
        coded = part.find(f"{_FLAT}binaryData")
        if inner is not None and len(inner):
            yield name, etree.tostring(inner[0], encoding="utf-8")
        elif coded is not None and coded.text:
            try:
                yield name, binascii.a2b_base64(coded.text)
            except ValueError:
                continue


def _old_parts(root: Any) -> Iterator[tuple[str, bytes]]:
    """The parts that the text of a Word 2003 document makes: its body, its styles, its lists."""
    from lxml import etree

    for change in list(root.iter(f"{_CHANGE}annotation")):
        if change.get(f"{W}type") in ("Word.Deletion", "Word.Comment", "Word.Formatting"):
            change.getparent().remove(change)
    etree.strip_tags(root, *_WRAPPERS)
    for node in list(root.iter(f"{W}listPr")):
        _write_number(node)
    for node in root.iter(_MERGE):
        node.tag = f"{W}vMerge"
    for old, new in (("hmerge", "hMerge"), ("wordDocument", "document"), ("listDef", "abstractNum"), ("list", "num")):
        for node in list(root.iter(f"{W}{old}")):
            node.tag = f"{W}{new}"
    styles, lists = root.find(f"{W}styles"), root.find(f"{W}lists")
    if lists is not None:
        _as_numbering(lists)
        yield "word/numbering.xml", etree.tostring(lists, encoding="utf-8")
    if styles is not None:
        yield "word/styles.xml", etree.tostring(styles, encoding="utf-8")
    yield "word/document.xml", etree.tostring(root, encoding="utf-8")


def _write_number(node: Any) -> None:
    """The list of a paragraph; where the file says what is printed, that, as words at its beginning."""
    printed = node.find(f"{_HINT}t")
    properties = node.getparent()
    paragraph = properties.getparent()
    if printed is not None and paragraph is not None and paragraph.tag == f"{W}p":
        run = paragraph.makeelement(f"{W}r")
        text = run.makeelement(f"{W}t")
        text.text = str(printed.get(f"{_HINT}val") or "")
        run.append(text)
        paragraph.insert(paragraph.index(properties) + 1, run)
        properties.remove(node)
        return
    node.tag = f"{W}numPr"
    for child in node.findall(f"{W}ilfo"):
        child.tag = f"{W}numId"


def _as_numbering(lists: Any) -> None:
    """Renames what the lists of Word 2003 call otherwise."""
    for node in lists.iter(f"{W}abstractNum"):
        node.set(f"{W}abstractNumId", str(node.get(f"{W}listDefId")))
    for node in lists.iter(f"{W}num"):
        node.set(f"{W}numId", str(node.get(f"{W}ilfo")))
        for kind in node.findall(f"{W}ilst"):
            kind.tag = f"{W}abstractNumId"
    for node in lists.iter(f"{W}nfc"):
        code = str(node.get(f"{W}val"))
        number = int(code) if code.isdecimal() and len(code) < 4 else 0
        node.tag = f"{W}numFmt"
        node.set(f"{W}val", "none" if number == _NO_NUMBER else _FORMS[number] if number < len(_FORMS) else "decimal")
    for node in lists.iter(f"{W}suff"):
        node.set(f"{W}val", str(node.get(f"{W}val")).lower())
