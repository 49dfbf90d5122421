"""Facts: what the fields of one document say, before anything is linked or judged."""

from __future__ import annotations

from msgspec import Struct

from notice_parser.extract.statistics.draft import StatisticsFound
from notice_parser.model import (
    Annex,
    Attachment,
    Contact,
    Date,
    Deadline,
    Diagnostic,
    DocumentClass,
    DocumentNumber,
    IssueNumber,
    Issuer,
    Kind,
    Mark,
    MetadataRow,
    Recipient,
    Reference,
    Region,
    Section,
    Signer,
    Statistic,
    Time,
    Title,
    Unread,
)
from notice_parser.text.times import Mention

__all__ = ["Facts"]


class Facts(Struct, frozen=True, kw_only=True):
    """One attribute a field of ``Notice``, of the same name and type, and the diagnostics of reading them.

    ``mentions`` are the times as they are written, in order; ``times`` is filled from them when the facts are linked, one
    for one: ``times[i]`` are the days of ``mentions[i]``.
    """

    document_class: DocumentClass
    kind: Kind | None = None
    title: Title | None = None
    document_number: DocumentNumber | None = None
    issue_number: IssueNumber | None = None
    issuers: tuple[Issuer, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    date: Date | None = None
    published: Date | None = None
    printed: Date | None = None
    effective: Date | None = None
    expires: Date | None = None
    security: Mark | None = None
    urgency: Mark | None = None
    copy_number: Mark | None = None
    remark: Mark | None = None
    signers: tuple[Signer, ...] = ()
    contacts: tuple[Contact, ...] = ()
    metadata: tuple[MetadataRow, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    annexes: tuple[Annex, ...] = ()
    references: tuple[Reference, ...] = ()
    sections: tuple[Section, ...] = ()
    times: tuple[Time, ...] = ()
    mentions: tuple[Mention, ...] = ()
    figures: StatisticsFound | None = None
    region: Region | None = None
    deadlines: tuple[Deadline, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    unread: tuple[Unread, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
