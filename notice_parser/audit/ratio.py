"""ratio: a rate or share is not the quotient of the counts it is made of.

Of what a rate is made is told by the notice's own definition (``抽查率=已抽查户数/应查户数×100%``), by the rows of a table that hold
to it, or by the sentence: 整改率 right behind 排查 and 整改, 占比 right behind a part of a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.audit.learned import MAX_COLUMNS, Relation, hold
from notice_parser.audit.row_sum import row_name
from notice_parser.audit.tally import Tally
from notice_parser.audit.tolerance import Figure, is_slip, meet, n_digits, plain, ratio_of, verdict
from notice_parser.audit.view import Column, Grid, Stated, View
from notice_parser.text.width import squeeze

__all__ = ["check"]

RULE = "ratio"
NEAR = 6  # figures before a rate among which its counts are looked for
_CLAUSE = re.compile("[，,。；;：:]")
_OF = re.compile("的[ ]?$")
_OF_LENGTH = 2
_AIMED_AT = re.compile("[，,、]?(?:完成|占|达到|为)[^，,。；;：:、（）()]{0,16}")  # between what is done and what is aimed at
_BEFORE = 200  # figures before a share among which its whole is looked for
_TELLING = 6  # digits of two counts together
_HUNDRED = 100
_SHORT = 2  # characters of a name that is looked for
_LAST = 2  # of them, the numerator


def check(view: View, tally: Tally) -> None:
    """Definitions, then sentences, then tables."""
    done: set[int] = set()
    _by_definition(view, tally, done)
    _of_targets(view, tally, done)
    for line in view.lines:
        _shares(view, line, tally, done)
        _rates(view, line, tally, done)
    for grid in view.grids:
        _by_rows(view, grid, tally)


# ---- the notice's own definitions


def definitions(view: View) -> list[tuple[str, str, str]]:
    """Rate, numerator and denominator of each, from the text and from the notes of the tables."""
    found = []
    texts = [view.text, *(note for table in view.tables for note in table.notes)]
    for text in texts:
        for match in view.field.find(text, only=("audit.formula",)):
            parts = [squeeze(match.group(name) or "") for name in ("rate", "numerator", "denominator")]
            found.append((parts[0], parts[1], parts[2]))
    return list(dict.fromkeys(found))


def _by_definition(view: View, tally: Tally, done: set[int]) -> None:
    for name, numerator, denominator in definitions(view):
        for rate in view.stated:
            if not rate.is_rate or name not in rate.name or rate.place in done or rate.scopes - view.scopes_of(name):
                continue
            above = _counted(view, rate, numerator)
            below = _counted(view, rate, denominator)
            if above is None or below is None or above.place == below.place:
                tally.skip(RULE)
                continue
            done.add(rate.place)
            _judge(rate, above, below, tally)


def _counted(view: View, rate: Stated, name: str) -> Stated | None:
    """The count of that name, of the same subject and period; null if there are two that differ."""
    base, scopes = view.base_of(name), view.scopes_of(name)
    found = [
        one
        for one in view.stated
        if one.is_count
        and one.subject == rate.subject
        and one.period == rate.period
        and view.base_of(one.base) == base
        and one.scopes == scopes
        and not (one.is_inner and one.scopes)
    ]
    if not found or len({one.figure.value for one in found}) != 1:
        return None
    return min(found, key=lambda one: abs(one.place - rate.place))


def _judge(rate: Stated, above: Stated, below: Stated, tally: Tally, *, severity: str = "error") -> bool:
    computed = ratio_of(above.figure, below.figure)
    if computed is None:
        tally.skip(RULE)
        return False
    found = verdict(rate.figure, computed)
    if found.agrees:
        tally.agree(RULE)
        return True
    message = (
        f"{rate.title}：{above.figure.shown}÷{below.figure.shown}＝{plain(found.computed)}%，"
        f"所载为{rate.figure.shown}，相差{plain(abs(found.difference))}个百分点"
    )
    evidence = [*rate.figure.evidence, *above.figure.evidence, *below.figure.evidence]
    tally.fail(RULE, message, evidence, verdict=found, severity="warning" if severity == "warning" else "error")
    return False


# ---- sentences


def _of_targets(view: View, tally: Tally, done: set[int]) -> None:
    """``新增就业4236人，完成目标任务4000人的105.9%``: of what is aimed at, right before the rate; what is done stands right before that."""
    for rate in view.stated:
        start = rate.statistic.quantity_span[0]
        of = _OF.search(view.text, max(0, start - _OF_LENGTH), start)
        target = view.targets.get(of.start()) if of is not None else None
        if target is None or not rate.is_rate or rate.place == 0:
            continue
        now = view.stated[rate.place - 1]
        between = view.text[now.statistic.quantity_span[1] : target.quantity_span[0]]
        if not now.is_count or now.statistic.unit != target.unit or now.line != rate.line or not _AIMED_AT.fullmatch(between):
            continue
        aim = view.figure_of(target)
        computed = ratio_of(now.figure, aim)
        if computed is None:
            continue
        done.add(rate.place)
        found = verdict(rate.figure, computed)
        if found.agrees:
            tally.agree(RULE)
        elif is_slip([rate.figure, now.figure, aim], _holds):
            message = f"{now.title}：{now.figure.shown}÷{aim.shown}＝{plain(found.computed)}%，所载为{rate.figure.shown}"
            evidence = [*rate.figure.evidence, *now.figure.evidence, *aim.evidence]
            tally.fail(RULE, message, evidence, verdict=found, severity="warning")
        else:
            tally.skip(RULE)


def _agrees(rate: Stated, above: Stated, below: Stated) -> bool:
    computed = ratio_of(above.figure, below.figure)
    return computed is not None and meet(rate.figure, computed)


def _named(view: View, before: list[Stated], rate: Stated) -> Stated | None:
    """The count that the words before 占 name: 税收收入占一般公共预算收入的比重."""
    named = view.base_of(_CLAUSE.split(rate.own)[-1].partition("占")[0])
    found = [one for one in before if one.is_count and len(named) >= _SHORT and named in (one.base, view.base_of(one.base))]
    return found[-1] if found else None


def _is_telling(rate: Stated, above: Stated, below: Stated) -> bool:
    """Whether there are digits enough for a slip to be told from another base: 36 of 104 and 74 % are just two things."""
    is_all = rate.figure.value == _HUNDRED and above.name.endswith(rate.name.removesuffix("率"))  # 改造346户，竣工336户，竣工率100%
    return (rate.figure.step < 1 or is_all) and n_digits(above.figure) + n_digits(below.figure) >= _TELLING


def _is_mended(rate: Stated, above: Stated, below: Stated) -> bool:
    """Whether one digit of one of them makes the rate right."""
    return is_slip([rate.figure, above.figure, below.figure], _holds)


def _holds(figures: Sequence[Figure]) -> bool:
    computed = ratio_of(figures[1], figures[2])
    return computed is not None and meet(figures[0], computed)


def _paired(view: View, before: Sequence[Stated], rate: Stated) -> Stated | None:
    """The count whose share 分别占 deals out: 满意1853份、基本满意347份，分别占80.0%、15.0%. Its name is that of the share before 占."""
    name, is_share, _ = rate.name.partition("占")
    if not (name and is_share):
        return None
    named = [one for one in before if one.is_count and one.name == name and one.subject == rate.subject and one.sentence == rate.sentence]
    between = view.text[named[0].statistic.quantity_span[1] : rate.statistic.quantity_span[0]] if len(named) == 1 else ""
    return named[0] if "分别占" in between else None


def _part_before(view: View, before: Sequence[Stated], rate: Stated) -> Stated | None:
    """The figure that a share stands behind; those in a bracket that is closed again (325件（其中…210件），占9%) are none."""
    for part in reversed(before):
        between = view.text[part.statistic.quantity_span[1] : rate.statistic.quantity_span[0]]
        if sum(map(between.count, "）)")) <= sum(map(between.count, "（(")):
            return part
    return None


class _Share(NamedTuple):
    """A share that no whole of its unit agrees with."""

    rate: Stated
    part: Stated
    named: Stated | None  # the whole that its own words name
    own: Stated | None  # the whole that the part is of
    base: str  # its words 占…的
    meant: str  # the same, or those of the share before it in the sentence


def _shares(view: View, line: list[Stated], tally: Tally, done: set[int]) -> None:
    """占比 behind a part: of the whole that other shares of the sentence, or 占…的, tell; of the part's own where they tell of another."""
    bases: dict[tuple[int, int], tuple[Stated, str]] = {}  # with the words 占…的 of the share that told
    said: dict[tuple[int, int], str] = {}  # 甲类占总人口的22.6%；乙类71.2万人，占16.4%: of what was said before
    waiting: list[_Share] = []
    for i, rate in enumerate(line):
        if not rate.is_rate or rate.place in done or i == 0:
            continue
        share = view.field.find(view.text, *rate.own_span, only=("audit.share",))
        part = (_named(view, line[:i], rate) or _part_before(view, line[:i], rate)) if share else None
        if (paired := _paired(view, line[:i], rate)) is not None:
            part = paired
        if part is None or not part.is_count or part.line != rate.line:
            continue
        base = view.base_of(squeeze(share[-1].group("base") or "")) if share else ""
        base = base if paired is None else base.removesuffix("分别")
        said[rate.sentence] = base or said.get(rate.sentence, "")
        wholes = [
            one
            for one in view.stated[max(0, part.place - _BEFORE) : part.place]
            if one.is_count and one.statistic.unit == part.statistic.unit and one.period == part.period and part.line - one.line <= NEAR * 4
        ]
        agreeing = [one for one in wholes if _agrees(rate, part, one) and (not base or base in one.base or one.base in base)]
        if agreeing:
            done.add(rate.place)
            tally.agree(RULE)
            bases[rate.sentence] = agreeing[-1], base
            continue
        called = [one for one in wholes if base and len(base) >= 2 and (base in one.base or (len(one.base) >= 2 and one.base in base))]
        same = called if len({one.figure.value for one in called}) == 1 else []
        own = next((one for one in reversed(wholes) if one.statistic.id == part.statistic.part_of), None)
        waiting.append(_Share(rate, part, same[-1] if same else None, own, base, said[rate.sentence]))
    parts = {one.part.place for one in waiting}  # 满意票3808张，占99.79%；基本满意3张，占0.08%: one of the parts, too large to tell
    for rate, part, named, own, base, meant in waiting:
        known, words = bases.get(rate.sentence, (None, ""))
        whole = named
        if known is not None and known.statistic.unit == part.statistic.unit:
            # 其中男干部600人，占70%，女干部400人，占40%: both say nothing, and mean the whole that they are parts of
            alike = known is own and not base and not words
            is_other = known.place in parts or (meant and meant not in known.base and known.base not in meant)
            known = known if alike or not is_other else None
            whole = known or named or own
        else:
            known = None
        if whole is None:
            tally.skip(RULE)
            continue
        computed = ratio_of(part.figure, whole.figure)
        if known is None and (computed is None or not _is_telling(rate, part, whole) or not _is_mended(rate, part, whole)):
            tally.skip(RULE)
            continue
        done.add(rate.place)
        _judge(rate, part, whole, tally, severity="error" if known is not None else "warning")


def _rates(view: View, line: list[Stated], tally: Tally, done: set[int]) -> None:
    """整改率 behind 整改 behind 排查: the count of its own name, over a larger one of the same unit before it."""
    told: set[tuple[int, str]] = set()  # counts whose rate has been given: 抽检100个，合格98个，合格率98%；水果50个，合格率99%
    for i, rate in enumerate(line):
        stem = view.base_of(rate.name.removesuffix("率"))
        if not rate.is_rate or rate.place in done or not rate.name.endswith("率") or len(stem) < 2:
            continue
        near = [one for one in line[max(0, i - NEAR) : i] if one.is_count and one.subject == rate.subject and one.period == rate.period]
        near = [one for one in near if not any(word in one.name for word in view.words["means"])]  # 每10万人中…11860人
        done_so = [one for one in near if stem in one.name or (len(one.base) >= 2 and one.base in stem)]
        above = done_so[-1] if done_so and any(done_so[-1] is one for one in near[-_LAST:]) else None
        if above is None or (above.place, rate.name) in told or _is_narrower(view, line[max(0, i - NEAR) : i + NEAR], stem, above):
            continue
        wholes = [one for one in near if one.place < above.place and one.statistic.unit == above.statistic.unit]
        wholes = [one for one in wholes if not any(one is other for other in done_so)]  # what another class has completed is no whole
        if above.statistic.part_of is None:  # 总人口51.2万人，其中男性26.1万人；城镇人口38.6万人，城镇化率: not of the men
            wholes = [one for one in wholes if one.statistic.part_of is None]
        # of a whole in another unit too: 收回意见表527份，满意519件
        if any(one.place < above.place and _agrees(rate, above, one) for one in near):
            done.add(rate.place)
            told.add((above.place, rate.name))
            tally.agree(RULE)
            continue
        mended = [one for one in reversed(wholes) if _is_telling(rate, above, one) and _is_mended(rate, above, one)]
        if rate.figure.value == _HUNDRED:  # 交办346件，整改336件，其余10件未到期，整改率100%: who tells the rest means fewer
            mended = [one for one in mended if not view.tells(line, one.figure.value - above.figure.value, above)]
        if not mended or above.sentence != rate.sentence:
            tally.skip(RULE)
            continue
        below = mended[0]
        done.add(rate.place)
        _judge(rate, above, below, tally, severity="warning")


def _is_narrower(view: View, line: Sequence[Stated], stem: str, above: Stated) -> bool:
    """Whether a rate is of fewer than a count, whose own rate stands beside it: 办结1805条，办结率96.9%，按期办结率99.6%."""
    stems = {view.base_of(one.name.removesuffix("率")) for one in line if one.is_rate and one.name.endswith("率")}
    return stem != above.base and stem.endswith(above.base) and above.base in stems


# ---- tables


def _by_rows(view: View, grid: Grid, tally: Tally) -> None:
    """Each column of rates that its rows show to be the quotient of two others."""
    counts = grid.counts
    if not 2 <= len(counts) <= MAX_COLUMNS:
        return
    rows = grid.rows
    defined = {view.base_of(name): (top, bottom) for name, top, bottom in definitions(view)}
    for column in grid.columns:
        if not column.is_percent and not ("率" in column.leaf or "占比" in column.leaf or "比重" in column.leaf):
            continue
        relations = [
            relation
            for above in counts
            for below in counts
            if above.place != below.place and column.place not in (above.place, below.place)
            if (relation := _relation(view, grid, column, above, below, rows, defined)) is not None
        ]
        _report_rows(grid, column, relations, tally)


def _relation(
    view: View, grid: Grid, column: Column, above: Column, below: Column, rows: Sequence[int], defined: dict[str, tuple[str, str]]
) -> Relation | None:
    words = defined.get(column.base)
    known = words is not None and view.base_of(words[0]) == above.base and view.base_of(words[1]) == below.base
    return hold(grid, column, (above, below), _quotient, rows=rows, known=known)


def _report_rows(grid: Grid, column: Column, relations: Sequence[Relation], tally: Tally) -> None:
    """The rows that hold to none of the relations that the column may be made by."""
    if not relations:
        return
    most = max(len(relation.agreed) for relation in relations)
    held = [relation for relation in relations if len(relation.agreed) * 10 >= most * 9]
    best = max(held, key=lambda one: (len(one.agreed), -len(one.failed)))
    tally.agree(RULE, len(best.agreed) + best.trivial)
    for row, found in best.failed:
        if any(row not in {failing for failing, _ in other.failed} for other in held):
            tally.skip(RULE)
            continue
        above, below = (source.cells[row] for source in best.sources)
        stated = column.cells[row]
        names = [source.leaf for source in best.sources]
        message = (
            f"{grid.place}{row_name(grid, row)}：{names[0]}{above.shown}÷{names[1]}{below.shown}＝{plain(found.computed)}%，"
            f"“{column.leaf}”所载为{stated.shown}，相差{plain(abs(found.difference))}个百分点"
        )
        tally.fail(RULE, message, [*stated.evidence, *above.evidence, *below.evidence], verdict=found)


def _quotient(terms: Sequence[Figure]) -> Figure | None:
    return ratio_of(terms[0], terms[1])
