"""Why a field's rules took what they took: each rule tried, where it matched, what won against what, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from notice_parser.grammar.field import Field
from notice_parser.grammar.match import Match, resolve
from notice_parser.grammar.places import mark
from notice_parser.grammar.progress import WINDOW, furthest
from notice_parser.grammar.rule import Rule

__all__ = ["explain"]

MISSES_SHOWN = 3  # lines with an anchor that are shown for a rule without a match

_ZH: Mapping[str, str] = {
    "field": "字段 {name}（{about}）：{rules} 条规则，{matches} 处匹配，采用 {winners} 处",
    "rule": "规则 {id}（{file}；锚：{anchors}；优先级 {priority}）：{matches} 处匹配，采用 {winners} 处",
    "won": "第 {line} 行 [{start}, {end}) 采用",
    "won_against": "第 {line} 行 [{start}, {end}) 采用，胜过 {losers}",
    "lost": "第 {line} 行 [{start}, {end}) 让位于 {winner} [{winner_start}, {winner_end})：{reason}",
    "longer": "对方更长（{theirs} 字对 {ours} 字）",
    "priority": "一样长，对方优先级更高（{theirs} 对 {ours}）",
    "earlier": "一样长，优先级相同，对方开头更早",
    "order": "长度、优先级、位置都相同，对方在前（规则有歧义，请改优先级）",
    "no_anchor": "全文没有锚",
    "closest": "第 {line} 行有锚，最像的一段到标记处为止",
    "nothing": "第 {line} 行有锚，没有一个字对得上",
    "label": "含义：{label}",
}
_EN: Mapping[str, str] = {
    "field": "field {name} ({about}): {rules} rules, {matches} matches, {winners} taken",
    "rule": "rule {id} ({file}; anchor: {anchors}; priority {priority}): {matches} matches, {winners} taken",
    "won": "line {line} [{start}, {end}) taken",
    "won_against": "line {line} [{start}, {end}) taken, against {losers}",
    "lost": "line {line} [{start}, {end}) gave way to {winner} [{winner_start}, {winner_end}): {reason}",
    "longer": "that is longer ({theirs} characters, this has {ours})",
    "priority": "as long, and of a higher priority ({theirs}, this has {ours})",
    "earlier": "as long, of the same priority, and begins earlier",
    "order": "the same length, priority and place, but written first (ambiguous: change a priority)",
    "no_anchor": "no anchor in the whole text",
    "closest": "line {line} has an anchor; the stretch that comes closest ends with the marker",
    "nothing": "line {line} has an anchor; not one character fits",
    "label": "means: {label}",
}


def explain(field: Field, text: str, *, lang: str = "zh", start: int = 0, end: int | None = None) -> str:
    """A tree in plain text: the field, its rules, their matches with line, place, marker, groups and fate."""
    say = _EN if lang == "en" else _ZH
    stop = len(text) if end is None else min(end, len(text))
    by_rule = [(rule, list(rule.find(text, start, stop))) for rule in field.rules]
    matches = [match for _, found in by_rule for match in found]
    winners = resolve(list(matches))
    won = {id(match) for match in winners}
    order = {rule.id: index for index, rule in enumerate(field.rules)}
    starts = [winner.start for winner in winners]
    losses = {id(match): _winner_over(match, winners, starts, order) for match in matches if id(match) not in won}
    beaten: dict[int, list[Match]] = {}
    for match in matches:
        if id(match) in losses:
            beaten.setdefault(id(losses[id(match)]), []).append(match)
    lines = [
        say["field"].format(name=field.name, about=field.about or "—", rules=len(field.rules), matches=len(matches), winners=len(winners))
    ]
    for rule, found in by_rule:
        anchors = "、".join(rule.anchors) or "—"
        taken = sum(id(match) in won for match in found)
        head = say["rule"].format(id=rule.id, file=rule.file, anchors=anchors, priority=rule.priority, matches=len(found), winners=taken)
        lines.append(f"  {head}")
        for match in found:
            lines += _match_lines(match, losses.get(id(match)), beaten.get(id(match), []), text, say)
        if not found:
            lines += _miss_lines(rule, text, start, stop, say)
    return "\n".join(lines)


def _winner_over(loser: Match, winners: list[Match], starts: list[int], order: Mapping[str, int]) -> Match:
    """The strongest winner that stands in the way of ``loser``."""
    last = bisect_left(starts, loser.end)
    first = bisect_right(starts, loser.start)
    first -= first > 0 and winners[first - 1].end > loser.start
    return min(
        winners[first:last],
        key=lambda winner: (winner.start - winner.end, -winner.priority, winner.start, order[winner.rule]),
    )


def _line_number(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _match_lines(match: Match, winner: Match | None, beaten: list[Match], text: str, say: Mapping[str, str]) -> Iterator[str]:
    at = {"line": _line_number(text, match.start), "start": match.start, "end": match.end}
    if winner is not None:
        reason = _reason(match, winner, say)
        fate = say["lost"].format(winner=winner.rule, winner_start=winner.start, winner_end=winner.end, reason=reason, **at)
    elif beaten:
        fate = say["won_against"].format(losers="、".join(f"{loser.rule} [{loser.start}, {loser.end})" for loser in beaten), **at)
    else:
        fate = say["won"].format(**at)
    yield f"    {fate}"
    yield _indented(mark(text, *match.span))
    if match.label is not None:
        yield f"          {say['label'].format(label=match.label)}"
    for name, taken in match.groups().items():
        yield f"          {name} = {taken}"


def _reason(loser: Match, winner: Match, say: Mapping[str, str]) -> str:
    ours, theirs = loser.end - loser.start, winner.end - winner.start
    if ours != theirs:
        return say["longer"].format(ours=ours, theirs=theirs)
    if loser.priority != winner.priority:
        return say["priority"].format(ours=loser.priority, theirs=winner.priority)
    return say["earlier"] if winner.start < loser.start else say["order"]


def _miss_lines(rule: Rule, text: str, start: int, stop: int, say: Mapping[str, str]) -> Iterator[str]:
    """The first lines with an anchor, and how far the pattern got there."""
    if not rule.anchors:
        return
    shown = 0
    while shown < MISSES_SHOWN:
        hits = [at for at in (text.find(anchor, start, stop) for anchor in rule.anchors) if at >= 0]
        if not hits:
            break
        hit = min(hits)
        line_start = max(start, text.rfind("\n", start, hit) + 1)
        line_end = text.find("\n", hit, stop)
        line_end = stop if line_end < 0 else line_end
        best = furthest(rule, text, max(line_start, hit - WINDOW), min(line_end, hit + WINDOW))
        yield f"    {say['nothing' if best is None else 'closest'].format(line=_line_number(text, hit))}"
        yield _indented(mark(text, *(best or (hit, hit + 1))))
        shown += 1
        start = line_end + 1
    if not shown:
        yield f"    {say['no_anchor']}"


def _indented(block: str) -> str:
    return "\n".join(f"  {line}" for line in block.split("\n"))
