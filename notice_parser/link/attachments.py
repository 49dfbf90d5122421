"""附件 ↔ 表格: which tables each attachment of the list holds."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from notice_parser.model import Attachment, Table

__all__ = ["link_tables"]


def link_tables(attachments: Sequence[Attachment], tables: Sequence[Table]) -> tuple[Attachment, ...]:
    """The attachments, each with the ids of the tables that carry its number or, of those without one, its title as caption."""
    linked = []
    for attachment in attachments:
        ids = tuple(table.id for table in tables if _holds(attachment, table))
        linked.append(replace(attachment, tables=ids) if ids else attachment)
    return tuple(linked)


def _holds(attachment: Attachment, table: Table) -> bool:
    if attachment.number is not None and table.attachment is not None:
        return attachment.number == table.attachment
    return table.caption is not None and "".join(attachment.title.split()) == "".join(table.caption.split())
