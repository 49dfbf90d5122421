"""签发人 and 会签人 (GB/T 9704-2012, 7.2.6), and the officials whose names stand under an order (7.3.5.3)."""

from __future__ import annotations

from notice_parser.grammar import Field, Grammars
from notice_parser.layout.document import Document, Line
from notice_parser.model import Diagnostic, Signer, Span
from notice_parser.text.width import squeeze

__all__ = ["find_signers"]

_BETWEEN = "、，,；; \t\u3000\xa0"


def find_signers(document: Document, grammars: Grammars) -> tuple[tuple[Signer, ...], tuple[Diagnostic, ...]]:
    """Who signed, in the order printed: those behind 签发人：, then those whose office stands before their name, below the text or, where
    a report is read to an assembly, above it."""
    field = grammars["signers"]
    found = [*_labelled(document, field), *_officials(document, field), *_speakers(document, field)]
    unique: dict[tuple[str, str | None], Signer] = {}
    for signer in found:
        unique.setdefault((signer.name, signer.office), signer)
    return tuple(unique.values()), ()


def _signer(text: str, span: Span, office: str | None, rule: str) -> Signer:
    raw = text[span[0] : span[1]]
    return Signer(name=squeeze(raw), raw=raw, office=office, span=span, rule=rule)


def _labelled(document: Document, field: Field) -> list[Signer]:
    text = document.text
    found: list[Signer] = []
    going_on = False
    for line in document.lines:
        if line.zone not in ("site", "head", "imprint") or line.role in ("title", "table"):
            going_on = False
            continue
        labels = field.find(text, line.start, line.end, ("signers.label",))
        if not labels:
            spans = _names(text, line.start, line.end) if going_on and line.role in ("mark", "text") else []
            going_on = bool(spans)
            found += [_signer(text, span, None, "signers.label") for span in spans]
            continue
        for label, end in zip(labels, [*(label.start for label in labels[1:]), line.end], strict=True):
            spans = _names(text, label.end, end)
            found += [_signer(text, span, None, "signers.label") for span in spans]
            going_on = bool(spans)
    return found


def _names(text: str, start: int, end: int) -> list[Span]:
    """The names of a list; [] where anything else stands in it. 方　某 is one name, 方某　周某某 are two."""
    tokens: list[Span] = []
    at = start
    while at < end:
        if text[at] in _BETWEEN:
            at += 1
            continue
        stop = at
        while stop < end and text[stop] not in _BETWEEN:
            stop += 1
        tokens.append((at, stop))
        at = stop
    names: list[Span] = []
    index = 0
    while index < len(tokens):
        first, last = tokens[index]
        if last - first == 1 and index + 1 < len(tokens) and tokens[index + 1][1] - tokens[index + 1][0] == 1:
            index += 1
            last = tokens[index][1]
        if not _is_name(squeeze(text[first:last])):
            # behind the names of 签发人 may stand 密级 or a counter; what is no name ends the list
            break
        names.append((first, last))
        index += 1
    return names


def _is_name(name: str) -> bool:
    return 2 <= len(name.replace("·", "").replace("•", "")) <= (16 if "·" in name or "•" in name else 4) and all(
        "㐀" <= c <= "鿿" or c in "·•" for c in name
    )


def _officials(document: Document, field: Field) -> list[Signer]:
    text = document.text
    found: list[Signer] = []
    for line in _signature_lines(document):
        # read by itself: it may have been run in behind the last sentence
        for match in field.find(document.of(line), only=("signers.official", "signers.official_joined")):
            span = match.span_of("name")
            if span is not None:
                place = (line.start + span[0], line.start + span[1])
                found.append(_signer(text, place, squeeze(match.group("office") or ""), match.rule))
    return found


def _signature_lines(document: Document) -> list[Line]:
    return [line for line in document.with_role("signature", "date") if line.zone == "body"]


def _speakers(document: Document, field: Field) -> list[Signer]:
    """Who reads a report to an assembly: office and name alone on a line between title and text."""
    found: list[Signer] = []
    for line in document.with_role("text", "mark", zone="head"):
        match = field.match(document.text, line.start, line.end, ("signers.official", "signers.official_joined"))
        span = match.span_of("name") if match is not None else None
        if match is not None and span is not None:
            found.append(_signer(document.text, span, squeeze(match.group("office") or ""), match.rule))
    return found
