"""The title among the lines above the body: which lines it takes, or where it ends in a line that it shares with the body."""

from __future__ import annotations

import re

from notice_parser.layout.zones.lines import ADOPTED, MARKER, TITLE_LINES, Lines
from notice_parser.text.width import squeeze

__all__ = ["find_title"]

COPY = 8  # first characters that a cut-off copy of a title shares with it
HEADLINE = 6  # characters that a headline has at least
KIND_REST = 1  # characters of a kind word of two that may stand on the next line
TITLE_GAP = 3  # blank lines that may stand within a title on a web page
# a line of a title that cannot end here: what it joins stands on the next
_DANGLING = re.compile("[、和与與及或的对對][ 　]*$")
# the tail of a title, whose beginning stands on the line above
_TITLE_TAIL = re.compile("的|[（(][^（）()\n]{1,20}[）)]的?")
_TITLE_AND_TEXT = re.compile(
    "[^。；：:，,\n]{6,160}?的(?:通知|通报|通告|公告|函|复函|批复|意见|报告|请示|决定)(?=各|[（(]|[ 　]|(?:[^\\s，。；]{2,30}[：:]))"
)
# an order or announcement, its number and its text on one line: 岚川市人民政府禁火令（2025年第2号）　为…
_ORDER_AND_TEXT = re.compile(
    "[^\\s。；：:，,《》]{3,40}(?:令|公告|通告)"
    "(?=[ 　]{0,4}[（(][^（）()\n]{0,10}第?[0-9一二三四五六七八九十]{1,5}[号號][）)][ 　]{0,8}[^\\s，。；：])"
)
_UNIT_LINE = re.compile("[（(]?(?:计量|金额|数量)?单[ 　]{0,4}位[ ]?[：:]")  # above a table
_LABELLED = re.compile("[ 　]{0,40}[^\\s：:，。（）《》]{2,8}[：:]")  # 填报单位：禾丰县住建局
_IN_BRACKETS = re.compile("[（(][^（）()\n]{6,200}[）)]")
# the first line of a title, whose matter is a paper: 关于《岚川市节水条例》 over 公开征求意见的公告
_ABOUT_A_PAPER = re.compile("[^\\s。，；：《》]{0,40}关于《[^\n]{2,200}》")
_MARKS = re.compile("[《》【】\\[\\]]")
_OPENS, _CLOSES = re.compile("[（(《〔]"), re.compile("[）)》〕]")


def find_title(lines: Lines, candidates: list[int], end: int) -> tuple[list[int], int | None]:
    """The lines of the title among the candidates; or, where title and body share the line ``end``, where the title ends in it."""
    runs: list[list[int]] = []
    for i in candidates:
        if runs and i - runs[-1][-1] == 1 and lines[i].gap <= TITLE_GAP and not lines[i].front:
            runs[-1].append(i)
        else:
            runs.append([i])
    for run in reversed(runs):
        ends = [i for i in run if (lines.is_kind(lines.text(i)) or _ends_within_kind(lines, run, i)) and lines.label(i) != "agency"]
        if ends:
            return _grow_title(lines, run, _last_of_title(lines, ends)), None
    if end < len(lines) and (cut := _title_in_prose(lines, end)):
        return [], cut
    rest = [
        i
        for i in candidates
        if lines.label(i) not in ("agency", "signer")
        and len(squeeze(lines.text(i))) >= HEADLINE
        and lines.text(i)[0] not in "（(—"  # ——2024年1月8日在…会议上: what stands below a title
        and not _UNIT_LINE.match(lines.text(i))
    ]
    if rest and end < len(lines):
        return _headline(lines, rest), None
    return [], None


def _ends_within_kind(lines: Lines, run: list[int], i: int) -> bool:
    """Whether a line holds the end of a kind word that the line above begins: …的通⏎知."""
    rest = squeeze(lines.text(i))
    return len(rest) <= KIND_REST and i - 1 in run and not lines[i].gap and lines.is_statutory(lines.text(i - 1) + rest)


def _last_of_title(lines: Lines, ends: list[int]) -> int:
    """The last line that can end a title; a short one that names no kind (项目概况) under a whole title is the body's first heading, and
    a kind alone (决　定) under one heads its text."""
    last = ends[-1]
    rule = lines.kinds.match(squeeze(lines.text(last)))
    if rule is not None and rule.group("kind") == squeeze(lines.text(last)):
        titled = [i for i in ends[:-1] if lines.is_statutory(lines.text(i)) and len(squeeze(lines.text(i))) >= HEADLINE]
        if titled and (
            lines[last].gap or any(lines.label(i) is not None or ADOPTED.fullmatch(lines.text(i)) for i in range(titled[-1] + 1, last))
        ):
            return titled[-1]
    above = [
        i
        for i in ends[:-1]
        if last - i == 1 and (kind := lines.kinds.match(squeeze(lines.text(i)))) is not None and kind.rule != "kind.none"
    ]
    if rule is not None and rule.rule == "kind.none" and above and len(squeeze(lines.text(last))) < HEADLINE:
        return above[-1]
    return last


def _headline(lines: Lines, rest: list[int]) -> list[int]:
    """A title without a kind word: the longest line above the body that is no label with its value; the last of equals."""
    return [max(rest, key=lambda i: (not _LABELLED.match(lines.text(i)), len(squeeze(lines.text(i))), i))]


def _grow_title(lines: Lines, run: list[int], last: int) -> list[int]:
    """The title's lines: from its last line up, as long as the one below cannot stand alone."""
    first = run.index(last)
    title = [last]
    while first > 0 and len(title) < TITLE_LINES:
        above = run[first - 1]
        joined = squeeze("".join(lines.text(i) for i in title))
        agency = lines.label(above) == "agency"
        match = lines.titles.match(joined)
        whole = match is not None and match.label == "whole" and not _DANGLING.search(lines.text(above))
        if (
            whole
            and not _is_unfinished(lines, above, joined)
            and not (agency and (lines.titles.match(joined, only=("title.opened",)) or _is_joint(lines, above, title[0], joined)))
        ):
            break
        if lines.label(title[0]) == "agency" and not agency and not _goes_on(lines, above, joined):
            break  # it begins with its issuer; above that stands what others say of it
        if lines.is_kind(lines.text(above)) and not agency and len(joined) >= 8 and not _is_tail(joined):
            break
        if _IN_BRACKETS.fullmatch(lines.text(above)) or _is_short_for(squeeze(lines.text(above)), joined):
            break  # the session that adopted another copy; the issuer's short name
        if _is_same_title(lines.text(above), joined) or joined.startswith(squeeze(lines.text(above))[:COPY]):
            break
        if agency and not whole and len(joined) >= HEADLINE and (lines.label(last + 1) == "issue" or lines[title[0]].gap):
            break  # who gives a bulletin out, above its name; a letterhead
        title.insert(0, above)
        first -= 1
    return title


def _is_same_title(above: str, title: str) -> bool:
    """Whether a line holds the whole title, with its number, marks or what a collection says of it."""
    return _MARKS.sub("", title) in _MARKS.sub("", squeeze(above))


def _is_short_for(above: str, title: str) -> bool:
    """Whether a line holds, in short, the body with whose name the title begins: 省人大常委会 above 省人民代表大会常务委员会关于…"""
    name, about, _ = title.partition("关于")
    if not about or len(above) >= len(name) or above[:1] != name[:1] or above[-1:] != name[-1:]:
        return False
    rest = iter(name)
    return all(c in rest for c in above)


def _is_tail(joined: str) -> bool:
    """Whether what there is of a title cannot be its beginning: a bracket and 的, or a bracket closed that was opened above."""
    first = _CLOSES.search(joined)
    return bool(_TITLE_TAIL.match(joined)) or (first is not None and not _OPENS.search(joined, 0, first.start()))


def _goes_on(lines: Lines, above: int, joined: str) -> bool:
    """Whether a line leads on to the body's name on the next: 某县某病感染的⏎肺炎疫情防控指挥部."""
    text = lines.text(above)
    return text.endswith("的") or bool(_DANGLING.search(text)) or _is_unfinished(lines, above, joined)


def _is_unfinished(lines: Lines, above: int, joined: str) -> bool:
    """Whether the line above breaks off within the title: …转发省水利厅等部门, or …关于 at its end."""
    text = squeeze(lines.text(above))
    if _ABOUT_A_PAPER.fullmatch(text) and not lines.titles.match(joined, only=("title.issuer_first",)) and not joined.startswith("关于"):
        return lines.label(above) is None
    if lines.is_kind(text) or lines.label(above) is not None or text[:8] in joined or text.endswith("》"):
        return False
    return lines.titles.match(text, only=("title.broken_off",)) is not None


def _is_joint(lines: Lines, above: int, below: int, joined: str) -> bool:
    """Whether bodies' names right above a title that itself begins with one are its first issuers, not a letterhead."""
    name = squeeze(lines.text(above))
    same = name in joined or name.endswith(joined.partition("关于")[0])  # the same body, maybe with its province in front
    return lines[below].gap == 0 and not same and lines.label(above - 1) != "letterhead"


def _title_in_prose(lines: Lines, i: int) -> int | None:
    """Where a title ends that shares its line with the body: behind its kind word, before recipients or text."""
    text = lines.text(i)
    if MARKER.match(text):
        return None
    if ordered := _ORDER_AND_TEXT.match(text):
        return ordered.end()
    head = _TITLE_AND_TEXT.match(text)
    if head is None or not lines.titles.match(squeeze(head.group())):
        return None
    return head.end()
