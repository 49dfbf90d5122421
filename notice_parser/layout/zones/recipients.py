"""The line of recipients between head and body, and what may stand in front of it."""

from __future__ import annotations

import re

from notice_parser.layout.zones.lines import MARKER, Lines
from notice_parser.text.width import squeeze

__all__ = ["place_recipients"]

RECIPIENTS_BARE = 60  # recipients without a colon: a short line
_BRACKET_HEAD = re.compile("[（(](?P<inner>[^（）()\n]{4,60}(?:[（(][0-9]{4}[）)][^（）()\n]{0,10})?)[）)][ 　]{0,10}(?=[^\\s。，；：])")
_NUMBER_HEAD = re.compile("([㐀-鿿]{1,12}[〔\\[（(【〖﹝](?:19|20)[0-9]{2}[〕\\]）)】〗﹞]第?[0-9]{1,5}号)[ 　]{0,10}(?=[^\\s。，；：])")
_TOLD_OF = re.compile("[ 　]{0,9}(?P<name>[㐀-鿿]{2,12})[：:][^\n]{2,60}?[0-9]")
_PLACES = frozenset("省市县区州盟旗镇乡村")
# what a letter says of the one that it answers
_ANSWERS = re.compile("[你贵您]|(?:[^。\n]{0,100}(?:收悉|悉))")
# the title of what a body is told of its proposal
_PROPOSED = re.compile("(?:建议|提案|议案)》?[^。；：]{0,40}(?:答复|复函|意见|函)[^。；：]{0,4}$")


def place_recipients(lines: Lines, i: int, start: int) -> int:
    """Places the recipients, if the line of that name is where the body may begin; gives the first line of the body proper.

    ``i``: the first line behind the head; ``start``: where the title ends in it, 0 where it stands by itself.
    """
    while i < len(lines) and start == 0 and lines.label(i) in ("site", "remark"):
        lines.put(i, "site", "site")
        i += 1
    if i >= len(lines):
        return i
    text = lines.text(i)
    _readdress(lines, i)
    start = _behind_number(lines, i, _behind_bracket(lines, i, start))
    cue = lines.zones.match(text, start, len(text), only=("zones.recipients",)) if start or lines.label(i) == "recipients" else None
    if cue is not None and not MARKER.match(text[start:]) and not _is_told_of(lines, i):
        colon = cue.span_of("colon")
        assert colon is not None
        lines.put(i, "body", "recipients", start, colon[1])
        rest = colon[1] + len(text[colon[1] :]) - len(text[colon[1] :].lstrip())
        lines.put(i, "body", "text", rest)
        return i + 1
    if start:
        start += len(text[start:]) - len(text[start:].lstrip())
        lines.put(i, "body", "text", start)
        return i + 1
    if (
        lines.label(i) == "recipients_bare"
        and len(text) <= RECIPIENTS_BARE
        and lines.pieces
        and i + 1 < len(lines)
        and lines.is_prose(i + 1)
    ):
        lines.put(i, "body", "recipients")
        return i + 1
    return i


def _is_told_of(lines: Lines, i: int) -> bool:
    """禾丰县：受理86件…。⏎云坪区：受理64件…。: whether figures behind each of several names, a line each, say that nobody is addressed."""
    told, next_one = (_TOLD_OF.match(lines.text(j)) if j < len(lines) else None for j in (i, i + 1))
    if told is None or next_one is None:
        return False
    ends = {told["name"][-1], next_one["name"][-1]}
    return len(ends) == 1 or ends <= _PLACES


def _readdress(lines: Lines, i: int) -> None:
    """A body's name alone under the title, before a text that speaks to it (你局…收悉) or that others have signed, or under the title of
    an answer to a proposal, is its recipient: the colon was left out."""
    if not lines.pieces or lines.label(i) == "recipients" or not lines.is_prose(i):
        return
    last = lines.pieces[-1]
    title = "".join(lines.text(piece.line) for piece in lines.pieces if piece.role == "title")
    answers = _ANSWERS.match(lines.text(i)) or _PROPOSED.search(title)
    if not answers and not _is_signed_by_others(lines, i):
        return
    if last.role == "letterhead" and any(
        piece.role == "title" and piece.line < last.line for piece in lines.pieces if piece.zone == "head"
    ):
        lines.pieces[-1] = last._replace(zone="body", role="recipients")


def _is_signed_by_others(lines: Lines, i: int) -> bool:
    """Whether a body's name and a day close the text, and the name is not that of the line above it."""
    name = squeeze(lines.text(lines.pieces[-1].line))
    signed = [j for j in range(i + 1, len(lines) - 1) if lines.label(j) == "agency" and lines.label(j + 1) == "date"]
    return bool(signed) and name not in squeeze(lines.text(signed[0])) and squeeze(lines.text(signed[0])) not in name


def _behind_number(lines: Lines, i: int, start: int) -> int:
    """Where the recipients begin behind the number, where the two share a line: 岚政办〔1989〕88号各县人民政府：…"""
    number = _NUMBER_HEAD.match(lines.text(i)) if start == 0 and lines.label(i) == "recipients" else None
    if number is None or lines.zones.match(lines.text(i), number.end(), None, only=("zones.recipients",)) is None:
        return start
    lines.put(i, "head", "number", 0, number.end(1))
    return number.end()


def _behind_bracket(lines: Lines, i: int, start: int) -> int:
    """Where the text begins behind a bracket with number or date that opens the first line: (1985年5月4日岚政〔1985〕38号)　根据…"""
    text = lines.text(i)
    lead = len(text[start:]) - len(text[start:].lstrip())
    bracket = _BRACKET_HEAD.match(text, start + lead)
    if bracket and (cue := lines.zones.match(bracket.group().strip())) and cue.label in ("number", "date"):
        end = start + lead + len(bracket.group().rstrip())
        lines.put(i, "head", "number" if cue.label == "number" else "date", start + lead, end)
        return bracket.end()
    return start
