"""The parts of a DOCX (main text, styles, numbering, notes, what is set in) by what its relations say, and the marks of their XML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from notice_parser.errors import LoadError
from notice_parser.load.package import Package, parse_xml

__all__ = ["MAIN", "OFF", "RELATION", "Parts", "W", "choice_of", "is_on", "value_of", "whole_number"]

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
OFF = frozenset(("0", "false", "off"))  # values of a switch that is not set
_VALUE = f"{W}val"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_USUAL = "word/document.xml"


class Parts:
    """The parts of one package. A relation that leads nowhere gives way to the usual name, a part that cannot be read to none."""

    def __init__(self, data: bytes, where: str | None) -> None:
        self.package = Package(data, "DOCX", where)
        self.where = where
        self.main = self._main()
        folder, name = posixpath.split(self.main)
        self.folder = folder
        self.by_id: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}
        for key, kind, target in self._relations(f"{folder}/_rels/{name}.rels"):
            member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if self.package.has(member):
                self.by_id[key] = member
                self.by_kind.setdefault(kind, member)

    def _main(self) -> str:
        """The part that holds the text: what the package says, if it is there, else the usual one."""
        for _, kind, target in self._relations("_rels/.rels"):
            if kind == "officeDocument" and self.package.has(target):
                return target.lstrip("/")
        return _USUAL

    def _relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, last word of the kind, and target of each relation."""
        root = self.package.read_part(name)
        for node in root if root is not None else ():
            yield str(node.get("Id", "")), str(node.get("Type", "")).rpartition("/")[2], str(node.get("Target", ""))

    def body(self) -> Any:
        """The body of the main part; ``LoadError`` where there is none."""
        content = self.package.read(self.main)
        if _STRICT in content:
            content = content.replace(_STRICT, MAIN.encode()).replace(_STRICT_RELATIONS, RELATION[1:-3].encode())
        root = self.package.parse(self.main, content)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise LoadError("damaged", where=self.where, format="DOCX", reason=f"{self.main}: no body")
        return body

    def read(self, kind: str) -> Any:
        """The root of the part of a kind (``styles``, ``numbering``, ``footnotes``); null where there is none to read."""
        name = self.by_kind.get(kind, f"{self.folder}/{kind}.xml")
        root = self.package.read_part(name)
        if root is not None and root.tag.startswith("{" + _STRICT.decode()):
            return parse_xml(self.package.read(name).replace(_STRICT, MAIN.encode()))
        return root

    def root_of(self, key: str) -> Any:
        """The root of the part that a relation leads to; null where there is none to read."""
        name = self.by_id.get(key)
        root = self.package.read_part(name) if name is not None else None
        if root is not None and root.tag.startswith("{" + _STRICT.decode()):
            return parse_xml(self.package.read(str(name)).replace(_STRICT, MAIN.encode()))
        return root

    def content(self, key: str) -> tuple[str, bytes] | None:
        """Name and bytes of the part that a relation leads to; null where it leads nowhere or out of the package."""
        name = self.by_id.get(key)
        try:
            return (name, self.package.read(name)) if name is not None else None
        except LoadError as error:
            if error.code != "damaged":
                raise
            self.package.damaged.append(str(name))
            return None


def children_of(node: Any) -> dict[str, Any]:
    """The children of a node by tag, the last of each; none of a node that is not there. One pass, where several are looked for."""
    return {child.tag: child for child in node} if node is not None else {}


def value_in(children: dict[str, Any], name: str) -> str | None:
    """The value of one of the children; null where it is not there."""
    child = children.get(W + name)
    value = child.get(_VALUE) if child is not None else None
    return None if value is None else str(value)


def value_of(node: Any, name: str, attribute: str = "val") -> str | None:
    """The value of a child element of WordprocessingML; null where there is none."""
    child = node.find(f"{W}{name}") if node is not None else None
    value = child.get(f"{W}{attribute}") if child is not None else None
    return None if value is None else str(value)


def whole_number(value: str | None, default: int = 0) -> int:
    """A whole number as files write it, ``default`` where it is none."""
    try:
        return int(float(value)) if value is not None else default
    except (ValueError, OverflowError):
        return default


def is_on(node: Any, name: str) -> bool | None:
    """Whether a switch is set; null where it is not there."""
    child = node.find(f"{W}{name}") if node is not None else None
    return None if child is None else child.get(f"{W}val") not in OFF


def choice_of(node: Any) -> Any:
    """What of ``mc:AlternateContent`` is read: its first choice, never the stand-in for older programs besides."""
    return next((child for child in node if str(child.tag).endswith("}Choice")), node)
