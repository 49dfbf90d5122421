"""Lists of a DOCX: counts the numbered paragraphs and gives the number that is printed before each (ECMA-376, 17.9)."""

from __future__ import annotations

from typing import Any, NamedTuple

from notice_parser.load.docx_parts import W, choice_of, is_on, value_of, whole_number
from notice_parser.load.docx_styles import Style, Styles, indent_of
from notice_parser.load.numbering import fill_level

__all__ = ["Lists"]

_LEVELS = 9


class _Level(NamedTuple):
    """One level of a list. ``restart``: the level (from 1) whose next paragraph begins it anew, 0 for none, null for any above it."""

    pattern: str
    form: str
    start: int
    gap: str
    is_legal: bool
    indent: int | None
    restart: int | None


class Lists:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}  # of each kind of list
        self.own_levels: dict[str, dict[int, _Level]] = {}  # of a list that changes some of its kind
        self.level_of_style: dict[tuple[str, str], int] = {}
        self.kind: dict[str, str] = {}
        self.starts: dict[str, dict[int, int]] = {}
        self.counts: dict[str, list[int | None]] = {}
        self.seen: set[str] = set()
        if root is None:
            return
        links: dict[str, str] = {}
        for node in root.iter(f"{W}abstractNum"):
            name = str(node.get(f"{W}abstractNumId"))
            self.levels[name] = {}
            for level in node.findall(f"{W}lvl"):
                depth = whole_number(level.get(f"{W}ilvl"))
                self.levels[name][depth] = _level(level)
                style = value_of(level, "pStyle")
                if style is not None:
                    self.level_of_style[name, style] = depth
            link = value_of(node, "numStyleLink")
            if link is not None and not self.levels[name]:
                links[name] = link
        for node in root.findall(f"{W}num"):
            self._read_list(node)
        for name, link in links.items():  # the levels stand with the list that the style names
            other = self.kind.get(styles.list_of(link) or "")
            self.levels[name] = self.levels.get(other or "", {})

    def _read_list(self, node: Any) -> None:
        name = str(node.get(f"{W}numId"))
        self.kind[name] = value_of(node, "abstractNumId") or ""
        for override in node.findall(f"{W}lvlOverride"):
            depth = whole_number(override.get(f"{W}ilvl"))
            start = value_of(override, "startOverride")
            level = override.find(f"{W}lvl")
            if level is not None:
                self.own_levels.setdefault(name, {})[depth] = _level(level)
            if start is not None:
                self.starts.setdefault(name, {})[depth] = whole_number(start, 1)

    def label(self, style: Style, style_name: str | None) -> tuple[str, int | None]:
        """What is printed before the next paragraph of this style, with the gap behind it, and its indentation; ``""`` for no number."""
        name = style.list_id
        if name is None or name in ("", "0"):
            return "", None
        kind = self.kind.get(name, "")
        levels = self.levels.get(kind, {}) | self.own_levels.get(name, {})
        depth = style.level if style.level is not None else self.level_of_style.get((kind, style_name or ""), 0)
        if depth not in levels or not 0 <= depth < _LEVELS:
            return "", None
        counts = self._count(name, kind, levels, depth)
        level = levels[depth]
        forms = [levels[at].form if at in levels else "decimal" for at in range(_LEVELS)]
        text = fill_level(level.pattern, counts, forms, is_bullet=level.form == "bullet", is_legal=level.is_legal)
        return (text + ("" if not text or not text[-1].isalnum() else level.gap)), level.indent

    def _count(self, name: str, kind: str, levels: dict[int, _Level], depth: int) -> list[int]:
        """Counts one paragraph; the number that each level stands at."""
        counts = self.counts.setdefault(kind, [None] * _LEVELS)
        starts = {at: level.start for at, level in levels.items()} | self.starts.get(name, {})
        if name not in self.seen:  # a list that says where it starts counts anew from there
            self.seen.add(name)
            for at in self.starts.get(name, {}):
                if 0 <= at < _LEVELS:
                    counts[at] = None
        for at in range(depth):
            if counts[at] is None:
                counts[at] = starts.get(at, 1)
        before = counts[depth]
        counts[depth] = starts[depth] if before is None else before + 1
        for at in range(depth + 1, _LEVELS):
            restart = levels[at].restart if at in levels else None
            if restart is None or depth < restart:
                counts[at] = None
        return [count or 0 for count in counts]


def _level(node: Any) -> _Level:
    suffix = value_of(node, "suff") or "tab"
    restart = value_of(node, "lvlRestart")
    return _Level(
        value_of(node, "lvlText") or "",
        _form(node),
        whole_number(value_of(node, "start"), 1),
        "" if suffix == "nothing" else " ",
        bool(is_on(node, "isLgl")),
        indent_of(node.find(f"{W}pPr/{W}ind")),
        whole_number(restart) if restart is not None else None,
    )


def _form(node: Any) -> str:
    """The number format of a level; of one made by hand (``001, 002, ...``) its first number."""
    form = value_of(node, "numFmt")
    if form is None:
        chosen = next((choice_of(child) for child in node if str(child.tag).endswith("}AlternateContent")), None)
        form = value_of(chosen, "numFmt")
        if form == "custom":
            return (value_of(chosen, "numFmt", "format") or "1").split(",")[0].strip()
    return form or "decimal"
