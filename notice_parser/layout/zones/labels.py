"""Rows of a site's table around a notice: labels with their values, known to us or not."""

from __future__ import annotations

import re
from itertools import pairwise

from notice_parser.grammar import Match
from notice_parser.layout.document import Role
from notice_parser.layout.zones.lines import PROSE, VALUE_LENGTH, Lines
from notice_parser.text.spans import cells
from notice_parser.text.width import squeeze

__all__ = [
    "heads_columns",
    "heads_table",
    "is_other_row",
    "is_source_row",
    "is_upload_date",
    "labels_behind",
    "metadata_kind",
    "starts_label",
    "takes_value",
]

LABEL_MARK = 2  # a bullet and a blank, or a bracket, may stand before a label
KNOWN_LABELS = ("metadata.bracketed", "metadata.colon", "metadata.run_on", "metadata.glued", "metadata.spaced")
_NUMERIC_DATE = re.compile("(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")
_UPLOADED = re.compile("(?:19|20)[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}")
# a label that we do not know, before others that we do
_OTHER_LABEL = re.compile("[^：:，。；|]{2,8}[：:][ |]{0,4}[^，。；]{0,60}?[ 　\t|]{1,20}")
# a row of a site's table whose label we do not know; a sentence, a party to a decision or a list of ours is none
_OTHER_ROW = re.compile(
    "(?P<bullet>[•·▪][ 　]{0,4})?"
    "(?!附|抄|主送|注|单位[：:]|当事人|被?申请人|被处罚|法定代表|负责人|住所|联系|时间|地点|下载|打印|分享|收藏)"
    "[\u3400-\u9fff]{2,8}[ ]?[：:][ \t　|]{0,8}(?P<value>[^，。；！？：:|]{0,40})[ \t|]{0,8}"
    "(?:[\u3400-\u9fff]{2,8}[ ]?[：:][^，。；]{0,60})?"
)
# the same in a row of pipes, a label and its value in cells of their own
_OTHER_CELLS = re.compile("(?:\\|?[ 　]{0,4}[\u3400-\u9fff]{2,8}[ 　]{0,4}\\|[ 　]{0,4}[^|\n。，；]{1,60}){1,3}\\|?[ 　]{0,4}")
# the time at which a page was put up, before the first label of its line
_PAGE_TIME = re.compile(
    "[\\[（(【]?(?:19|20)[0-9]{2}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?(?:(?:(?<=日)|[ ]{1,4})[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
    "[\\]）)】]?[?？]?[ 　\t|]{0,12}"  # a sign that was lost on the way leaves a question mark
)
# buttons of a page before the first label of its line: [字号 大 中 小]
_BUTTONS = re.compile("(?:[\\[【][ 　]{0,8}(?:字[号体]|打印|收藏|关闭)[^\\]】\n]{0,12}[\\]】][ 　]{0,8}){1,4}")
_TIMES = ("时间", "日期", "時間")
_DAY = re.compile("[0-9]|[一二三四五六七八九十〇○零]{2}")
LABELS = 3  # cells of a row of labels, at least
_OWN_LABELS = ("索引", "信息索引", "公开", "发布机", "发文机", "发文单", "发布单")
AMID = 3  # rows with labels that we do not know, before one that we do
TABLE_ROWS = 4  # rows below its head that tell a table
GRID_ROWS = 2  # so many at least, of one that is marked up
_COLON = re.compile("[：:]")
_RULE_CELLS = re.compile("[-:| 　]{3,200}")
_FIGURE_CELL = re.compile("\\|[ 　]{0,8}[-+]?[0-9][0-9,.]{0,15}[%％]?[ 　]{0,8}(?=\\||$)")
_CELL_GAP = re.compile("\\t|[ 　]{4,}")


def starts_label(lines: Lines, text: str) -> bool:
    """Whether a line begins with a label of a site's table."""
    first = _first_label(lines, text)
    return first is not None and first.start <= LABEL_MARK


def metadata_kind(lines: Lines, text: str) -> str | None:
    """``row`` for a line of labels and values, ``pending`` for a label whose value stands on the next line."""
    found = lines.metadata.find(text, only=KNOWN_LABELS) if len(text) <= 600 else []
    if not found or (
        found[0].start > LABEL_MARK
        and not _PAGE_TIME.fullmatch(text, 0, found[0].start)
        and not _BUTTONS.fullmatch(text, 0, found[0].start)
        and not ((len(found) > 1 or "|" in text) and _OTHER_LABEL.fullmatch(text, 0, found[0].start))
    ):
        return None
    last = found[-1]
    spaced = "|" not in text and all(one.rule == "metadata.spaced" for one in found)
    firm = len(found) > 1 or not spaced
    rest = text[last.end :].strip(" 　:：|")
    if spaced and len(found) > 1 and _CELL_GAP.search(text[last.end :].strip()):
        return None  # 日期	时间	内容	地点: no label has several values
    if not firm and len(_CELL_GAP.findall(text)) > 1:
        return None  # the header of a table, whose first column has a label's name
    if not firm and (len(text) > VALUE_LENGTH or not rest or PROSE.search(text)):
        return "pending" if not rest and len(found) == 1 and _pending_label(lines, last) else None
    return "pending" if not rest and len(found) == 1 and _pending_label(lines, last) else "row"


def takes_value(lines: Lines, i: int, below: str) -> bool:
    """Whether the line below can hold the value of the label on line ``i``: that of a day, a time or a number has a figure, and the
    number of a document is the value of no other label."""
    label = _first_label(lines, lines.text(i)) if i >= 0 else None
    name = label.group("name") or "" if label is not None else ""
    cue = lines.zones.match(below)
    if cue is not None and cue.label == "number" and name not in lines.metadata.words["document_number"]:
        return False
    return not (name.endswith(_TIMES) or name in lines.metadata.words["size"]) or bool(_DAY.search(below))


def heads_table(lines: Lines, i: int) -> bool:
    """Whether a row whose first cell has a label's name (名称 | 数量 | 备注) is the head of a table: it does not hold pairs, or
    figures stand under it; and no row under it begins with a label."""
    if lines[i].grid is not None:
        return _heads_grid(lines, i)
    text = lines.text(i)
    bars = text.strip("| 　").count("|")
    if not bars or len(lines.metadata.find(text, only=KNOWN_LABELS)) != 1 or _COLON.search(text):
        return False
    below: list[str] = []
    for j in range(i + 1, min(i + 1 + TABLE_ROWS, len(lines))):
        row = lines.text(j)
        if lines[j].gap or row.strip("| 　").count("|") != bars:
            break
        if not _RULE_CELLS.fullmatch(row):
            below.append(row)
    if not below or any(starts_label(lines, row) for row in below):
        return False
    return bars % 2 == 0 or any(_FIGURE_CELL.search(row) for row in below)


def _heads_grid(lines: Lines, i: int) -> bool:
    """The same of the first row of a table that is marked up or was found on a page: labels stand beside each other in it (文号, 文件名称,
    发布日期), or are odd in number, or the row under it begins with a number or a day."""
    place = lines[i].grid
    if place is None or place[1]:
        return False
    names = [squeeze(lines.text(i)[a:b]) for a, b in cells(lines.text(i), 0, len(lines.text(i)))]
    below: list[str] = []
    for j in range(i + 1, min(i + 1 + TABLE_ROWS, len(lines))):
        row = lines[j].grid
        if row is None or row[0] != place[0]:
            break
        below.append(lines.text(j))
    if len(names) < LABELS or len(below) < GRID_ROWS or any(starts_label(lines, row) for row in below):
        return False
    is_paired = len(names) % 2 == 0 and not any(one in lines.labels and other in lines.labels for one, other in pairwise(names))
    return not is_paired or below[0][0].isdigit()


def heads_columns(lines: Lines, i: int) -> int:
    """How many lines a row of labels takes with the one row of values under it: 2, 3 with a rule of Markdown between; 0 where the row is
    something else. Its cells are labels alone, one of them a site's own (索引号, 公开方式, who issued)."""
    names = [squeeze(lines.text(i)[a:b]) for a, b in cells(lines.text(i), 0, len(lines.text(i)))]
    if len(names) < LABELS or not all(name in lines.labels for name in names):
        return 0
    if not any(name.startswith(_OWN_LABELS) for name in names):
        return 0
    first = i + 2 if i + 1 < len(lines) and _RULE_CELLS.fullmatch(lines.text(i + 1)) else i + 1
    counts = [len(cells(lines.text(j), 0, len(lines.text(j)))) for j in range(first, min(first + 2, len(lines)))]
    alone = counts[:1] == [len(names)] and counts[1:] != [len(names)] and not starts_label(lines, lines.text(first))
    return first + 1 - i if alone else 0


def labels_behind(lines: Lines, text: str) -> int | None:
    """Where a site's labels begin behind the number of the notice (岚水发〔2023〕12号　发布日期：…); null where none do."""
    first = _first_label(lines, text) if len(text) <= VALUE_LENGTH else None
    if first is None or first.start <= LABEL_MARK:
        return None
    cue = lines.zones.match(text[: first.start].rstrip(" 　\t|"))
    return first.start if cue is not None and cue.label == "number" else None


def _first_label(lines: Lines, text: str) -> Match | None:
    return lines.metadata.first(text, only=KNOWN_LABELS)


def _pending_label(lines: Lines, match: Match) -> bool:
    """Whether the value of a label is to come: a counter without a figure is empty."""
    return match.group("name") not in lines.metadata.words["counter"]


def is_other_row(lines: Lines, i: int, above: Role | None) -> bool:
    """Whether a line is a row of a site's table under a label that we do not know: it stands among rows that we do know, or
    among others with bullets."""
    if above == "metadata" and lines[i].gap == 0 and _OTHER_CELLS.fullmatch(lines.text(i)):
        return True
    if above == "metadata" and _is_within_grid(lines, i):
        return True
    row = _OTHER_ROW.fullmatch(lines.text(i))
    if row is None or lines[i].grid is not None:
        return False
    if lines.label(i) == "recipients" and not row["bullet"] and not (above == "metadata" and _is_amid(lines, i)):
        return False  # 各有关单位：
    if above == "metadata" and (lines[i].gap == 0 or row["bullet"]):
        return True
    below = _OTHER_ROW.fullmatch(lines.text(i + 1)) if i + 1 < len(lines) else None
    return bool(row["bullet"] and row["value"] and below is not None and below["bullet"])


def _is_within_grid(lines: Lines, i: int) -> bool:
    """Whether a row of pairs stands between two rows of one table that begin with a site's labels."""
    place, above = lines[i].grid, lines[i - 1].grid
    if place is None or above is None or place[0] != above[0] or len(cells(lines.text(i), 0, len(lines.text(i)))) % 2:
        return False
    below = range(i + 1, min(i + 1 + AMID, len(lines)))
    return any((row := lines[j].grid) is not None and row[0] == place[0] and starts_label(lines, lines.text(j)) for j in below)


def _is_amid(lines: Lines, i: int) -> bool:
    """Whether rows of a site's table go on right below a line: nobody is addressed there (所属机构：岚川市水务局)."""
    for j in range(i + 1, min(i + 1 + AMID, len(lines))):
        if lines[j].gap or not _OTHER_ROW.fullmatch(lines.text(j)):
            return False
        if starts_label(lines, lines.text(j)):
            return True
    return False


def is_upload_date(lines: Lines, i: int) -> bool:
    """Whether a date is the site's own: a bare 2018-05-03, as no document is dated, or one beside the page's source or counter."""
    if lines[i].bullet and i + 1 < len(lines) and lines[i + 1].bullet:
        return True  # a row of a site's list
    if not _NUMERIC_DATE.match(lines.text(i)):
        return False
    if _UPLOADED.fullmatch(lines.text(i)):
        return True
    names = (*lines.metadata.words["source"], *lines.metadata.words["counter"])
    for j in (i - 1, i + 1):
        first = _first_label(lines, lines.text(j)) if 0 <= j < len(lines) else None
        if first is not None and first.start <= 2 and first.group("name") in names:
            return True
    return False


def is_source_row(lines: Lines, i: int, *, timed: bool = True) -> bool:
    """Whether a short line below the text says where or when the page was put up: 来源：…, （发布时间：…）. ``timed``: by a time alone."""
    if len(lines.text(i)) > VALUE_LENGTH or metadata_kind(lines, lines.text(i)) != "row":
        return False
    words = lines.metadata.words
    first = _first_label(lines, lines.text(i))
    return first is not None and first.group("name") in (
        *words["source"],
        *words["counter"],
        *words["editors"],
        *(words["published"] if timed else ()),
    )
