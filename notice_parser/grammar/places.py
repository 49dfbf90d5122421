"""Where each key and value of a TOML file stands, so that a fault can be shown under a marker.

``tomllib`` gives values without positions. This reads a text that ``tomllib`` has accepted, so it has nothing to refuse:

>>> places("[[rules]]\\nid = 'a.b'")[("rules", 0, "id")].value
(15, 20)
"""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

from notice_parser.errors import marked_line
from notice_parser.model import Span

__all__ = ["Path", "Place", "mark", "places"]

Path: TypeAlias = tuple[str | int, ...]

MARKED_COLUMNS = 100  # of a longer line only the part around the marker is shown

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_BARE_VALUE = re.compile(r"[^,\]}\r\n#]++")


class Place(Struct, frozen=True):
    """Spans of a key and its value; ``content`` is where the characters of a literal string begin, else None."""

    key: Span
    value: Span
    content: int | None


def places(source: str) -> dict[Path, Place]:
    """The place of every key, table and array item of ``source``, by its path."""
    return _Reader(source).read()


def mark(source: str, start: int, end: int) -> str:
    """The line of ``source`` that holds ``start``, with a marker under ``[start, end)`` as far as that line goes."""
    line_start = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", start)
    if line_end < 0:
        line_end = len(source)
    line = source[line_start:line_end].rstrip("\r").replace("\t", " ")
    first, last = min(start - line_start, len(line)), min(end - line_start, len(line))
    if len(line) > MARKED_COLUMNS:
        left = max(0, min(first - MARKED_COLUMNS // 3, len(line) - MARKED_COLUMNS))
        right = left + MARKED_COLUMNS
        head, tail = "…" if left else "", "…" if right < len(line) else ""
        line = head + line[left:right] + tail
        first, last = first - left + len(head), min(last, right) - left + len(head)
    return marked_line(line, first, max(first, last))


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.found: dict[Path, Place] = {}
        self.arrays: dict[Path, int] = {}  # arrays of tables: how many tables so far

    def read(self) -> dict[Path, Place]:
        table: Path = ()
        at = self.blank(0)
        while at < len(self.source):
            if self.source.startswith("[", at):
                table, at = self.header(at)
            else:
                at = self.pair(at, table)
            at = self.blank(at)
        return self.found

    def blank(self, at: int) -> int:
        found = _BLANK.match(self.source, at)
        return found.end() if found else at

    def header(self, at: int) -> tuple[Path, int]:
        is_array = self.source.startswith("[[", at)
        start = at
        keys, at = self.keys(at + (2 if is_array else 1))
        at = self.source.index("]", at) + (2 if is_array else 1)
        path: Path = ()
        for key in keys[:-1]:
            path = self.entered((*path, key))
        path = (*path, keys[-1])
        if is_array:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            path = self.entered(path)
        self.found[path] = Place((start, at), (start, at), None)
        return path, at

    def entered(self, path: Path) -> Path:
        return (*path, self.arrays[path]) if path in self.arrays else path

    def keys(self, at: int) -> tuple[list[str], int]:
        names: list[str] = []
        while True:
            at = self.blank(at)
            if self.source[at] in "\"'":
                end = self.string(at)
                names.append(self.source[at + 1 : end - 1])
            else:
                found = _BARE_KEY.match(self.source, at)
                end = found.end() if found else at + 1
                names.append(self.source[at:end])
            at = self.blank(end)
            if not self.source.startswith(".", at):
                return names, end
            at += 1

    def pair(self, at: int, table: Path) -> int:
        start = at
        keys, key_end = self.keys(at)
        value = self.blank(self.source.index("=", key_end) + 1)
        return self.value(value, (*table, *keys), (start, key_end))

    def value(self, at: int, path: Path, key: Span | None) -> int:
        source = self.source
        content: int | None = None
        if source[at] in "\"'":
            end = self.string(at)
            if source.startswith("'''", at):
                content = at + 3
                content += 2 if source.startswith("\r\n", content) else source.startswith("\n", content)
            elif source[at] == "'":
                content = at + 1
        elif source[at] == "[":
            end, count = self.blank(at + 1), 0
            while source[end] != "]":
                end = self.blank(self.value(end, (*path, count), None))
                end = self.blank(end + (source[end] == ","))
                count += 1
            end += 1
        elif source[at] == "{":
            end = self.blank(at + 1)
            while source[end] != "}":
                end = self.blank(self.pair(end, path))
                end = self.blank(end + (source[end] == ","))
            end += 1
        else:
            found = _BARE_VALUE.match(source, at)
            end = at + len(found.group().rstrip()) if found else at + 1
        self.found[path] = Place(key or (at, end), (at, end), content)
        return end

    def string(self, at: int) -> int:
        source = self.source
        quote = source[at]
        if source.startswith(quote * 3, at):
            end = at + 3
            while not source.startswith(quote * 3, end):
                end += 2 if quote == '"' and source[end] == "\\" else 1
            end += 3
            while source.startswith(quote, end):  # up to two more quotes belong to the string
                end += 1
            return end
        end = at + 1
        while source[end] != quote:
            end += 2 if quote == '"' and source[end] == "\\" else 1
        return end + 1
