"""Paragraphs: lines that a page, a column or an OCR engine broke inside a sentence, joined again.

Two kinds of file: hard-wrapped ones, where full lines go on in the next (found by their common width, or by their common number of
characters where a program cut at it, within a number too), and those with one paragraph a line, where only evidence in the words
joins two lines: an open bracket, a comma at the end, a sentence without its end, a dictionary word across the break.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from notice_parser.layout.normalise import HAN
from notice_parser.layout.physical import PhysicalLine
from notice_parser.text.segment import spans_word

__all__ = ["is_columns", "joined", "rejoin"]

# how a line ends that nothing goes on with; an entry of a table of contents ends in the number of its page
_TERMINAL = re.compile("[。！？；：!?;:…][”’）)》」]{0,2}$|[.][”]?$|(?:…|[.．·]{3})[ ]?[0-9]{1,4}$")
_OPEN_END = re.compile("[、，,（(《“〔—][ ]?$")
# how one begins that goes on: with a sign that closes or parts, or with a remark in brackets behind which a list goes on
_CONTINUES = re.compile("[，。；、）)》”〕：！？,;%％]|[（(](?![一二三四五六七八九十0-9]{1,3}[）)])[^（）()]{1,20}[）)][、，；]")
_PROSE = re.compile(f'[{HAN}"”）)%％0-9][，,。；;][ ]?[{HAN}0-9“《（(]')
_COLUMNS = re.compile("[^\\s]( {4,}|\u3000{3,})[^\\s]")
_NUMBER_BREAK = re.compile(
    "[〔\\[［（(]\\s?(?:19|20)[0-9]{2}\\s?[〕\\]］）)]\n[0-9]{1,5}\\s?号?|[〕\\]］）)]\\s?[0-9]{1,5}\n号"
    "|》\n[（(][^（）()]{1,20}[〔\\[［（(]?(?:19|20)[0-9]{2}|[（(][^（）()]{1,16}\n(?:〔|[﹝\\[［](?:19|20)[0-9]{2})"
    # a figure of running text: 增长7|.2%, 增长7.|2%, 增长1|7.2%; what may be two figures stays apart
    "|[，。；：、][^\n]{0,20}[0-9]\n[.．][0-9]{1,4}(?![0-9.．、])|[㐀-鿿][0-9]{1,9}\n[.．][0-9]{1,4}(?:[%％‰万亿]|个百分点)"
    "|[，。；：、][^\n]{0,16}(?![件表图第录])[㐀-鿿（(][0-9]{1,9}[.．]\n[0-9]{1,4}(?:[%％‰万亿元吨亩米倍℃度)）]|毫米|厘米|公里|公斤|公顷|平方|立方|小时|百分点|$)"
    "|[，。；：、][^\n]{0,16}(?:增长|下降|上升|提高|回落|降低)[0-9]{1,2}\n[0-9]{1,2}(?:[.．][0-9]{1,2})?(?:[%％]|个百分点)"
    # no figure ends without its unit, for another to begin on the next line: 占总额的1|2.5%, 下达资金12|60万元
    "|[，。；：、][^\n]{0,16}(?![件表图第录年月号])[㐀-鿿](?!(?:19|20)[0-9]{2}\n)[0-9]{1,6}\n[0-9]{1,6}(?:[.．][0-9]{1,4})?(?:[%％‰万亿]|个百分点|元(?!旦))"
    # a few characters of a number or a date a line, as some OFD files give them
    "|[㐀-鿿]\n〔(?:19|20)[0-9]{2}〕$|(?:^|[^0-9])(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?\n[0-9]{1,2}[月日]$"
)
_BEHIND_BREAK = tuple("0123456789.．号（(〔﹝[［")  # what begins the line behind it
# a full line that ends in a decimal point, and what may stand behind it; a day or the number of an item begins a line of its own
_POINT_END = re.compile("[^0-9.．][0-9]{1,9}[.．]$")
_DECIMALS = re.compile("[0-9]{1,4}(?![0-9.．、年月日])")
_NEW = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、](?![0-9])"
    "|第[一二三四五六七八九十百零〇0-9]{1,5}[章节条编]"
    "|[●■◆▲★○◇]|[①-⑳]|附件|附[：:表]|抄[送报][：:]|主题词|[一二三四五六七八九十]是|注[：:]|图[ ]?[0-9]"
)
# a list of copies that breaks off within a name: names stand before it on its line, and no sign behind it
_COPIES = re.compile("(?:抄[送报]|[主分报发]送|[报送发])[ 　]{0,4}[：:]")
_COPIES_BREAK = re.compile("[，、；,][^，、；。,：:]{1,30}$")
# a note below a table, the numbers of its items
_NOTE = re.compile("(?:注|备注|说明|注释|附注)[0-9一二三四五六]?[.、：:][ ]?(?:[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)]|[①-⑳])?[ ]?")
_NOTE_ITEM = re.compile("(?:[0-9]{1,2}[.．、](?![0-9])|[（(][0-9]{1,2}[）)]|[①-⑳*＊※])[ ]?")
# a list of recipients that breaks off within a name, and its last line
_BODIES = re.compile("(?:各|有关|国务院|[省市州盟县区旗])[^。；：:]{2,80}")
_BODY_END = re.compile("[局厅委办部府院会行区县市镇乡村处队科站所社、，]$|(?:中心|公司|单位|部门|机构|企业|学校|街道|大学)$")
_BODIES_END = re.compile("[^。；：:附注]{1,60}(?:局|厅|委|办|部|府|院|会|行|中心|公司|单位|部门|机构|企业|学校)[：:]")
# the bare noun that is left of its last name
_BODIES_NOUN = re.compile("(?:[㐀-鿿]{0,2}(?:企业|单位|部门|机构|学校|院校|团体)|委员会|办事处|(?:人民)?政府)[：:]")
_FOOTNOTE_MARK = re.compile("[①-⑳⑴-⒇*＊]|[\\[〔（(]?[0-9]{1,2}[\\]〕）) 　.．]")
# what a line may not break: a number or a Latin word, a character with the signs behind it and what these hold on to
_WORD = re.compile("[0-9A-Za-z.,:/+%-]{1,40}[%、，。；：）”]{0,2}|.(?:[、，。；：）”》.]{1,2}[0-9A-Za-z.%]{0,40})?")
_VALUE_END = re.compile("[:：][ 　]?[0-9][0-9 ,./-]{0,16}$")  # 浏览次数：862, 发布时间：2022-03-29 15:18: nothing goes on
_PAIRS = (("《", "》"), ("（", "）"), ("(", ")"), ("〔", "〕"), ("“", "”"))

_COUNTED = re.compile("[0-9]{1,2}[)）][^、，。；)）]")

SET_IN = range(3, 7)  # columns by which the first line of a paragraph is set in: two characters, as the page measures them
PARAGRAPHS = 2  # so many paragraphs that are set in show that all are
SIZE = 0.15  # by which the heights of lines of one paragraph differ at most
FULL = 4  # a hard-wrapped line may fall short of the common width by two Han characters: punctuation is not put first
SHORT = 6  # and by three where a number or a Latin word did not fit
MIN_WIDTH = 40  # narrower text is a list or a column
MIN_LINES = 5  # so many lines of one width show that a file is hard-wrapped
SHARE = 0.25  # and so large a part of all its lines
MIN_CUTS, CUTS = 3, 0.15  # breaks within words and figures that show a program's cut, and their share of all full lines
SPACED = 0.9  # of the full lines have blank lines below them where all do
LONG = 16  # characters from which an unfinished line may be a broken sentence rather than a label
END = 8  # characters at the end of a line that say how it ends
TAIL_SCAN = 400  # an open bracket is looked for in so many last characters


def is_columns(text: str) -> bool:
    """Whether the line's gaps, tabs or pipes part columns."""
    return "\t" in text or "|" in text or (("    " in text or "\u3000" * 3 in text) and _COLUMNS.search(text) is not None)


def rejoin(
    lines: Sequence[PhysicalLine], is_border: Callable[[str], bool], is_row: Callable[[str], bool], is_title: Callable[[str], bool]
) -> tuple[tuple[PhysicalLine, ...], int]:
    """The lines with broken ones joined, and how many joints were made.

    Footnotes are set behind the paragraph that they interrupt. ``is_border``: whether a line, by its own shape, starts
    something new (a date, a number, a list of attachments); ``is_row``: whether one begins with a label of a site's table;
    ``is_title``: whether words are a whole title, on which nothing hangs where they open the text.
    """
    width = _wrap_width(lines)
    if width is not None:
        lines = _closed_up(lines, width)
    length, set_in = _wrap_length(lines), _sets_in(lines)
    out: list[list[PhysicalLine]] = []
    aside: list[list[PhysicalLine]] = []
    joints = 0
    label: str | None = None  # of the note that the last group is
    opening = True  # nothing has been said yet
    for line in lines:
        opening = opening and not (out and _TERMINAL.search(out[-1][-1].text[-END:]))
        if line.footnote:
            if aside and not _FOOTNOTE_MARK.match(line.text):
                aside[-1].append(line)
            else:
                aside.append([line])
        elif (
            out
            and line.grid is None
            and out[-1][-1].grid is None
            and not is_row(line.text)
            and not (set_in and line.indent in SET_IN and out[-1][0].indent not in SET_IN and not _CONTINUES.match(line.text))
            and not (opening and is_title("".join(part.text for part in out[-1])))
            and (
                _is_cut(out[-1], line, length, is_border)
                or _goes_on(out[-1], line, width, is_border)
                or (label and _is_rest_of_note(out[-1], line, label, is_border))
            )
        ):
            out[-1].append(line)
            joints += 1
        else:
            out += aside
            aside = []
            out.append([line])
            note = _NOTE.match(line.text) or (_NOTE_ITEM.match(line.text) if label else None)
            label = note.group() if note else None
    return tuple(joined(group) for group in out + aside), joints


def _wrap_width(lines: Sequence[PhysicalLine]) -> int | None:
    """The width that full lines share, in columns; None where every line is a paragraph of its own."""
    counts = Counter(line.width // 2 for line in lines if not line.is_whole and not is_columns(line.text))
    total = sum(counts.values())
    best, share = 0, 0
    for half in sorted(counts):
        near = sum(counts[half - k] for k in range(FULL // 2 + 1))
        if half * 2 >= MIN_WIDTH and near > share:
            best, share = half * 2, near
    if share < MIN_LINES or share < SHARE * total:
        return None
    full = [line for line in lines if best - FULL <= line.width <= best + 1]
    unfinished = sum(not _TERMINAL.search(line.text) for line in full)
    # paragraphs of like length end in a full stop; broken lines rarely do
    return best if unfinished * 2 > len(full) else None


def _closed_up(lines: Sequence[PhysicalLine], width: int) -> Sequence[PhysicalLine]:
    """The lines without the blank lines that stand below each of them: where full lines that go on have them too, they part nothing."""
    below = [after.gap for line, after in pairwise(lines) if line.width >= width - SHORT and not _TERMINAL.search(line.text[-END:])]
    usual = Counter(below).most_common(1)[0][0] if below else 0
    if not usual or sum(gap >= usual for gap in below) < SPACED * len(below):
        return lines
    return [line if line.is_whole else line._replace(gap=max(0, line.gap - usual)) for line in lines]


def _sets_in(lines: Sequence[PhysicalLine]) -> bool:
    """Whether the file sets its paragraphs in: sentences that begin two characters from the border and go on at it."""
    found = sum(
        above.indent in SET_IN
        and below.indent <= 1
        and below.gap == 0
        and len(above.text) >= LONG
        and not _TERMINAL.search(above.text[-END:])
        for above, below in pairwise(lines)
    )
    return found >= PARAGRAPHS


def _wrap_length(lines: Sequence[PhysicalLine]) -> int | None:
    """The number of characters that full lines share and none surpasses, where a program has cut words or figures at it; else None."""
    counts = Counter(_length(line) for line in lines if not line.is_whole and not is_columns(line.text))
    longest = max(counts, default=0)
    share = counts[longest]
    if longest * 2 < MIN_WIDTH or share < MIN_LINES or share < SHARE * counts.total():
        return None
    full = [(line.text, below.text) for line, below in pairwise(lines) if _length(line) == longest and line.text and below.text]
    if 2 * sum(not _TERMINAL.search(text) for text, _ in full) <= share:
        return None
    cut = sum((text[-1].isdigit() and below[0].isdigit()) or spans_word(text, below) for text, below in full)
    return longest if cut >= MIN_CUTS and cut > CUTS * len(full) else None


def _length(line: PhysicalLine) -> int:
    return len(line.text) + line.indent // 2  # as full-width spaces set it in


def _is_cut(group: Sequence[PhysicalLine], line: PhysicalLine, length: int | None, is_border: Callable[[str], bool]) -> bool:
    """Whether the line before was cut at the number of characters that all full lines have, and stops within a sentence."""
    before = group[-1]
    if length is None or _length(before) != length or before.is_whole or line.is_whole or is_columns(line.text):
        return False
    if line.gap or line.indent > 1 or ((is_border(line.text) or _NEW.match(line.text)) and not before.text[-1].isdigit()):
        return False
    ends = before.text[-END * 2 :]
    return not _TERMINAL.search(before.text[-END:]) or (_POINT_END.search(ends) is not None and _DECIMALS.match(line.text) is not None)


def _goes_on(group: Sequence[PhysicalLine], line: PhysicalLine, width: int | None, is_border: Callable[[str], bool]) -> bool:
    before = group[-1]
    if (
        line.is_whole
        or before.is_whole
        or line.front
        or before.front
        or line.rank
        or before.rank
        or is_columns(before.text)
        or is_columns(line.text)
    ):
        return False
    if _COUNTED.match(line.text) and before.text[-1].isdigit():
        return False  # （见附件1, its bracket lost; 1)议题名称 is an item
    if line.text.startswith(_BEHIND_BREAK) and _NUMBER_BREAK.search(f"{_tail(group)}\n{line.text[:24]}"):
        return True
    if _CONTINUES.match(line.text) and not is_border(before.text):
        return True
    if width is not None and _hangs(group, line, width) and not is_border(line.text):
        return True
    if _is_printed_rest(group, line) and not _TERMINAL.search(before.text[-END:]) and spans_word(before.text, line.text):
        return True  # whatever it looks like by itself: 市人大常⏎委会法制工作委员会
    if line.gap == 0 and _BODIES.fullmatch(before.text) and _BODIES_NOUN.fullmatch(line.text) and not _BODY_END.search(before.text):
        return True  # whatever it looks like by itself: 各有关⏎单位：
    full = width is not None and before.width >= width - SHORT
    if full and line.gap == 0 and _POINT_END.search(before.text[-END * 2 :]) and _DECIMALS.match(line.text):
        return True
    if full and line.gap == 0 and _is_set_out(group[0], line) and before.text[-1] in "。；;" and not _begins(line, is_border):
        return True  # a sentence that ends with its line, within a paragraph
    if _TERMINAL.search(before.text[-END:]) or _begins(line, is_border):
        return False
    if _OPEN_END.search(before.text[-END:]):
        return True
    if line.gap == 0 and _COPIES.match(group[0].text) and _COPIES_BREAK.search(before.text):
        return True
    if (
        line.gap == 0
        and _BODIES.fullmatch(before.text)
        and not _BODY_END.search(before.text)
        and (full or _BODIES_END.fullmatch(line.text))
    ):
        return True
    if width is not None and (line.gap == 0 or line.after_page):
        return full and line.indent <= group[0].indent and not is_border(before.text)
    if _leaves_open(before.text, line.text):
        return True
    return _is_broken_sentence(group, line, is_border)


def _begins(line: PhysicalLine, is_border: Callable[[str], bool]) -> bool:
    """Whether a line, by its own shape, begins something new."""
    return bool(_NEW.match(line.text)) or is_border(line.text) or (line.bullet and line.gap == 0)


def _is_set_out(first: PhysicalLine, line: PhysicalLine) -> bool:
    """Whether a paragraph is set in and the line is not: what a page sets in by two characters, it does not begin at the border."""
    return first.indent in SET_IN and line.indent <= 1


def _is_rest_of_note(group: Sequence[PhysicalLine], line: PhysicalLine, label: str, is_border: Callable[[str], bool]) -> bool:
    """Printed lines: whether one goes on with a note below a table (注：1.…), set to its text or to its border.

    A note is as wide as its table, whatever the width of the text: a line of it that has no end reaches as far as what goes on with it.
    """
    first, before = group[0], group[-1]
    if not (line.size and before.size) or abs(line.size - before.size) > SIZE * before.size or line.gap or is_columns(line.text):
        return False
    if len(before.text) < LONG or before.width < line.width - 1 or _TERMINAL.search(before.text[-END:]):
        return False
    if _begins(line, is_border) or is_border(before.text):
        return False
    scale = (first.width - first.indent) / max(1, _columns(first.text))  # notes are set smaller than the text that columns count
    places = (
        first.indent,
        first.indent + scale * _columns(label),
        0 if first.indent in SET_IN else first.indent,
        group[1].indent if len(group) > 1 else first.indent,
    )
    return any(abs(line.indent - place) <= 1 for place in places)


def _tail(group: Sequence[PhysicalLine]) -> str:
    """The last characters of what the group makes so far: a number may be broken more than once."""
    return "".join(line.text for line in group[-3:])[-24:]


def _hangs(group: Sequence[PhysicalLine], line: PhysicalLine, width: int) -> bool:
    """Printed lines: whether one at the border follows one that had no room for its first word, in a paragraph that is set in."""
    word = _WORD.match(line.text)
    room = group[-1].width + _columns(word.group() if word else line.text[:1])
    return room >= width and _is_printed_rest(group, line)


def _is_printed_rest(group: Sequence[PhysicalLine], line: PhysicalLine) -> bool:
    """Printed lines: whether one stands at the border below one of its size, in a paragraph that is set in."""
    before = group[-1]
    if not (line.size and before.size) or abs(line.size - before.size) > SIZE * before.size or (line.gap and not line.after_page):
        return False
    return _is_set_out(group[0], line)


def _columns(text: str) -> int:
    return 2 * len(text) - sum(map(str.isascii, text))


def _leaves_open(before: str, after: str) -> bool:
    """Whether a bracket or quote opened in ``before`` is closed in ``after``."""
    tail = before[-TAIL_SCAN:]
    return any(tail.count(a) > tail.count(b) and b in after and (a not in after or after.index(b) < after.index(a)) for a, b in _PAIRS)


def _is_broken_sentence(group: Sequence[PhysicalLine], line: PhysicalLine, is_border: Callable[[str], bool]) -> bool:
    """One paragraph a line: whether the one before stops within a sentence that this one goes on with."""
    before = group[-1].text
    if len(before) < LONG or is_border(before) or (_VALUE_END.search(before[-2 * END - 4 :]) and not _PROSE.search(before)):
        return False
    if line.gap and _BODIES.fullmatch(before) and _BODY_END.search(before):
        return False  # recipients that lost their colon
    if _PROSE.search(before) and not _NEW.match(group[0].text):
        # prose ends in a full stop; a last line without one is followed by something short: a name, a label
        return bool(_PROSE.search(line.text)) or line.text[-1] in "。；" or line.after_page
    return (bool(_PROSE.search(line.text)) or line.text[-1] in "。；") and spans_word(before, line.text)


def joined(group: Sequence[PhysicalLine]) -> PhysicalLine:
    if len(group) == 1:
        return group[0]
    parts: list[str] = []
    runs: list[tuple[int, int]] = []
    blocks: list[tuple[int, int]] = []
    at = 0
    for line in group:
        if parts and parts[-1][-1:].isascii() and parts[-1][-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha():
            parts.append(" ")  # the line break between two Latin words
            runs.append((at, line.runs[0][1] - 1))
            at += 1
        runs += [(at + start, offset) for start, offset in line.runs]
        blocks += [(at + start, block) for start, block in line.blocks]
        parts.append(line.text)
        at += len(line.text)
    return group[0]._replace(text="".join(parts), runs=tuple(runs), blocks=tuple(blocks), mended=sum(line.mended for line in group))
