"""主送机关 (GB/T 9704-2012, 7.3.2) and the lists of the 版记: 抄送, 报, 送, 发 (7.4.2).

A list is cut at ``，`` and ``；``, and at ``、`` only between names that are whole by themselves: 国务院各部委、各直属机构 are
two, 各省、自治区、直辖市人民政府 is one, because 各 in front and 人民政府 behind are said once for all three. Brackets are never
cut into. The judgements (is this side whole, does that one start anew) are rules of ``grammars/recipients.toml``.
"""

from __future__ import annotations

import re

from notice_parser.diagnostics import diagnose
from notice_parser.grammar import Field, Grammars
from notice_parser.layout.document import Document, Line
from notice_parser.model import Diagnostic, Recipient, RecipientRole, Span
from notice_parser.text.width import squeeze

__all__ = ["cut_recipients", "find_recipients"]

_BRACKETS = {"（": "）", "(": "）", "〔": "〕", "[": "]", "［": "]", "【": "】", "〈": "〉", "《": "》", "“": "”"}
_CLOSING = {"）": "）", ")": "）", "〕": "〕", "]": "]", "］": "]", "】": "】", "〉": "〉", "》": "》", "”": "”"}
_STRONG = "，,；;。\n"
_WIDE_GAP = re.compile(r"(?:[ \t\xa0]{2}|\u3000)[ \t\xa0\u3000]{0,80}|(?<=[㐀-鿿)）])[ \xa0](?=[㐀-鿿])")
_ROLES: dict[str, RecipientRole] = {"main": "main", "copy": "copy", "report": "report", "send": "send", "distribute": "distribute"}
_LABELS = ("recipients.main", "recipients.copy", "recipients.report", "recipients.send", "recipients.distribute")
_COPIES = re.compile(r"[（(][ ]?[各共]?[ ]?[0-9０-９一二两三四五六七八九十]{1,3}[ ]?份[ ]?[）)]$")  # how many papers a body is sent
_PADDING = " \t\u3000\xa0、，,；;。：:*"


def _protected(text: str, start: int, end: int) -> list[bool]:
    """Which characters stand inside a pair of brackets. A bracket without its partner protects nothing."""
    inside = [False] * (end - start)
    opened: list[tuple[str, int]] = []
    for at in range(start, end):
        char = text[at]
        if char in _BRACKETS:
            opened.append((_BRACKETS[char], at))
        elif char in _CLOSING:
            depth = next((i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == _CLOSING[char]), None)
            if depth is not None:
                if depth == 0:
                    first = opened[0][1] - start
                    inside[first : at - start + 1] = [True] * (at - start + 1 - first)
                elif not inside[opened[depth][1] - start]:
                    first = opened[depth][1] - start
                    inside[first : at - start + 1] = [True] * (at - start + 1 - first)
                del opened[depth:]
    return inside


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _PADDING:
        start += 1
    while end > start and text[end - 1] in _PADDING:
        end -= 1
    copies = _COPIES.search(text, start, end)
    return (start, end) if copies is None else _trim(text, start, copies.start())


def _pieces(text: str, start: int, end: int, inside: list[bool], base: int) -> list[Span]:
    """``text[start:end]`` cut at every 、 outside brackets, and at gaps as wide as a character."""
    cuts: list[Span] = [(at, at + 1) for at in range(start, end) if text[at] == "、" and not inside[at - base]]
    cuts += [m.span() for m in _WIDE_GAP.finditer(text, start, end) if not inside[m.start() - base]]
    pieces: list[Span] = []
    for cut in (*sorted(cuts), (end, end)):
        piece = _trim(text, start, cut[0])
        if piece[0] < piece[1]:
            pieces.append(piece)
        start = cut[1]
    return pieces


def cut_recipients(text: str, start: int, end: int, grammars: Grammars) -> tuple[Span, ...]:
    """Where each name of a list stands; the list comes without its label and without the colon behind it."""
    field = grammars["recipients"]
    inside = _protected(text, start, end)
    names: list[Span] = []
    begin = start
    for at in range(start, end + 1):
        if at == end or (text[at] in _STRONG and not inside[at - start]):
            names += _join(text, _pieces(text, begin, at, inside, start), field)
            begin = at + 1
    return tuple(names)


def _join(text: str, pieces: list[Span], field: Field) -> list[Span]:
    """The names that ``pieces`` make: cut where both sides are whole, else kept together."""
    names: list[Span] = []
    for index, piece in enumerate(pieces):
        if index and not _is_cut(text, names[-1], pieces, index, field):
            names[-1] = (names[-1][0], piece[1])
        else:
            names.append(piece)
    return names


def _is(field: Field, rule: str, text: str, span: Span) -> bool:
    """Does the rule take the name, read by itself?"""
    return field.match(text[span[0] : span[1]], only=(f"recipients.{rule}",)) is not None


def _is_cut(text: str, name: Span, pieces: list[Span], index: int, field: Field) -> bool:
    """Does a new name begin with ``pieces[index]``? ``name``: what has been put together so far."""
    left, right = pieces[index - 1], pieces[index]
    if text[left[0] : left[1]] in field.words["bare_heads"]:
        return False
    if _is_place(field, text, left):
        return _ends_row_of_places(text, pieces, index, field)
    if not _is(field, "complete", text, left):
        anew = _headed(field, text, right) or text.startswith(field.words["each_own"], *right)
        return anew and _headed(field, text, name) and not _is(field, "kind_of_place", text, left)
    if _is(field, "bare_noun", text, right) or _is(field, "same_level", text, (name[0], right[1])):
        return False
    if _is(field, "anew", text, right):
        return not (_is(field, "kind_of_place", text, right) and not _headed(field, text, right))
    if _is(field, "shared_head", text, name) or "、" in text[name[0] : left[0]]:
        return False
    return any(_is(field, "complete", text, piece) for piece in pieces[index:])


def _is_place(field: Field, text: str, span: Span) -> bool:
    return _is(field, "place", text, span) and not _is(field, "complete", text, span)


def _headed(field: Field, text: str, span: Span) -> bool:
    return text.startswith(field.words["heads"], *span)


def _ends_row_of_places(text: str, pieces: list[Span], index: int, field: Field) -> bool:
    """A place before the 、: is it whole, or does it share what stands behind the last of the row?"""
    for at in range(index, len(pieces)):
        piece = pieces[at]
        if _is(field, "anew_for_places", text, piece) and not _is(field, "kind_of_place", text, piece):
            if not _is(field, "place_and_more", text, piece):
                return at == index or not _is(field, "kind_of_place", text, pieces[index])
            return False
        if not _is_place(field, text, piece):
            return False
    return not _is(field, "kind_of_place", text, pieces[index])


# --- where the lists stand ---


def find_recipients(document: Document, grammars: Grammars) -> tuple[tuple[Recipient, ...], tuple[Diagnostic, ...]]:
    """主送 in the order printed, then the lists of the 版记, and what was unsure about them."""
    diagnostics: list[Diagnostic] = []
    found = _addressed(document, grammars, diagnostics)
    for role, rule, start, end in _imprint_lists(document, grammars):
        found += _recipients(document.text, start, end, role, rule, grammars)
    seen: dict[tuple[str, str], Recipient] = {}
    for recipient in found:
        seen.setdefault((recipient.role, recipient.name), recipient)
    return tuple(seen.values()), tuple(diagnostics)


def _recipients(text: str, start: int, end: int, role: RecipientRole, rule: str, grammars: Grammars) -> list[Recipient]:
    field = grammars["recipients"]
    return [
        Recipient(
            name=squeeze(text[span[0] : span[1]]),
            raw=text[span[0] : span[1]],
            role=role,
            collective=_is(field, "collective", text, span),
            span=span,
            rule=rule,
        )
        for span in cut_recipients(text, start, end, grammars)
    ]


def _addressed(document: Document, grammars: Grammars, diagnostics: list[Diagnostic]) -> list[Recipient]:
    text, field = document.text, grammars["recipients"]
    lines = [line for line in document.with_role("recipients") if line.zone in ("head", "body")]
    found: list[Recipient] = []
    for index, line in enumerate(lines):
        label = field.first(text, line.start, line.end, ("recipients.main",))
        start = label.end if label and not text[line.start : label.start].strip() else line.start
        colon = _colon(text, start, line.end)
        rule = "recipients.addressed" if colon is not None else "recipients.main" if label else "recipients.unclosed"
        found += _recipients(text, start, line.end if colon is None else colon, "main", rule, grammars)
        if rule == "recipients.unclosed" and index == len(lines) - 1 and found:
            span = _trim(text, line.start, line.end)
            diagnostics.append(diagnose("recipients.no_colon", field="recipients", span=span, raw=text[span[0] : span[1]]))
        if colon is not None:
            break
    return found


def _colon(text: str, start: int, end: int) -> int | None:
    """The first colon outside brackets."""
    inside = _protected(text, start, end)
    return next((at for at in range(start, end) if text[at] in "：:" and not inside[at - start]), None)


def _imprint_lists(document: Document, grammars: Grammars) -> list[tuple[RecipientRole, str, int, int]]:
    """Role, rule and region of each list of the 版记. A list goes on until its 。, and behind that with what is names alone, closed
    by a 。 again: 分送：省委，省政府。各市人民政府。"""
    text, field = document.text, grammars["recipients"]
    lists: list[tuple[RecipientRole, str, int, int]] = []
    last: tuple[RecipientRole, str] | None = None
    closed = False  # whether the last list ended with its line
    for line in document.lines:
        if line.zone != "imprint":
            last = None
            continue
        labels = field.find(text, line.start, line.end, _LABELS)
        first = labels[0].start if labels else line.end
        if last and not _is_other(text, line, field) and not (closed and not _are_names(text, line.start, first, field)):
            stop = _list_end(text, line.start, first, field)
            lists.append((*last, line.start, stop))
            closed = stop < first
        elif not labels:
            last = None
        ends = [label.start for label in labels[1:]] + [line.end] * bool(labels)
        for label, following in zip(labels, ends, strict=True):
            stop = _list_end(text, label.end, following, field)
            last = (_ROLES[label.label or "copy"], label.rule)
            lists.append((*last, label.end, stop))
            closed = stop < following
    return lists


def _list_end(text: str, start: int, end: int, field: Field) -> int:
    """The 。 that closes a list, or ``end``: names alone behind it belong to the list."""
    stop = text.find("。", start, end)
    while 0 <= stop < end - 1:
        following = text.find("。", stop + 1, end)
        if following < 0 or not _are_names(text, stop + 1, following + 1, field):
            break
        stop = following
    return end if stop < 0 else stop


def _are_names(text: str, start: int, end: int, field: Field) -> bool:
    return field.match(text[start:end].strip(), only=("recipients.names_line",)) is not None


def _is_other(text: str, line: Line, field: Field) -> bool:
    return field.match(text[line.start : line.end], only=("recipients.imprint_other",)) is not None
