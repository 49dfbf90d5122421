"""What recipients must do by when: 请于2023年3月15日前报送…, 截止时间：…, 每月5日前, 收到之日起12个工作日内.

A deadline is a time with an order around it. What merely lies before a day (2000年以前建成的房屋) is none. A day that recurs
or is counted from an event has no ``due``; the day of the others is filled in when the times are resolved, from the
mention that has the role ``deadline`` within the deadline's span. 逾期… belongs to the deadline before it.
"""

from __future__ import annotations

import re

from msgspec import structs

from notice_parser.extract.times import mentions_within
from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Document, Line
from notice_parser.model import Deadline
from notice_parser.text.times import Mention

__all__ = ["find_deadlines"]

_ROLES = ("text", "heading", "remark", "note", "title")
_ENDS = "。；;！？!?\n"
_LONGEST_ACTION = 120  # characters; what is longer is a whole paragraph, not an action
_WINDOW = 40  # characters before a day in which an order can stand
# of the item that the action opens
_MARKER = re.compile(r"^(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]) ?(?=[一-鿿])")
_MARKS = " \t\u3000，,、：:"
_AROUND = _MARKS + "（）()"
_SHORTEST_ACTION = 2
_LONGEST_LABEL_SIGN = 6  # 截止 may have been taken in by the time behind it
_OWN_RULES = ("deadlines.recurring", "deadlines.season", "deadlines.within")
_CONTACT = re.compile("[ 　]{0,4}[（(][^（）()\n]{0,40}(?:联系|电话|邮箱|传真)[^（）()\n]{0,80}[）)]$")  # whom to ask, behind the action
_COUNTED_TO = re.compile("[至到]$")  # a day up to which something is counted, or in force
_NOT_DONE = re.compile(r"(?:尚?未|已|没有?|不)")  # 3月20日前未缴纳的: who, not what is to be done
_WHO = re.compile(r"(?:尚?未|没有?|已)[^，。；,;]{1,12}的")


def find_deadlines(
    document: Document, grammars: Grammars, mentions: tuple[Mention, ...]
) -> tuple[tuple[Deadline, ...], tuple[Mention, ...]]:
    """The deadlines of a notice in order, and its mentions with those marked that are a day of one."""
    field, text = grammars["deadlines"], document.text
    found: list[Deadline] = []
    due: dict[int, Mention] = {}
    for line in document.lines:
        if line.role not in _ROLES or line.zone not in ("body", "annex"):
            continue
        taken = line.start
        here = mentions_within(mentions, line.start, line.end)
        labels = {label.end: label for label in field.find(text, line.start, line.end, ("deadlines.label",))} if here else {}
        own = field.find(text, line.start, line.end, _OWN_RULES)
        spots = [(m.start, m.end, "", m) for m in here] + [(match.start, match.end, match.rule, None) for match in own]
        spots.sort(key=lambda spot: spot[:2])
        for place, (start, end, own_rule, mention) in enumerate(spots):
            if start < taken:
                continue
            after = next((spots[k][0] for k in range(place + 1, len(spots)) if spots[k][0] >= end), line.end)
            if mention is not None:
                label = next((labels[at] for at in range(start, min(start + _LONGEST_LABEL_SIGN, end)) if at in labels), None)
                if label is not None and mention.last is None and label.start >= taken:
                    found.append(_labelled(text, label, end, taken))
                    due[mention.start] = mention
                    taken = end
                    continue
                if mention.quoted or mention.basis:
                    continue
                closing = field.rule("deadlines.closing").compiled.match(text, end, line.end) if mention.last is None else None
                ended = _closed(field, text, line, start, field.rule("deadlines.closing").taken(closing)) if closing is not None else None
                if closing is not None and ended is not None:
                    found.append(ended)
                    due[mention.start] = mention
                    taken = closing.end()
                    continue
                if not _is_limit(field, text, line, mention):
                    continue
            deadline = _deadline(field, text, line, start, end, own_rule, after, taken)
            if deadline is None:
                continue
            found.append(deadline)
            if mention is not None:
                due[mention.start] = mention
            taken = deadline.span[1] if deadline.span else end
    marked: list[Mention] = []
    above: Mention | None = None
    for m in mentions:
        if m.start in due:
            next_due = above is not None and not any(text.find(mark, above.end, m.start) >= 0 for mark in _ENDS)
            m = above = structs.replace(m, role="deadline", next_due=next_due)
        marked.append(m)
    return tuple(found), tuple(marked)


def _is_limit(field: Field, text: str, line: Line, mention: Mention) -> bool:
    """Is it the last day on which something is in time: 3月15日前, 春节前, 不迟于3月15日?"""
    if mention.mode == "by" or (mention.first.unit == "vague" and mention.raw.endswith("前") and mention.raw != "日前"):
        return True
    begin = max(line.start, mention.start - _WINDOW)
    is_period = mention.last is not None or mention.first.last_day is not None
    rule = "deadlines.told_period" if is_period else "deadlines.latest"
    return mention.mode == "plain" and field.rule(rule).compiled.search(text, begin, mention.start) is not None


def _labelled(text: str, label: Match, end: int, taken: int) -> Deadline:
    """截止时间：…: what is due is named in the label, else by the clause before it, behind the deadline that ends at ``taken``."""
    before = text[_start_of_sentence(text, taken, label.start) : label.start].strip(_AROUND)
    clause = before[max(before.rfind(mark) for mark in "，,") + 1 :]
    action = label.group("action") or label.group("done") or _bare(clause)[-_LONGEST_ACTION:].removesuffix("的")
    span = (label.start, end)
    return Deadline(action=action or None, due=None, raw=text[span[0] : span[1]], span=span, rule=label.rule)


def _closed(field: Field, text: str, line: Line, start: int, closing: Match) -> Deadline | None:
    """3月15日截止报名, 报名…，3月15日截止: what is due is named behind, else by the clause before the day; None where neither asks for
    anything (大会（至3月15日止）共收到…)."""
    before = text[_start_of_sentence(text, line.start, start) : start].strip(_AROUND)
    action = closing.group("action") or before[-_LONGEST_ACTION:]
    if closing.group("action") is None and _COUNTED_TO.search(before) and not any(verb in before for verb in field.words["verbs"]):
        return None
    return Deadline(action=action or None, due=None, raw=text[start : closing.end], span=(start, closing.end), rule=closing.rule)


def _deadline(field: Field, text: str, line: Line, start: int, end: int, rule: str, after: int, taken: int) -> Deadline | None:
    """The deadline whose time stands at ``[start, end)``, the next time at ``after``, the deadline before it up to ``taken``; None if
    nobody is told to do anything. One order may stand before several (应于9月底前填报，10月底前提交): each has its own span."""
    sentence_end = _end_of_sentence(text, end, line.end)
    if after < sentence_end and (cut := max(text.rfind(mark, end + 1, after) for mark in "，,")) > 0:
        sentence_end = cut  # what is due by then, 60日内办结, is another
    sentence_start = _start_of_sentence(text, line.start, start)
    if field.rule("deadlines.attribute").compiled.match(text, end, sentence_end):
        return None
    orders, floor = field.rule("deadlines.order_before").compiled, max(sentence_start, line.start, start - _WINDOW)
    order = orders.search(text, max(floor, taken), start) or orders.search(text, floor, start)
    behind = field.rule("deadlines.action_behind").compiled.match(text, end, sentence_end)
    received = rule == "deadlines.within" and text[start] in "收接自从"
    if order is None and (behind is None or (rule == "deadlines.within" and not received)):
        return None
    if order is None and field.rule("deadlines.planned").compiled.search(text, floor, start):
        return None
    remark = field.rule("deadlines.bracket").compiled.match(text, end, line.end)
    end = remark.end() if remark else end
    action_end = _outside_bracket(text, end, _end_of_action(text, end, sentence_end, behind.end() if behind else end))
    if contact := _CONTACT.search(text, end, action_end):
        action_end = contact.start()
    action = _bare(text[end:action_end])
    if _WHO.match(action) or (order is None and (action.endswith(("的", "者")) or _NOT_DONE.match(action))):
        return None
    opening = order.start() if order and order.start() >= taken else start
    if len(action) < _SHORTEST_ACTION:
        # 上报时间为3月15日前。: what is due stands before the day
        before = _bare(text[max(sentence_start, line.start) : opening])
        action, action_end = before or _bare(text[max(line.start, opening - _LONGEST_ACTION) : opening].strip(_ENDS)), end
    overdue = field.rule("deadlines.overdue").compiled.match(text, action_end, line.end)
    last = overdue.end() if overdue else action_end
    action = action[:_LONGEST_ACTION]
    return Deadline(
        action=action or None,
        due=None,
        raw=text[opening:last],
        span=(opening, last),
        rule=rule or ("deadlines.order_before" if order else "deadlines.action_behind"),
    )


def _bare(action: str) -> str:
    """The action without the marks around it; a bracket goes only where its other half is missing."""
    action = _MARKER.sub("", action.strip(_MARKS).lstrip("）)"))
    return action.strip(_AROUND) if len(re.findall("[（(]", action)) != len(re.findall("[）)]", action)) else action.strip(_MARKS)


def _outside_bracket(text: str, start: int, end: int) -> int:
    """``end``, or the bracket behind ``start`` that is still open there: what stands in it is no part of the action."""
    opened: list[int] = []
    for at in range(start, end):
        if text[at] in "（(":
            opened.append(at)
        elif text[at] in "）)" and opened:
            opened.pop()
    return start + len(text[start : opened[0]].rstrip()) if opened else end


def _start_of_sentence(text: str, line_start: int, at: int) -> int:
    floor = max(line_start, at - _LONGEST_ACTION)
    return max(floor, max(text.rfind(mark, floor, at) for mark in _ENDS) + 1)


def _end_of_sentence(text: str, start: int, end: int) -> int:
    end = min(end, start + 2 * _LONGEST_ACTION)
    return _outside_brackets(text, start, end, _ENDS)


def _end_of_action(text: str, start: int, sentence_end: int, verb_end: int) -> int:
    """The clause in which the verb stands, to the comma behind it."""
    stop = min(sentence_end, start + _LONGEST_ACTION)
    return max(_outside_brackets(text, start, stop, "，,", verb_end), start)


def _outside_brackets(text: str, start: int, end: int, marks: str, behind: int = 0) -> int:
    """The first of ``marks`` at or behind ``behind`` that stands in no bracket opened since ``start``; else ``end``."""
    depth = 0
    for at in range(start, end):
        if text[at] in "（(":
            depth += 1
        elif text[at] in "）)":
            depth = max(0, depth - 1)
        elif text[at] in marks and at >= behind and (depth == 0 or text[at] == "\n"):
            return at
    return end
