"""联系人, their phones and addresses, from the 附注 (GB/T 9704-2012, 7.3.6) or the end of the text.

Names and phones stand in one bracket, on lines of their own behind labels, or as a list under 联系人及电话：. As many phones
as names are paired in order, one phone is everybody's; where neither holds nothing is paired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, structs

from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document, Line
from notice_parser.model import Contact, Diagnostic, Span
from notice_parser.text.width import squeeze

__all__ = ["find_contacts"]

_LABELS = ("contacts.person_label", "contacts.phone_label", "contacts.email_label", "contacts.email_sent", "contacts.other_label")
_VALUES = ("contacts.name", "contacts.glued_name", "contacts.not_a_name", "contacts.phone", "contacts.email")
_NAMES = ("contacts.name", "contacts.glued_name")
_TITLES = ("同志", "先生", "女士", "老师", "主任", "科长", "处长")
_OTHER_PURPOSE = ("监督", "举报", "投诉", "值班", "报警")  # phones of nobody named before
_PARTS = re.compile("[。；;）)]")  # what ends a contact
_FAX = re.compile("[ 　]{0,4}[（(](?:传真|fax|FAX|Fax)[）)]")  # behind a number that is no phone
_EITHER = re.compile("联系方式")  # of a person's name, of a phone, or of both
_LEAD = 12  # a label further into its line stands in a sentence, not in the block of labels above it
_BEFORE = 24  # characters before 联系电话： in which somebody is named
_VALUE = 40  # characters of a value on the line below its label
_NAMES_WITHIN = 80  # characters behind 联系人： in which its names stand


class _Group(Struct, kw_only=True):
    """What stands together: one bracket, one block of lines."""

    names: list[str] = []
    phones: list[str] = []
    emails: list[str] = []
    start: int = -1
    end: int = -1
    rule: str = ""

    def take(self, match: Match, label: Match) -> None:
        if self.start < 0:
            self.start, self.rule = label.start, label.rule
        self.end = match.end


def find_contacts(document: Document, grammars: Grammars) -> tuple[tuple[Contact, ...], tuple[Diagnostic, ...]]:
    """The contacts that the document's own text names, in the order printed."""
    field, text = grammars["contacts"], document.text
    found: list[Contact] = []
    group = _Group()
    listing = False
    pending: Match | None = None  # a label whose value stands on the next line
    for line in _lines(document):
        labels = field.find(text, line.start, line.end, _LABELS)
        if not labels and pending is not None and line.end - line.start <= _VALUE:
            _fill(group, field, text, structs.replace(pending, end=line.start), line.end)
            pending = None
            continue
        pending = labels[-1] if labels and labels[-1].label in ("phone", "email") and not text[labels[-1].end : line.end].strip() else None
        if not labels:
            found += _contacts(group, text)
            group = _Group()
            listed = list(_listed(field, text, line)) if listing else []
            found += listed
            listing = bool(listed)
            continue
        if labels[0].start - line.start > _LEAD:
            found += _contacts(group, text)
            group = _Group()
        for label, end in zip(labels, [*(label.start for label in labels[1:]), line.end], strict=True):
            if _begins_anew(group, label) and not _is_after_phone(group, labels, label, text):
                found += _contacts(group, text)
                group = _Group()
            if label.label == "phone" and not group.names:
                _fill_before(group, field, text, line, label)
            _fill(group, field, text, label, end)
        listing = labels[-1].label == "person" and _lists(field, text, labels[-1].end, line.end)
    found += _contacts(group, text)
    return tuple(found), ()


def _lines(document: Document) -> Iterator[Line]:
    roles = ("text", "heading", "remark", "attachments", "signature")
    return (line for line in document.lines if line.zone == "body" and line.role in roles)


def _lists(field: Field, text: str, start: int, end: int) -> bool:
    """Whether a list begins behind 联系人：: names and phones without labels, on its own line or on those below."""
    return not text[start:end].strip() or bool(field.find(text, start, end, ("contacts.unlabelled",)))


def _begins_anew(group: _Group, label: Match) -> bool:
    """Does this label open another group? A second person, a second address, a phone with nobody's name before it."""
    if label.label == "person":
        return bool(group.names or group.phones or group.emails)
    if label.label == "phone":
        return bool(group.phones) and (not group.names or label.text.startswith(_OTHER_PURPOSE))
    return label.label == "email" and bool(group.emails)


def _is_after_phone(group: _Group, labels: Sequence[Match], label: Match, text: str) -> bool:
    """Is it whose phone stands right before it: （电话：6613208，联系人：方某）? Not where another phone follows."""
    if label.label != "person" or group.names or not group.phones or group.start < labels[0].start:
        return False
    followed = any(one.label == "phone" and one.start > label.start for one in labels)
    return not followed and _PARTS.search(text, group.end, label.start) is None


def _fill_before(group: _Group, field: Field, text: str, line: Line, label: Match) -> None:
    """Who is named right before 联系电话：, in the same sentence."""
    begin = max(text.rfind("。", line.start, label.start) + 1, line.start, label.start - _BEFORE)
    named = field.rule("contacts.person_before").compiled.search(text[begin : label.start])
    if named is None or field.match(named["name"], only=("contacts.not_a_name",)):
        return
    group.names.append(named["name"])
    group.start, group.rule = begin + named.start("name"), "contacts.person_before"


def _fill(group: _Group, field: Field, text: str, label: Match, end: int) -> None:
    if label.label == "other":
        return
    if label.label == "phone" and _EITHER.match(label.text):  # 联系方式：方老师 6613208
        named = [match for match in field.find(text, label.end - 1, end, ("contacts.unlabelled",)) if not group.names]
        for match in named:
            group.names.append(_name(match.group("name") or ""))
            group.phones.append(match.group("phone") or "")
            group.take(match, label)
        if named:
            return
    stops = [at for at in (text.find("。", label.end, end), text.find("；", label.end, end)) if at >= 0]
    whole = end
    if label.label == "person":
        end = min([end, label.end + _NAMES_WITHIN, *stops])
    for match in field.find(text, label.end, min([end, *stops]) if label.label != "phone" else end, _VALUES):
        if match.rule in _NAMES and label.label == "person" and not _is_other(field, match):
            group.names.append(_name(match.text))
        elif match.rule == "contacts.name" and _belongs_to_phone(group, text, match) and not _is_other(field, match):
            group.names.append(_name(match.text))
        elif match.rule == "contacts.phone" and label.label != "email" and not _FAX.match(text, match.end):
            group.phones.append(match.text.strip())
        elif match.rule == "contacts.email":
            group.emails.append(squeeze(match.text))
        else:
            continue
        group.take(match, label)
    # 联系人：方某（6613208）；许某（6613215）
    for match in field.find(text, end, whole, ("contacts.unlabelled",)) if label.label == "person" and end < whole else ():
        group.names.append(_name(match.group("name") or ""))
        group.phones.append(match.group("phone") or "")
        group.take(match, label)


def _belongs_to_phone(group: _Group, text: str, match: Match) -> bool:
    """Is it in a bracket right behind a phone: 6613208（方某）？ Only where every phone so far has its name."""
    return (
        bool(group.phones)
        and len(group.names) == len(group.phones) - 1
        and text[group.end : match.start].strip() in ("（", "(")
        and text[match.end : match.end + 1] in ("）", ")")
    )


def _is_other(field: Field, match: Match) -> bool:
    return field.match(match.text, only=("contacts.not_a_name",)) is not None


def _name(raw: str) -> str:
    name = squeeze(raw)
    for title in _TITLES:
        if name.endswith(title) and len(name) >= len(title) + 2:
            return name.removesuffix(title)
    return name


def _contacts(group: _Group, text: str) -> list[Contact]:
    """The contacts of a group: names with phones in order, or one phone for all; what cannot be paired stands alone."""
    if group.start < 0:
        return []
    names, phones, emails = group.names, group.phones, group.emails
    pairs: list[tuple[str | None, str | None]]
    paired = not names or not phones or len(names) == len(phones) or 1 in (len(names), len(phones))
    if names and phones and paired:
        count = max(len(names), len(phones))
        pairs = [(names[min(i, len(names) - 1)], phones[min(i, len(phones) - 1)]) for i in range(count)]
    else:
        pairs = [*((name, None) for name in names), *((None, phone) for phone in phones)]
    span = (group.start, group.end)
    if pairs and paired and len(emails) in (1, len(pairs)):
        rows = [(name, phone, emails[min(i, len(emails) - 1)]) for i, (name, phone) in enumerate(pairs)]
    else:
        rows = [*((name, phone, "") for name, phone in pairs), *((None, None, email) for email in emails)]
    return [_contact(text, span, name, phone, email or None, group.rule) for name, phone, email in rows]


def _contact(text: str, span: Span, name: str | None, phone: str | None, email: str | None, rule: str) -> Contact:
    return Contact(name=name, phone=phone, email=email, raw=text[span[0] : span[1]], span=span, rule=rule)


def _listed(field: Field, text: str, line: Line) -> Iterator[Contact]:
    """The names and phones of a line under 联系人及电话：, which have no labels of their own."""
    for match in field.find(text, line.start, line.end, ("contacts.unlabelled",)):
        name_span, phone_span = match.span_of("name"), match.span_of("phone")
        if name_span is None or phone_span is None:
            continue
        raw = text[name_span[0] : name_span[1]]
        other = field.match(raw, only=("contacts.not_a_name",)) is not None
        span = (phone_span if other else name_span)[0], phone_span[1]
        yield _contact(text, span, None if other else _name(raw), match.group("phone"), None, match.rule)
