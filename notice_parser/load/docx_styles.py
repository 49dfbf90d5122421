"""Paragraph and character styles of a DOCX: what of them concerns the text, taken over from those that they are based on."""

from __future__ import annotations

from typing import Any, NamedTuple

from notice_parser.load.docx_parts import W, children_of, is_on, value_in, value_of, whole_number

__all__ = ["Style", "Styles", "indent_of", "struck_by", "style_of"]

_INDENT, _NUMBER = f"{W}ind", f"{W}numPr"
_EM = 320.0  # twips of one character of body type, 三号: two columns
_MAX_CHAIN = 200  # styles that are based on one another


class Style(NamedTuple):
    """Alignment, columns by which the first line is set in, list and level of it, and whether the text is hidden or struck
    out; null: not said.
    """

    align: str | None = None
    indent: int | None = None
    list_id: str | None = None
    level: int | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None

    def over(self, other: Style) -> Style:
        """This style where it says something, the other where it does not."""
        if other == _NOTHING:
            return self
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return other._replace(**said)


_NOTHING = Style()


class Styles:
    """The styles by name; ``""`` is that of paragraphs which name none."""

    def __init__(self, root: Any) -> None:
        self.nodes = {str(node.get(f"{W}styleId")): node for node in root.iter(f"{W}style")} if root is not None else {}
        self.known: dict[str, Style] = {}
        self.default = next(
            (
                name
                for name, node in self.nodes.items()
                if node.get(f"{W}default") in ("1", "true", "on") and node.get(f"{W}type") == "paragraph"
            ),
            None,
        )

    def get(self, name: str | None) -> Style:
        """A style with what it takes from those it is based on; an empty one where there is none of that name."""
        name = name if name in self.nodes else self.default
        if name is None:
            return _NOTHING
        if name not in self.known:
            self.known[name] = self._whole(name)
        return self.known[name]

    def _whole(self, name: str | None) -> Style:
        chain: list[str] = []
        style = Style()
        while name is not None and name in self.nodes and name not in chain and len(chain) < _MAX_CHAIN:
            chain.append(name)
            node = self.nodes[name]
            style = style.over(style_of(children_of(node.find(f"{W}pPr")), node.find(f"{W}rPr")))
            name = value_of(node, "basedOn")
        return style

    def is_hidden(self, name: str | None) -> bool:
        """Whether the text of a character style is hidden."""
        return name is not None and name in self.nodes and self.get(name).is_hidden is True

    def of_text(self, name: str | None, paragraph: str | None) -> Style:
        """The style of a text in a character style, or in none, that stands in a paragraph of a style."""
        own = self.get(name) if name in self.nodes else _NOTHING
        return own.over(self.get(paragraph))

    def list_of(self, name: str) -> str | None:
        """The list that a style of lists stands for."""
        return self.get(name).list_id if name in self.nodes else None


def style_of(paragraph: dict[str, Any], run: Any = None) -> Style:
    """What the properties of a paragraph, by tag, and those of its text say themselves."""
    indent = paragraph.get(_INDENT)
    number = paragraph.get(_NUMBER)
    level = value_of(number, "ilvl")
    return Style(
        value_in(paragraph, "jc"),
        indent_of(indent) if indent is not None else None,
        value_of(number, "numId"),
        whole_number(level) if level is not None else None,
        is_on(run, "vanish"),
        struck_by(run),
    )


def struck_by(run: Any) -> bool | None:
    """Whether the properties of a text strike it out, once or twice; null: not said."""
    said = [one for word in ("strike", "dstrike") if (one := is_on(run, word)) is not None]
    return any(said) if said else None


def indent_of(node: Any) -> int | None:
    """Columns by which the first line is set in."""
    if node is None:
        return None

    def columns(chars: str, twips: str) -> float | None:
        value = node.get(f"{W}{chars}")
        if value is not None and whole_number(value):
            return 2 * whole_number(value) / 100
        value = node.get(f"{W}{twips}")
        return None if value is None else 2 * whole_number(value) / _EM

    left = (
        columns("leftChars", "left")
        if node.get(f"{W}left") is not None or node.get(f"{W}leftChars") is not None
        else columns("startChars", "start")
    )
    first, hanging = columns("firstLineChars", "firstLine"), columns("hangingChars", "hanging")
    if left is None and first is None and hanging is None:
        return None
    return max(0, round((left or 0) + (first or 0) - (hanging or 0)))
