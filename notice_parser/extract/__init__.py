"""Document → Facts: every field of the notice, in the order in which they need each other."""

from __future__ import annotations

from notice_parser.extract.attachments import find_attachments
from notice_parser.extract.contacts import find_contacts
from notice_parser.extract.dates import find_dates
from notice_parser.extract.deadlines import find_deadlines
from notice_parser.extract.document_class import find_document_class
from notice_parser.extract.document_number import find_document_number
from notice_parser.extract.facts import Facts
from notice_parser.extract.issue_number import find_issue_number
from notice_parser.extract.issuers import find_issuers
from notice_parser.extract.kind import find_kind
from notice_parser.extract.marks import find_marks
from notice_parser.extract.metadata import find_metadata
from notice_parser.extract.quantities import find_quantities
from notice_parser.extract.recipients import find_recipients
from notice_parser.extract.references import find_references
from notice_parser.extract.sections import find_annexes, find_sections
from notice_parser.extract.signers import find_signers
from notice_parser.extract.statistics.reader import read_statistics, text_to_read
from notice_parser.extract.statistics.stand_ins import stand_ins
from notice_parser.extract.times import find_mentions
from notice_parser.extract.title import find_title
from notice_parser.grammar import Grammars
from notice_parser.layout.document import Document

__all__ = ["extract"]


def extract(document: Document, grammars: Grammars) -> Facts:
    """The facts of a document. Odd content is a diagnostic, never an error."""
    metadata = find_metadata(document, grammars)
    title, on_title = find_title(document, grammars, metadata)
    kind = find_kind(document, grammars, title)
    number, on_number = find_document_number(document, grammars, metadata)
    issue, on_issue = find_issue_number(document, grammars, metadata)
    issuers, on_issuers = find_issuers(document, grammars, title, metadata, number)
    recipients, on_recipients = find_recipients(document, grammars)
    dates, on_dates = find_dates(document, grammars, metadata)
    marks, on_marks = find_marks(document, grammars, metadata)
    signers, on_signers = find_signers(document, grammars)
    contacts, on_contacts = find_contacts(document, grammars)
    attachments, on_attachments = find_attachments(document, grammars)
    references, on_references = find_references(document, grammars)
    mentions, on_times = find_mentions(document, grammars)
    deadlines, mentions = find_deadlines(document, grammars, mentions)
    named = stand_ins(document)
    quantities = find_quantities(text_to_read(named.document), grammars=grammars)
    figures = named.given_back(read_statistics(named.document, grammars, [m.span for m in mentions], quantities))
    return Facts(
        document_class=find_document_class(document, grammars, title, kind, number, recipients),
        kind=kind,
        title=title,
        document_number=number,
        issue_number=issue,
        issuers=issuers,
        recipients=recipients,
        date=dates.date,
        published=dates.published,
        printed=dates.printed,
        effective=dates.effective,
        expires=dates.expires,
        security=marks.security,
        urgency=marks.urgency,
        copy_number=marks.copy_number,
        remark=marks.remark,
        signers=signers,
        contacts=contacts,
        metadata=metadata,
        attachments=attachments,
        annexes=find_annexes(document, grammars),
        references=references,
        sections=find_sections(document),
        mentions=mentions,
        figures=figures,
        deadlines=deadlines,
        diagnostics=(
            *on_title,
            *on_number,
            *on_issue,
            *on_issuers,
            *on_recipients,
            *on_dates,
            *on_marks,
            *on_signers,
            *on_contacts,
            *on_attachments,
            *on_references,
            *figures.diagnostics,
            *on_times,
        ),
    )
