"""附件 ↔ 附件正文 ↔ 表格: which annexed text each attachment of the list is, and which tables it holds."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from notice_parser.model import Annex, Attachment, Table

__all__ = ["link_tables"]


_NEAR = 0.8  # of the shorter of two titles, how much must be in both, in order: 市级部门… in the list, 市部门… above the annex


def link_tables(attachments: Sequence[Attachment], tables: Sequence[Table], annexes: Sequence[Annex] = ()) -> tuple[Attachment, ...]:
    """The attachments, each with the ids of the tables that carry its number or, of those without one, its title as caption; and
    with the place of the annexed text of its number, its title, or nearly its title, among ``annexes``."""
    linked = []
    taken: set[int] = set()
    for attachment in attachments:
        place = _annex_of(attachment, annexes, taken)
        if place is not None:
            taken.add(place)
        ids = tuple(table.id for table in tables if _holds(attachment, table) or (place is not None and _within(table, annexes[place])))
        linked.append(replace(attachment, tables=ids or attachment.tables, annex=place))
    return tuple(linked)


def _annex_of(attachment: Attachment, annexes: Sequence[Annex], taken: set[int]) -> int | None:
    """The annexed text that the attachment is; a title that says so goes before a number that does."""
    left = [(i, annex) for i, annex in enumerate(annexes) if i not in taken]
    title = "".join(attachment.title.split())
    titled = [i for i, annex in left if annex.title is not None and "".join(annex.title.split()) == title]
    numbered = [i for i, annex in left if attachment.number is not None and annex.number == attachment.number]
    near = [i for i, annex in left if annex.title is not None and annex.number is None and _common(annex.title, title) >= _NEAR]
    return next(iter([*(titled if len(titled) == 1 else ()), *numbered, *near]), None)


def _common(a: str, b: str) -> float:
    """The part of the shorter of two titles that stands in the longer one in the same order."""
    shorter, longer = sorted(("".join(a.split()), b), key=len)
    position, found = 0, 0
    for character in shorter:
        place = longer.find(character, position)
        if place >= 0:
            position, found = place + 1, found + 1
    return found / len(longer) if longer else 0.0


def _within(table: Table, annex: Annex) -> bool:
    """Whether a table that carries no number of its own stands in an annexed text."""
    places = [part.span for part in table.parts if part.span is not None]
    return table.attachment is None and bool(places) and all(annex.span[0] <= a and b <= annex.span[1] for a, b in places)


def _holds(attachment: Attachment, table: Table) -> bool:
    if attachment.number is not None and table.attachment is not None:
        return attachment.number == table.attachment
    return table.caption is not None and "".join(attachment.title.split()) == "".join(table.caption.split())
