"""Zones: what each line is within the notice (版头, 主体, 版记, 附件; GB/T 9704-2012, 7.1) and within a web page around it.

A cascade in reading order, each step narrowing what is left: page rubbish and metadata, title, recipients, body, signature
and date, list of attachments, annexes, printing block. Cues are shapes of single lines (``grammars/zones.toml``); here is
the order in which they may stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.grammar import Field, Grammars, Match
from notice_parser.layout.document import Role, Zone
from notice_parser.layout.physical import PhysicalLine
from notice_parser.text.width import squeeze

__all__ = ["Piece", "is_border", "zone_lines"]

TITLE_LINES = 6  # a title rarely takes more than four lines; six leaves room for joint issuers
HEAD_LINES = 4  # lines between letterhead or number and title that may be labels of the notice's own
COPY = 8  # first characters that a cut-off copy of a title shares with it
HEADLINE = 6  # characters that a headline has at least
TITLE_GAP = 3  # blank lines that may stand within a title on a web page
SIGNATURE_LINES = 14  # orders of many ministries
RECIPIENTS_BARE = 60  # recipients without a colon: a short line
CLOSING_INDENT = 12  # columns from which a line is set to the right
MEETING = 3  # lines within which time, place and chair of a meeting stand
LABEL_MARK = 2  # a bullet and a blank, or a bracket, may stand before a label
SECTION_ROW = 30  # characters of a full-width row in a table
SITE_LINES = 80  # menus above the path to a page
VALUE_LENGTH = 120  # a metadata value on its own line

KNOWN_LABELS = ("metadata.bracketed", "metadata.colon", "metadata.spaced")

# cues that open the body, where no menu of a site stands around them
_BODY_OPENS = ("contents", "recipients", "attachments", "attachments_label", "annex_mark", "imprint")

_PROSE = re.compile("。[^”’）)》]|。$|；$|[，,][^，,。]{2,}[，,]")
_SENTENCE_END = re.compile("[。！？；：:!?;]$")
_DATE_TAIL = re.compile(
    "(?:编印|编|主办)?[ 　\t]{0,40}(?P<date>(?:(?:19|20)[0-9]{2}|[一二三四五六七八九〇○零OＯ0]{4})[ ]?年[ ]?(?:[0-9]{1,2}"
    "|[元一二三四五六七八九十]{1,3})[ ]?月[ ]?(?:[0-9]{1,2}|[一二三四五六七八九十廿]{1,3})[ ]?日)[ 　]{0,80}$"
)
_BRACKET_HEAD = re.compile("[（(](?P<inner>[^（）()\n]{4,60}(?:[（(][0-9]{4}[）)][^（）()\n]{0,10})?)[）)][ 　]{0,10}(?=[^\\s。，；：])")
_LIST_ITEM = re.compile(
    "[0-9０-９]{1,2}[ ]?[.．、:：]|[0-9]{1,2}[ ](?=[^\\s0-9])"
    "|附[ ]?[件表录][ ]?[0-9一二三四五六七八九十]{1,3}|[（(](?:19|20)[0-9]{2}|[（(][0-9]{1,2}[）)]"
)
_ENTRY_NUMBER = re.compile("(?:^|[：:][ 　]{0,4})(?P<number>[0-9]{1,2})[ ]?[.．、](?![0-9])")
_LEADING = re.compile("^(?:[●■◆▲★○◇□•·-]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])*")
_BULLET = re.compile("[•·▪][ 　]{0,4}(?=[^ 　])")
_FILE = re.compile("\\[[^\\[\\]]{2,200}\\]\\(|[^。，]{2,120}\\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar)$")
_CITED = re.compile("《([^《》\n]{4,100})》")
_HANDED = re.compile("[转轉][发發]|批[转轉]|印[发發]|公布|[发發]布")
_NOTE = re.compile("(?:注|备注|说明|注释)[：:]|注[0-9一二三四五六]?[.、：:]")
_NOTE_ITEM = re.compile("[0-9]{1,2}[.．、]|[（(]")
_MARKER = re.compile(
    "[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]"
    "|第[一二三四五六七八九十百零〇0-9]{1,5}[章节条编]|[0-9]{1,2}[.．、][^0-9]"
)

# a line of a title that cannot end here: what it joins stands on the next
_DANGLING = re.compile("[、和与與及或的对對][ 　]*$")
_NUMERIC_DATE = re.compile("(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}")
_REPRINTS = re.compile("(?:全文|原文)(?:内容)?(?:如下)?[：:]$")
_PRINTED = re.compile("[0-9〇○零一二三四五六七八九十年月日 　]{8,20}印[发制刷]?$")
_UPLOADED = re.compile("(?:19|20)[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}")
_FIGURE_CELL = re.compile("(?:^|\t)[-+]?[0-9][0-9,.]{0,15}[%％]?(?=\t|$)")
# a label that we do not know, before others that we do
_OTHER_LABEL = re.compile("[^：:，。；|]{2,8}[：:][ |]{0,4}[^，。；]{0,60}?[ 　\t|]{1,20}")
# a row of a site's table whose label we do not know; a sentence, a party to a decision or a list of ours is none
_OTHER_ROW = re.compile(
    "(?P<bullet>[•·▪][ 　]{0,4})?(?!附|抄|主送|注|当事人|被?申请人|被处罚|法定代表|负责人|住所|联系|时间|地点|下载|打印|分享|收藏)"
    "[\u3400-\u9fff]{2,8}[ ]?[：:][ \t　|]{0,8}(?P<value>[^，。；！？：:|]{0,40})[ \t|]{0,8}"
    "(?:[\u3400-\u9fff]{2,8}[ ]?[：:][^，。；]{0,60})?"
)
# the time at which a page was put up, before the first label of its line
_PAGE_TIME = re.compile(
    "(?:19|20)[0-9]{2}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}日?(?:[ ]{1,4}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?[ 　\t|]{0,12}"
)
# a line that goes on with the path to the page
_PATH_GOES_ON = re.compile("[>＞»›][^\n。]{1,120}")
# the tail of a title, whose beginning stands on the line above
_TITLE_TAIL = re.compile("的|[（(][^（）()\n]{1,20}[）)]的?")
_OPENS, _CLOSES = re.compile("[（(《〔]"), re.compile("[）)》〕]")
# what a letter says of the one that it answers
_ANSWERS = re.compile("[你贵您]|(?:[^。\n]{0,100}(?:收悉|悉))")
_CELL_GAP = re.compile("\\t|[ 　]{4,}")
_RULE = re.compile(":?-{3,}:?(?:[ ]{0,9}\\|[ ]{0,9}:?-{3,}:?){1,60}")


class Piece(NamedTuple):
    """A part of a physical line (mostly the whole), with what it is."""

    line: int
    start: int
    end: int
    zone: Zone
    role: Role


def is_border(text: str, zones: Field) -> bool:
    """Whether a line, by its own shape alone, is not the continuation of the one before it."""
    match = zones.match(text)
    return match is not None and match.label not in ("recipients", "recipients_bare")


def zone_lines(lines: Sequence[PhysicalLine], grammars: Grammars, files: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """Every line with its zone and role, in order; a line that holds two things is cut in two. ``files``: the words of links to files."""
    return _Zoner(lines, grammars, files).run()


def _rows_by_neighbours(lines: Sequence[PhysicalLine]) -> frozenset[int]:
    """Rows of tables that only their neighbours tell: full-width rows among rows of tabs, and rows beside a rule of pipes."""
    rows: set[int] = set()
    for i in range(1, len(lines) - 1):
        above, line, below = lines[i - 1].text, lines[i], lines[i + 1]
        if line.gap or below.gap or "\t" in line.text or len(line.text) > SECTION_ROW or _SENTENCE_END.search(line.text):
            continue
        # a caption between two tables has a header under it, and that holds no figure
        if (
            below.text.count("\t") > 1
            and _FIGURE_CELL.search(below.text)
            and (above.count("\t") > 1 or (i - 1 in rows and "\t" not in above))
        ):
            rows.add(i)
    for i, line in enumerate(lines):
        if "|" in line.text and i and i not in rows and _RULE.fullmatch(line.text) and lines[i - 1].text.count("|") == line.text.count("|"):
            rows.update((i - 1, i))
            end = i + 1
            while end < len(lines) and not lines[end].gap and lines[end].text.count("|") == line.text.count("|"):
                rows.add(end)
                end += 1
    return frozenset(rows)


class _Zoner:
    """Holds the lines and their cues while the cascade goes down them. ``at`` is the next line to place."""

    def __init__(self, lines: Sequence[PhysicalLine], grammars: Grammars, files: frozenset[str]) -> None:
        self.lines = lines
        self.files = files
        self.zones = grammars["zones"]
        self.metadata = grammars["metadata"]
        self.kinds = grammars["kind"]
        self.titles = grammars["title"]
        self.cues: list[Match | None] = [self.cue_of(line.text) for line in lines]
        for i in range(len(lines) - 1):
            below = self.cues[i + 1]
            if self.label(i) == "agency" and below is not None and below.label == "imprint" and _PRINTED.match(lines[i + 1].text):
                self.cues[i] = below  # 印发机关, its date on the line below
        self.pieces: list[Piece] = []
        self.at = 0
        self.rows = _rows_by_neighbours(lines)

    # -- small questions

    def cue_of(self, text: str) -> Match | None:
        """The cue of a line; of a list item its own, or that of a site's button without the bullet."""
        cue = self.zones.match(text)
        if cue is None and (bullet := _BULLET.match(text)) is not None:
            bare = self.zones.match(text[bullet.end() :])
            return bare if bare is not None and bare.label == "site" else None
        return cue

    def text(self, i: int) -> str:
        return self.lines[i].text

    def label(self, i: int) -> str | None:
        cue = self.cues[i] if 0 <= i < len(self.lines) else None
        return cue.label if cue else None

    def put(self, i: int, zone: Zone, role: Role, start: int = 0, end: int | None = None) -> None:
        end = len(self.text(i)) if end is None else end
        if start < end:
            self.pieces.append(Piece(i, start, end, zone, role))

    def is_prose(self, i: int) -> bool:
        text = self.text(i)
        return bool(_PROSE.search(text)) or (len(text) > 30 and bool(_SENTENCE_END.search(text)))

    def is_table(self, i: int) -> bool:
        text = self.text(i)
        return self.lines[i].grid is not None or "\t" in text or text.count("|") >= 2 or text.endswith("|") or i in self.rows

    # -- the cascade

    def run(self) -> tuple[Piece, ...]:
        top_end = self.place_top()
        self.at = top_end
        self.place_recipients()
        self.place_body()
        return tuple(self.pieces)

    # -- above the body

    def place_top(self) -> int:
        """Places everything above recipients and body; returns the first line of those."""
        roles: dict[int, tuple[Zone, Role]] = {}
        candidates: list[int] = []
        pending = beside = False  # beside: the block's labels have their values on the same line, so an empty one is blank
        path = self.path_line()
        reprint = self.reprint_line()
        i = 0
        while i < len(self.lines):
            line, label, text = self.lines[i], self.label(i), self.text(i)
            if i < reprint or (i < path and (self.is_table(i) or self.is_prose(i) or _SENTENCE_END.search(text) or label in _BODY_OPENS)):
                roles[i] = ("site", "site")
            elif line.front:
                roles[i] = ("site", "metadata")
            elif (
                pending
                and line.grid is None
                and label in (None, "date", "number", "agency", "mark")
                and len(text) <= VALUE_LENGTH
                and not self.starts_label(text)
            ):
                roles[i] = ("site", "metadata")
                pending = False
            elif label == "site" and line.grid is None:
                roles[i] = ("site", "site")
            elif label == "meeting" and self.in_meeting(i):
                roles[i] = ("head", "text")
            elif self.is_dated(i):
                roles[i] = ("head", "letterhead")
            elif (kind := self.metadata_kind(text)) is not None:
                roles[i] = ("site", "metadata")
                pending = kind == "pending" and line.grid is None and not (beside and line.gap == 0)
                beside = (kind == "row" and line.grid is None) or (beside and line.gap == 0)
                i += 1
                continue
            elif self.is_other_row(i, roles[i - 1][1] if i else None):
                roles[i] = ("site", "metadata")
            elif i and label != "site" and self.label(i - 1) == "site" and roles[i - 1][1] == "site" and _PATH_GOES_ON.fullmatch(text):
                roles[i] = ("site", "site")
            elif (head := self.head_below(i, candidates)) is not None:
                for j in range(i, head):
                    roles[j] = ("site", "metadata" if self.metadata_kind(self.text(j)) else "site")
                i = head
                continue
            elif line.grid is not None:
                break
            elif label in ("number", "issue"):
                roles[i] = ("head", "number")
            elif label == "date" and self.is_upload_date(i):
                roles[i] = ("site", "site")
            elif label == "date":
                roles[i] = ("head", "date")
            elif label in ("mark", "letterhead"):
                roles[i] = ("head", "mark" if label == "mark" else "letterhead")
            elif label == "remark":
                roles[i] = ("head", "remark")
            elif label == "annex_mark" and all(zone == "site" for zone, _ in roles.values()) and not self.lists_files(i):
                roles[i] = ("head", "annex_mark")  # the file is an attachment by itself: its title stands below
            elif label in _BODY_OPENS:
                break
            elif self.is_table(i) or (_MARKER.match(text) and not (text[0].isdigit() and self.is_kind(text))):
                break
            elif label == "recipients_bare" and candidates and i + 1 < len(self.lines) and self.is_prose(i + 1):
                break
            elif self.is_prose(i) or (_SENTENCE_END.search(text) and not self.is_kind(text)):
                break
            else:
                candidates.append(i)
                roles[i] = ("head", "letterhead" if label == "agency" else "text")
            if label != "site":
                pending = False
            i += 1
        end = i
        title, cut = self.find_title(candidates, end)
        self.place_head(roles, title, end, cut)
        return end if cut is None else cut[0]

    def is_upload_date(self, i: int) -> bool:
        """Whether a date is the site's own: a bare 2018-05-03, as no document is dated, or one beside the page's source or counter."""
        if not _NUMERIC_DATE.match(self.text(i)):
            return False
        if _UPLOADED.fullmatch(self.text(i)):
            return True
        names = (*self.metadata.words["source"], *self.metadata.words["counter"])
        for j in (i - 1, i + 1):
            first = self.first_label(self.text(j)) if 0 <= j < len(self.lines) else None
            if first is not None and first.start <= 2 and first.group("name") in names:
                return True
        return False

    def path_line(self) -> int:
        """The line with the path to the page (当前位置：…): what stands above it is the site's; 0 where there is none."""
        for i in range(min(len(self.lines), SITE_LINES)):
            cue = self.cues[i]
            if cue is not None and cue.rule == "zones.crumbs" and "位置" in self.text(i):
                return i
        return 0

    def reprint_line(self) -> int:
        """The line behind 全文如下：, with which a news page begins to reprint a notice; 0 where no whole title with its kind follows."""
        for i in range(min(len(self.lines) - 1, SITE_LINES)):
            if not _REPRINTS.search(self.text(i)):
                continue
            below = squeeze("".join(self.text(j) for j in range(i + 1, min(i + 1 + TITLE_LINES, len(self.lines))) if self.label(j) is None))
            first = squeeze(self.text(i + 1))
            kind = self.kinds.match(first)
            if (
                (kind is not None and kind.rule == "kind.statutory")
                or self.titles.match(below, only=("title.opened",))
                or self.whole_title(i + 1)
            ):
                return i + 1
        return 0

    def head_below(self, i: int, candidates: list[int]) -> int | None:
        """Where the head begins under lines of a site that could be taken for the body: a whole title with a statutory kind, its number
        or recipients right below, and no prose up to there."""
        text = self.text(i)
        opens_body = self.is_table(i) or _MARKER.match(text) or (_SENTENCE_END.search(text) and self.label(i) != "recipients")
        if not opens_body or self.is_prose(i) or any(self.is_statutory(self.text(j)) for j in candidates):
            return None
        for j in range(i + 1, min(i + SITE_LINES, len(self.lines) - 1)):
            if self.is_prose(j) or self.lines[j].grid is not None or self.label(j) in ("recipients", "date"):
                return None
            if self.label(j) is None and self.titles.match(squeeze(self.text(j))) is not None:
                return j if self.whole_title(j) else None
        return None

    def whole_title(self, i: int) -> bool:
        """Whether a title with a statutory kind begins on a line, and number or recipients stand right below it."""
        if self.label(i) is not None or self.titles.match(squeeze(self.text(i))) is None:
            return False
        for last in range(i, min(i + TITLE_LINES, len(self.lines) - 1)):
            if self.is_statutory("".join(self.text(k) for k in range(i, last + 1))):
                return self.label(last + 1) in ("number", "recipients")
        return False

    def is_statutory(self, text: str) -> bool:
        kind = self.kinds.match(squeeze(text))
        return kind is not None and kind.rule == "kind.statutory"

    def starts_label(self, text: str) -> bool:
        first = self.first_label(text)
        return first is not None and first.start <= LABEL_MARK

    def metadata_kind(self, text: str) -> str | None:
        """``row`` for a line of labels and values, ``pending`` for a label whose value stands on the next line."""
        found = self.metadata.find(text, only=KNOWN_LABELS) if len(text) <= 600 else []
        if not found or (
            found[0].start > LABEL_MARK
            and not _PAGE_TIME.fullmatch(text, 0, found[0].start)
            and not ((len(found) > 1 or "|" in text) and _OTHER_LABEL.fullmatch(text, 0, found[0].start))
        ):
            return None
        last = found[-1]
        firm = len(found) > 1 or found[0].rule != "metadata.spaced" or "|" in text
        rest = text[last.end :].strip(" 　:：|")
        if not firm and len(_CELL_GAP.findall(text)) > 1:
            return None  # the header of a table, whose first column has a label's name
        if not firm and (len(text) > VALUE_LENGTH or not rest or self.is_prose_text(text)):
            return "pending" if not rest and len(found) == 1 and self.pending_label(last) else None
        return "pending" if not rest and len(found) == 1 and self.pending_label(last) else "row"

    def first_label(self, text: str) -> Match | None:
        return self.metadata.first(text, only=KNOWN_LABELS)

    def is_other_row(self, i: int, above: Role | None) -> bool:
        """Whether a line is a row of a site's table under a label that we do not know: it stands among rows that we do know, or
        among others with bullets."""
        row = _OTHER_ROW.fullmatch(self.text(i))
        if row is None or self.lines[i].grid is not None or (self.label(i) == "recipients" and not row["bullet"]):
            return False
        if above == "metadata" and (self.lines[i].gap == 0 or row["bullet"]):
            return True
        below = _OTHER_ROW.fullmatch(self.text(i + 1)) if i + 1 < len(self.lines) else None
        return bool(row["bullet"] and row["value"] and below is not None and below["bullet"])

    def in_meeting(self, i: int) -> bool:
        """Whether 时间： is a meeting's: its place or chair stands next to it."""
        return any(self.label(j) == "meeting" for j in range(max(0, i - MEETING), min(len(self.lines), i + MEETING + 1)) if j != i)

    def is_dated(self, i: int) -> bool:
        """Whether a line holds a body's name and a date, as under the head of a bulletin."""
        text = self.text(i)
        tail = _DATE_TAIL.search(text) if text.rstrip().endswith("日") else None
        return (
            tail is not None and tail.start() > 0 and self.zones.match(text[: tail.start()].strip(), only=("zones.body_line",)) is not None
        )

    def put_dated(self, i: int, zone: Zone, role: Role) -> None:
        """Such a line, cut in two."""
        text = self.text(i)
        tail = _DATE_TAIL.search(text)
        assert tail is not None
        self.put(i, zone, role, 0, len(text[: tail.start()].rstrip()))
        self.put(i, zone, "date", tail.start("date"), tail.end("date"))

    def is_prose_text(self, text: str) -> bool:
        return bool(_PROSE.search(text))

    def pending_label(self, match: Match) -> bool:
        return match.group("name") not in self.metadata.words["counter"]

    def is_kind(self, text: str) -> bool:
        return self.kinds.match(squeeze(text)) is not None

    def find_title(self, candidates: list[int], end: int) -> tuple[list[int], tuple[int, int] | None]:
        """The lines of the title among the candidates; or, where title and body share a line, that line and the cut in it."""
        runs: list[list[int]] = []
        for i in candidates:
            if runs and i - runs[-1][-1] == 1 and self.lines[i].gap <= TITLE_GAP and not self.lines[i].front:
                runs[-1].append(i)
            else:
                runs.append([i])
        for run in reversed(runs):
            ends = [i for i in run if self.is_kind(self.text(i)) and self.label(i) != "agency"]
            if ends:
                return self.grow_title(run, self.last_of_title(ends)), None
        if end < len(self.lines) and (cut := self.title_in_prose(end)):
            return [], (end, cut)
        rest = [
            i for i in candidates if self.label(i) != "agency" and len(squeeze(self.text(i))) >= HEADLINE and self.text(i)[0] not in "（("
        ]
        if rest and end < len(self.lines):
            return self.headline(rest), None
        return [], None

    def last_of_title(self, ends: list[int]) -> int:
        """The last line that can end a title; a short one that names no kind (项目概况) under a whole title is the body's first heading."""
        last = ends[-1]
        rule = self.kinds.match(squeeze(self.text(last)))
        above = [
            i
            for i in ends[:-1]
            if last - i == 1 and (kind := self.kinds.match(squeeze(self.text(i)))) is not None and kind.rule != "kind.none"
        ]
        if rule is not None and rule.rule == "kind.none" and above and len(squeeze(self.text(last))) < HEADLINE:
            return above[-1]
        return last

    def headline(self, rest: list[int]) -> list[int]:
        """A title without a kind word: the longest line above the body; the last of equals."""
        best = max(rest, key=lambda i: (len(squeeze(self.text(i))), i))
        return [best]

    def grow_title(self, run: list[int], last: int) -> list[int]:
        """The title's lines: from its last line up, as long as the one below cannot stand alone."""
        first = run.index(last)
        title = [last]
        while first > 0 and len(title) < TITLE_LINES:
            above = run[first - 1]
            joined = squeeze("".join(self.text(i) for i in title))
            agency = self.label(above) == "agency"
            match = self.titles.match(joined)
            whole = match is not None and match.label == "whole" and not _DANGLING.search(self.text(above))
            if (
                whole
                and not self.is_unfinished(above, joined)
                and not (agency and (self.titles.match(joined, only=("title.opened",)) or self.is_joint(above, title[0], joined)))
            ):
                break
            if self.is_kind(self.text(above)) and not agency and len(joined) >= 8 and not self.is_tail(joined):
                break
            if squeeze(self.text(above)) == joined or joined.startswith(squeeze(self.text(above))[:COPY]):
                break
            if agency and not whole and len(joined) >= HEADLINE and (self.label(last + 1) == "issue" or self.lines[title[0]].gap):
                break  # who gives a bulletin out, above its name; a letterhead
            title.insert(0, above)
            first -= 1
        return title

    def is_tail(self, joined: str) -> bool:
        """Whether what there is of a title cannot be its beginning: a bracket and 的, or a bracket closed that was opened above."""
        first = _CLOSES.search(joined)
        return bool(_TITLE_TAIL.match(joined)) or (first is not None and not _OPENS.search(joined, 0, first.start()))

    def is_unfinished(self, above: int, joined: str) -> bool:
        """Whether the line above breaks off within the title: …转发省水利厅等部门, or …关于 at its end."""
        text = squeeze(self.text(above))
        if self.is_kind(text) or self.label(above) is not None or text[:8] in joined or text.endswith("》"):
            return False
        return self.titles.match(text, only=("title.broken_off",)) is not None

    def is_joint(self, above: int, below: int, joined: str) -> bool:
        """Whether bodies' names right above a title that itself begins with one are its first issuers, not a letterhead."""
        return self.lines[below].gap == 0 and squeeze(self.text(above)) not in joined and self.label(above - 1) != "letterhead"

    def title_in_prose(self, i: int) -> int | None:
        """Where a title ends that shares its line with the body: behind its kind word, before recipients or text."""
        text = self.text(i)
        if _MARKER.match(text):
            return None
        head = re.match(
            "[^。；：:，,\n]{6,160}?的(?:通知|通报|通告|公告|函|复函|批复|意见|报告|请示|决定)(?=各|[（(]|[ 　]"
            "|(?:[^\\s，。；]{2,30}[：:]))",
            text,
        )
        if head is None or not self.titles.match(squeeze(head.group())):
            return None
        return head.end()

    def place_head(self, roles: dict[int, tuple[Zone, Role]], title: list[int], end: int, cut: tuple[int, int] | None) -> None:
        """Writes the roles of the lines above the body: what stands above the head is the site's."""
        wanted = squeeze("".join(self.text(i) for i in title))
        head = [i for i in range(end) if i in title or (i in roles and roles[i][0] == "head" and roles[i][1] != "text")]
        first = min(title, default=end)
        # the head begins at the letterhead or number that leads to the title without the site's lines in between
        begin = first
        for i in range(first - 1, -1, -1):
            if i in head:
                begin = i
            above = roles[i][1] if i in roles and i not in head else None
            if (title and above == "site") or (first - i > HEAD_LINES and above == "metadata"):
                break
        for i in range(end):
            zone, role = roles.get(i, ("head", "text"))
            if i in title:
                self.put(i, "head", "title")
            elif zone == "site":
                self.put(i, zone, role)
            elif role == "letterhead" and self.is_dated(i):
                self.put_dated(i, zone, role)
            elif i < begin and title:
                self.put(i, "site", "title" if self.is_copy(i, wanted) else role if role in ("number", "date") else "site")
            else:
                self.put(i, "head", role)
        if cut is not None:
            self.put(cut[0], "head", "title", 0, cut[1])
            self.after_cut = cut[1]

    after_cut = 0

    def is_copy(self, i: int, title: str) -> bool:
        text = squeeze(self.text(i))
        return bool(title) and len(text) >= 8 and (text in title or title in text)

    # -- recipients

    def place_recipients(self) -> None:
        i, start = self.at, self.after_cut
        while i < len(self.lines) and start == 0 and self.label(i) in ("site", "remark"):
            self.put(i, "site", "site")
            i += 1
            self.at = i
        if i >= len(self.lines):
            return
        text = self.text(i)
        self.readdress(i)
        start, cue = self.head_bracket(i, start)
        cue = self.zones.match(text, start, len(text), only=("zones.recipients",)) if start or self.label(i) == "recipients" else None
        if cue is not None and not _MARKER.match(text[start:]):
            colon = cue.span_of("colon")
            assert colon is not None
            self.put(i, "body", "recipients", start, colon[1])
            rest = colon[1] + len(text[colon[1] :]) - len(text[colon[1] :].lstrip())
            self.put(i, "body", "text", rest)
            self.at = i + 1
        elif start:
            start += len(text[start:]) - len(text[start:].lstrip())
            self.put(i, "body", "text", start)
            self.at = i + 1
        elif (
            self.label(i) == "recipients_bare"
            and len(text) <= RECIPIENTS_BARE
            and self.pieces
            and i + 1 < len(self.lines)
            and self.is_prose(i + 1)
        ):
            self.put(i, "body", "recipients")
            self.at = i + 1

    def readdress(self, i: int) -> None:
        """A body's name alone under the title, before a text that speaks to it (你局…收悉), is its recipient: the colon was left out."""
        if not self.pieces or self.label(i) == "recipients" or not self.is_prose(i) or not _ANSWERS.match(self.text(i)):
            return
        last = self.pieces[-1]
        if last.role == "letterhead" and any(
            piece.role == "title" and piece.line < last.line for piece in self.pieces if piece.zone == "head"
        ):
            self.pieces[-1] = last._replace(zone="body", role="recipients")

    def head_bracket(self, i: int, start: int) -> tuple[int, None]:
        """A bracket with number or date that opens the body's first line: (1985年5月4日岚政〔1985〕38号)　根据…"""
        text = self.text(i)
        lead = len(text[start:]) - len(text[start:].lstrip())
        bracket = _BRACKET_HEAD.match(text, start + lead)
        if bracket and (cue := self.zones.match(bracket.group().strip())) and cue.label in ("number", "date"):
            end = start + lead + len(bracket.group().rstrip())
            self.put(i, "head", "number" if cue.label == "number" else "date", start + lead, end)
            return bracket.end(), None
        return start, None

    # -- body, signature, annexes

    def place_body(self) -> None:
        n = len(self.lines)
        closing = self.find_closing(self.at, n)
        mark = self.find_annex_mark(self.at, n, closing)
        printed = self.find_printed_text(self.at, n if mark is None else mark)
        if printed is not None and (closing is None or printed <= closing[0]):
            closing, mark = None, printed
        if closing is not None and (mark is None or closing[1] <= mark):
            first, last = closing
            self.place_text(self.at, first)
            self.place_signature(first, last)
            self.place_after(last)
        else:
            end = n if mark is None else mark
            self.place_text(self.at, end)
            self.place_after(end)

    def find_closing(self, begin: int, n: int) -> tuple[int, int] | None:
        """Signature and date as [first, last): the first date alone on its line that closes what is above it."""
        for i in range(begin, n):
            text = self.text(i)
            if self.is_table(i):
                continue
            if self.label(i) == "date" and not text.startswith(("(", "（")):
                first = self.signature_start(begin, i)
                if (
                    first < i
                    or self.lines[i].indent >= CLOSING_INDENT
                    or self.ends_sentence(i - 1)
                    or self.is_last(i, n)
                    or self.listed_before(i)
                ):
                    return first, i + 1
            elif self.is_dated(i):
                return self.signature_start(begin, i), i + 1
        return self.signature_only(begin, n)

    def listed_before(self, i: int) -> bool:
        """Whether a list of attachments stands right above: its last entry needs no full stop."""
        return any(self.label(j) in ("attachments", "attachments_label") for j in range(max(0, i - 8), i))

    def ends_sentence(self, i: int) -> bool:
        return i >= 0 and bool(re.search("[。！!？]”?$", self.text(i)))

    def is_last(self, i: int, n: int) -> bool:
        return all(self.label(j) in ("site", "imprint", "remark", "contact") for j in range(i + 1, n))

    def signature_start(self, begin: int, i: int) -> int:
        """The first of the signature's lines above line ``i``."""
        first = i
        while first - 1 >= begin and i - first < SIGNATURE_LINES and self.is_signature(first - 1):
            first -= 1
        return first

    def is_signature(self, i: int) -> bool:
        text = self.text(i)
        if self.is_table(i) or _SENTENCE_END.search(text):
            return False
        return self.label(i) in ("agency", "signer")

    def signature_only(self, begin: int, n: int) -> tuple[int, int] | None:
        """A signature without a date: bodies' names on the last lines, behind a finished sentence or a list of attachments."""
        last = n
        while last > begin and self.label(last - 1) in ("site", "imprint", "remark", "contact"):
            last -= 1
        first = last
        while first - 1 >= begin and self.is_signature(first - 1):
            first -= 1
        if first in (last, begin) or self.is_table(first - 1):
            return None
        return (first, last) if self.ends_sentence(first - 1) or self.listed_before(first) else None

    def find_annex_mark(self, begin: int, n: int, closing: tuple[int, int] | None) -> int | None:
        """The first mark of an annex; before the signature, a bare 附件 with a list under it is the list's label."""
        for i in range(begin, n):
            if self.label(i) == "annex_mark" and not (closing is not None and i < closing[0]) and not self.lists_files(i):
                return i
        return None

    def find_printed_text(self, begin: int, n: int) -> int | None:
        """Where the text begins that an unsigned notice prints: its title alone on a line below the sentence that names it in 《》,
        and under that title recipients of its own."""
        cited: set[str] = set()
        for i in range(begin, n):
            text = self.text(i)
            if self.is_table(i):
                return None
            if cited and self.label(i + 1) == "recipients" and squeeze(text) in cited:
                return i
            if self.is_prose(i) and _HANDED.search(text):
                cited.update(squeeze(found) for found in _CITED.findall(text))
        return None

    def lists_files(self, i: int) -> bool:
        """Whether links or file names stand under a bare 附件: a list of attachments, not an annexed text."""
        return i + 1 < len(self.lines) and bool(_FILE.match(self.text(i + 1)))

    def place_text(self, begin: int, end: int) -> None:
        """The body between recipients and signature: prose, tables, contents, the list of attachments."""
        i = begin
        contents = _Contents()
        while i < end:
            if contents.takes(self, i):
                self.put(i, "body", "contents")
            elif self.label(i) in ("attachments", "attachments_label", "annex_mark"):
                i = self.place_attachments(i, end)
                continue
            else:
                self.put_line(i, "body")
            i += 1

    def put_line(self, i: int, zone: Zone) -> None:
        """A line of body or annex that is neither signature nor list of attachments."""
        label = self.label(i)
        if self.is_table(i):
            self.put(i, zone, "table")
        elif self.is_note(i):
            self.put(i, zone, "note")
        elif label == "site":
            self.put(i, "site", "site")
        elif label == "remark" and zone == "body":
            self.put(i, zone, "remark")
        elif label == "imprint":
            self.put(i, "imprint", "imprint")
        elif label == "annex_mark":
            self.put(i, zone, "annex_mark")
        else:
            self.put(i, zone, "text")

    def is_note(self, i: int) -> bool:
        """A note under a table: 注：…, and the numbered lines below it."""
        before = self.pieces[-1].role if self.pieces else None
        if _NOTE.match(self.text(i)):
            return before in ("table", "note")
        return before == "note" and bool(_NOTE_ITEM.match(self.text(i)))

    def place_attachments(self, i: int, end: int) -> int:
        """附件说明: its first line and the entries below it. Returns the first line behind it."""
        label = self.label(i)
        follows = i + 1 < end and (bool(_LIST_ITEM.match(self.text(i + 1))) or self.lists_files(i))
        if label != "attachments" and not follows:
            rest = [j for j in range(i + 1, end) if self.label(j) != "site"]
            if label == "attachments_label" and (not rest or rest[0] != i + 1):
                self.put(i, "site", "site")  # the empty label of a page's template
                return i + 1
            if label == "attachments_label" and self.label(i + 1) not in ("agency", "date", "signer") and not self.is_prose(i + 1):
                self.put(i, "body", "attachments")
                self.put(i + 1, "body", "attachments")
                return i + 2
            self.put(i, "body", "attachments" if label == "attachments_label" else "text")
            return i + 1
        if label == "attachments" and not self.closes_body(i, end):
            self.put(i, "body", "text")
            return i + 1
        self.put(i, "body", "attachments")
        i += 1
        while i < end and not self.is_table(i):
            text = self.text(i)
            if self.label(i) == "attachments" or _FILE.match(text) or (_LIST_ITEM.match(text) and not self.is_prose(i)):
                self.put(i, "body", "attachments")
            elif self.hangs(i, end) or self.comes_between(i, end):
                self.put(i, "body", "attachments")
            else:
                break
            i += 1
        return i

    def closes_body(self, i: int, end: int) -> bool:
        """Whether a list of attachments stands where it belongs: nothing but short lines between it and the end of the body."""
        below = range(i + 1, end)
        return not any(self.is_table(j) for j in below) and sum(self.is_prose(j) for j in below) <= 2

    def hangs(self, i: int, end: int) -> bool:
        """Whether a line goes on with the title of the entry above it: indented, short, no sentence, no signature."""
        line = self.lines[i]
        if self.label(i) in ("agency", "signer", "date", "site", "remark", "contact", "annex_mark", "imprint") or self.is_prose(i):
            return False
        return line.gap == 0 and line.indent >= 6 and len(line.text) <= 40 and i + 1 <= end and not _SENTENCE_END.search(line.text)

    def comes_between(self, i: int, end: int) -> bool:
        """Whether a short line stands between two entries with numbers that follow each other: the rest of the first one's title."""
        before, behind = _ENTRY_NUMBER.search(self.text(i - 1)), _ENTRY_NUMBER.match(self.text(i + 1)) if i + 1 < end else None
        if before is None or behind is None or self.is_prose(i) or len(self.text(i)) > SECTION_ROW:
            return False
        return self.label(i) in (None, "agency") and int(behind["number"]) == int(before["number"]) + 1

    def place_signature(self, first: int, last: int) -> None:
        for i in range(first, last):
            if self.label(i) == "date":
                self.put(i, "body", "date")
            elif self.is_dated(i):
                self.put_dated(i, "body", "signature")
            else:
                self.put(i, "body", "signature")

    def place_after(self, begin: int) -> None:
        """Behind the signature: remark, a late list of attachments, site rubbish, printing block; all else is annexed text."""
        i, n = begin, len(self.lines)
        annexed = in_imprint = False
        contents = _Contents()
        while i < n:
            label = self.label(i)
            if label == "imprint":
                self.put(i, "imprint", "imprint")
                in_imprint = True
                i += 1
                continue
            if in_imprint and not annexed_start(label) and label != "site" and self.imprint_goes_on(i):
                self.put(i, "imprint", "imprint")
                i += 1
                continue
            in_imprint = False
            if label == "site":
                self.put(i, "site", "site")
            elif not annexed and not self.is_table(i) and self.is_source_row(i):
                self.put(i, "site", "metadata")
            elif not annexed and label in ("remark", "contact"):
                self.put(i, "body", "remark")
            elif not annexed and self.is_file(i) and not self.is_prose(i) and not self.is_table(i):
                self.put(i, "body", "attachments")  # files to be fetched, listed below the text
            elif not annexed and (label == "attachments" or (label == "attachments_label" and i + 1 < n)) and not self.starts_annex(i):
                i = self.place_attachments(i, n)
                continue
            else:
                annexed = True
                if contents.takes(self, i):
                    self.put(i, "annex", "contents")
                else:
                    self.put_line(i, "annex")
            i += 1

    def is_source_row(self, i: int) -> bool:
        """Whether a short line below the text says where or when the page was put up: 来源：…, （发布时间：…）."""
        if len(self.text(i)) > VALUE_LENGTH or self.metadata_kind(self.text(i)) != "row":
            return False
        words = self.metadata.words
        first = self.first_label(self.text(i))
        return first is not None and first.group("name") in (*words["source"], *words["published"], *words["counter"])

    def is_file(self, i: int) -> bool:
        """Whether a line is a file's name, or a link to a file."""
        return bool(_FILE.match(self.text(i))) or (bool(self.files) and squeeze(self.text(i)) in self.files)

    def starts_annex(self, i: int) -> bool:
        """Whether 附件1：… behind the signature is the heading of an annexed text: prose or a table follows."""
        j = i + 1
        while j < len(self.lines) and (self.label(j) == "attachments" or _LIST_ITEM.match(self.text(j))) and not self.is_prose(j):
            j += 1
        return j < len(self.lines) and self.label(j) not in ("site", "imprint", "remark", "contact", "annex_mark")

    def imprint_goes_on(self, i: int) -> bool:
        before = self.pieces[-1] if self.pieces else None
        if before is None or before.role != "imprint":
            return False
        return not re.search("[。发印制]$", self.text(before.line)) and len(self.text(i)) <= 200 and not self.is_table(i)


class _Contents:
    """A table of contents: from its heading until its first entry comes again, or prose begins."""

    def __init__(self) -> None:
        self.open = False
        self.first: str | None = None

    def takes(self, zoner: _Zoner, i: int) -> bool:
        text = _LEADING.sub("", squeeze(zoner.text(i)))
        if zoner.label(i) == "contents":
            self.open, self.first = True, None
            return True
        if not self.open or zoner.is_prose(i) or zoner.is_table(i) or text == self.first:
            self.open = False
            return False
        self.first = self.first or text
        return True


def annexed_start(label: str | None) -> bool:
    """Whether a line opens an annex, whatever stands before it."""
    return label in ("annex_mark", "attachments")
