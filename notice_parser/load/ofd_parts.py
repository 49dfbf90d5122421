"""The parts of an OFD (GB/T 33190-2016): documents and their pages, resources, annotations, stamps, attached files.

A location is counted from the root of the package where it begins with a slash, else from the part that names it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from notice_parser.errors import LoadError
from notice_parser.load.package import Package
from notice_parser.load.seal import seal_name

__all__ = [
    "FAR",
    "MAX_IMAGES",
    "NUMBER",
    "Drawn",
    "Matrix",
    "OfdDocument",
    "Resource",
    "document_roots",
    "joined",
    "matrix_of",
    "named",
    "number_of",
    "numbers_of",
]

Matrix = tuple[float, float, float, float, float, float]

PAGE = (210.0, 297.0)  # millimetres: A4, where the file does not say
FAR = 100_000.0  # millimetres and points: no page is so large
MAX_PAGES = 20_000
MAX_IMAGES = 500  # of a page that is recognised
MAX_ATTACHED = 200  # files that are named
NUMBER = re.compile("[-+]?(?:[0-9]{1,12}(?:\\.[0-9]{0,60})?|\\.[0-9]{1,60})(?:[eE][-+]?[0-9]{1,2})?")


class Resource(NamedTuple):
    """What an id stands for: an image, by its place in the package and its format as the file has it; or drawn content, as its node."""

    location: str = ""
    form: str = ""
    node: Any = None


class Drawn(NamedTuple):
    """An image on a page, and how its unit square lies on it, in millimetres."""

    image: Resource
    matrix: Matrix


def document_roots(package: Package) -> Iterator[tuple[str, str]]:
    """The place of each document's root and of the list of its signatures, empty where it has none. ``LoadError`` without ``OFD.xml``."""
    root = package.read_xml("OFD.xml")
    if root is None:
        raise LoadError("damaged", where=package.where, format="OFD", reason="OFD.xml")
    bodies = list(named(root, "DocBody")) or [root]
    for body in bodies:
        signatures = next(named(body, "Signatures"), None)
        listed = (signatures.text or "").strip() if signatures is not None else ""
        for node in named(body, "DocRoot"):
            yield joined("", (node.text or "").strip()), joined("", listed) if listed else ""


class OfdDocument:
    """One document of a package."""

    def __init__(self, package: Package, root: str, signatures: str) -> None:
        self.package = package
        self.base = posixpath.dirname(root)
        self.root = package.read_part(root)
        if self.root is None:
            package.tell_damaged(root)
        self.size = _size(self.root) or PAGE
        self._templates = {str(node.get("ID")): joined(self.base, node.get("BaseLoc")) for node in self._all("TemplatePage")}
        self._drawn: dict[str, Any] = {}
        self._resources: dict[str, Resource] | None = None
        self._signatures = signatures

    def _all(self, name: str) -> Iterator[Any]:
        return named(self.root, name) if self.root is not None else iter(())

    def _part_of(self, name: str) -> tuple[str, Any]:
        """Place and root of the part that an element of the document names; null where there is none."""
        node = next(self._all(name), None)
        location = (node.text or "").strip() if node is not None else ""
        place = joined(self.base, location)
        return place, self.package.read_part(place) if location else None

    def pages(self) -> list[tuple[str, str]]:
        """Id and place of each page. ``LoadError`` for too many."""
        listed = next(self._all("Pages"), None)
        found = [] if listed is None else [(str(node.get("ID")), joined(self.base, node.get("BaseLoc"))) for node in named(listed, "Page")]
        if len(found) > MAX_PAGES:
            raise LoadError("too_many_pages", where=self.package.where, count=len(found), limit=MAX_PAGES)
        return found

    def contents_of(self, location: str) -> tuple[list[Any], tuple[float, float]]:
        """The roots of a page's templates and of the page itself, and its size in millimetres; no root where it cannot be read."""
        page = self.package.read_part(location)
        if page is None:
            self.package.tell_damaged(location)
            return [], self.size
        found = []
        for template in named(page, "Template"):
            name = str(template.get("TemplateID"))
            if name not in self._drawn:
                self._drawn[name] = self.package.read_part(self._templates[name]) if name in self._templates else None
            if self._drawn[name] is not None:
                found.append(self._drawn[name])
        for node in named(page, "PageRes"):
            self._add_resources(joined(posixpath.dirname(location), (node.text or "").strip()), self._known())
        return [*found, page], _size(page) or self.size

    def resource(self, key: str | None) -> Resource:
        """What an id stands for; nothing for one that is not listed."""
        return self._known().get(str(key), Resource())

    def _known(self) -> dict[str, Resource]:
        if self._resources is None:
            self._resources = {}
            for name in ("PublicRes", "DocumentRes"):
                for node in self._all(name):
                    self._add_resources(joined(self.base, (node.text or "").strip()), self._resources)
        return self._resources

    def _add_resources(self, location: str, to: dict[str, Resource]) -> None:
        listed = self.package.read_part(location)
        if listed is None:
            return
        folder = joined(posixpath.dirname(location), listed.get("BaseLoc") or ".")
        for node in named(listed, "MultiMedia"):
            file = next(named(node, "MediaFile"), None)
            if file is None or node.get("Type", "Image") != "Image":
                continue
            # some count it from the list of resources, or from the document, whatever BaseLoc says
            places = [joined(base, (file.text or "").strip()) for base in (folder, posixpath.dirname(location), self.base)]
            place = next((one for one in places if self.package.has(one)), places[0])
            to[str(node.get("ID"))] = Resource(place, str(node.get("Format") or ""))
        for node in named(listed, "CompositeGraphicUnit"):
            to[str(node.get("ID"))] = Resource(node=node)

    def annotations(self) -> dict[str, list[Any]]:
        """The annotations of each page that has some, by its id."""
        place, listed = self._part_of("Annotations")
        found: dict[str, list[Any]] = {}
        for node in named(listed, "Page") if listed is not None else ():
            location = next(named(node, "FileLoc"), None)
            root = self.package.read_part(joined(posixpath.dirname(place), (location.text or "").strip())) if location is not None else None
            if root is not None:
                found.setdefault(str(node.get("PageID")), []).extend(named(root, "Annot"))
        return found

    def stamps(self) -> dict[str, list[str]]:
        """The names of the seals whose stamps stand on each page that has some, by its id; empty for one that does not say it."""
        listed = self.package.read_part(self._signatures) if self._signatures else None
        found: dict[str, list[str]] = {}
        for node in named(listed, "Signature") if listed is not None else ():
            location = node.get("BaseLoc")
            place = joined(posixpath.dirname(self._signatures), location)
            signature = self.package.read_part(place) if location else None
            stamps = list(named(signature, "StampAnnot")) if signature is not None else []
            name = self._seal_name(signature, posixpath.dirname(place)) if stamps else ""
            for stamp in stamps:
                found.setdefault(str(stamp.get("PageRef")), []).append(name)
        return found

    def _seal_name(self, signature: Any, folder: str) -> str:
        """The name of the seal of a signature: from the seal's own file, else from the signed value; empty where neither says it."""
        seals = [one.text for seal in named(signature, "Seal") for one in named(seal, "BaseLoc")]
        for location in (*seals, *(one.text for one in named(signature, "SignedValue"))):
            place = joined(folder, (location or "").strip())
            if location and self.package.has(place):
                with suppress(LoadError):
                    if name := seal_name(self.package.read(place)):
                        return name
        return ""

    def attached(self) -> list[str]:
        """The names of the files that are attached, those aside that a reader does not see."""
        _, files = self._part_of("Attachments")
        found = named(files, "Attachment") if files is not None else iter(())
        shown = [str(node.get("Name") or "") for node in found if node.get("Visible") != "false"]
        return [name for name in shown if name][:MAX_ATTACHED]


def named(node: Any, name: str) -> Iterator[Any]:
    """The node itself and those below it that have the name, in whatever namespace: there are files with the wrong one, and with none."""
    return node.iter(f"{{*}}{name}")  # type: ignore[no-any-return]  # lxml is not typed


def joined(base: str, location: str | None) -> str:
    """The member that a location names: from the root where it begins with a slash, else from ``base``."""
    location = (location or "").replace("\\", "/")
    return posixpath.normpath(location.lstrip("/") if location.startswith("/") else posixpath.join(base, location))


def number_of(text: str | None, default: float) -> float:
    """The number that a text begins with."""
    if text is None:
        return default
    found = NUMBER.match(text.strip())
    return float(found.group()) if found else default


def numbers_of(text: str | None, count: int) -> tuple[float, ...] | None:
    """The first numbers of a text; null where there are fewer."""
    found = NUMBER.findall(text or "")
    return tuple(map(float, found[:count])) if len(found) >= count else None


def matrix_of(text: str | None) -> Matrix | None:
    """A transformation as CTM states it."""
    found = numbers_of(text, 6)
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if found else None


def _size(node: Any) -> tuple[float, float] | None:
    box = next(named(node, "PhysicalBox"), None) if node is not None else None
    found = numbers_of(box.text, 4) if box is not None else None
    return (found[2], found[3]) if found and 0 < found[2] < FAR and 0 < found[3] < FAR else None
