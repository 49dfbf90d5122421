"""The figures of a notice do not depend on the form it comes in: wrapped lines, widths, spaces, marks of a page, other digits.

Each notice of the corpus that is plain text is set anew in each form and read again; the records must be the same.
"""

from __future__ import annotations

import html
import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from conftest import ROOT

from notice_parser import Notice, parse, parse_text
from notice_parser.text.width import display_width, half_width

SIGNS = str.maketrans("，；：（）", ",;:()")
WIDE = str.maketrans("0123456789%.", "０１２３４５６７８９％．")
NO_BREAK = "，。；：、）》”%"  # signs that begin no line
LABEL = 24  # characters from which a line is running text, and wrapped
BLANKS = 0.125  # of the places within figures, that have a blank
READ = 0.9  # of the values that are read all the same; of the others it is told that they are not
STREWN = 0.08  # of the places between two characters, that have a blank
FEWEST = 12  # statistics of a notice that is worth the time


def is_plain(text: str) -> bool:
    """Whether a notice has one paragraph a line, no row whose gaps part labels or columns, no readings in brackets, and many figures."""
    if "\t" in text or "（guān）" in text:
        return False
    notice = parse_text(text)
    return len(notice.statistics) >= FEWEST and all(d.code != "lines.rejoined" for d in notice.diagnostics)


NOTICES = {
    path.parent.name: text
    for path in sorted((ROOT / "corpus").glob("*/notice.txt"))
    if is_plain(text := path.read_text(encoding="utf-8", errors="replace"))
}


def wrapped(text: str, columns: int) -> str:
    """Lines of so many columns, paragraphs set in by two characters, a page number every 24 lines."""
    out: list[str] = []
    for line in text.split("\n"):
        if len(line) < LABEL or "    " in line or "\u3000" * 3 in line.strip(" \u3000"):
            out.append(line)
            continue
        rest = "\u3000\u3000" + line.strip(" \u3000")
        while rest:
            end = next((i for i in range(len(rest)) if display_width(rest[: i + 1]) > columns), len(rest))
            while end < len(rest) and rest[end] in NO_BREAK:
                end += 1
            out.append(rest[:end])
            rest = rest[end:]
            if len(out) % 24 == 0 and rest:
                out.append(f"— {len(out) // 24} —")
    return "\n".join(out)


def cut(text: str, length: int) -> str:
    """Paragraphs set in by two characters and cut at so many, within a figure and before a sign too."""
    lines = ("\u3000\u3000" + line.strip(" \u3000") if len(line) >= LABEL else line for line in text.split("\n"))
    return "\n".join(line[at : at + length] for line in lines for at in range(0, max(1, len(line)), length))


def page(text: str, line: Callable[[str], str], between: str) -> bytes:
    """A page of a site whose document is these lines."""
    lines = between.join(line(html.escape(part.strip(" \u3000"))) for part in text.split("\n") if part.strip())
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告_禾丰县政府网</title></head><body><div class="top"><ul>'
        '<li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div><div class="TRS_Editor">'
        f'{lines}</div><div class="footer">版权所有：禾丰县人民政府 ICP备案：青ICP备00000号</div></body></html>'
    ).encode()


def spanned(line: str) -> str:
    figures = re.sub("([0-9][0-9.%]*)", r'</span><span lang="EN-US">\1</span><span>', line)
    return f'<p style="text-indent:2em"><span>&nbsp;&nbsp;{figures}</span></p>'


def strewn(text: str, chance: random.Random) -> str:
    """Blanks between characters at random, as recognition and copying leave them."""
    return re.sub("(?<=[㐀-鿿])(?=[㐀-鿿])", lambda _: " " if chance.random() < STREWN else "", text)


FORMS: dict[str, Callable[[str], Notice]] = {
    "wrapped at 53 columns": lambda text: parse_text(wrapped(text, 53)),
    "wrapped at 60 columns": lambda text: parse_text(wrapped(text, 60)),
    "cut at 34 characters": lambda text: parse_text(cut(text, 34)),
    "full width": lambda text: parse_text(re.sub("[0-9][0-9.]*%?", lambda found: found.group().translate(WIDE), text)),
    "signs of half width": lambda text: parse_text(text.translate(SIGNS)),
    "wrapped at 60 columns, every other line blank": lambda text: parse_text(wrapped(text, 60).replace("\n", "\n\n")),
    "blanks between characters": lambda text: parse_text(strewn(text, random.Random(text))),
    "spaces beside figures": lambda text: parse_text(re.sub("(?<=[㐀-鿿])(?=[0-9])|(?<=[0-9%])(?=[㐀-鿿])", " ", text)),
    "blank lines": lambda text: parse_text("\r\n\r\n".join(line.strip(" \u3000") for line in text.split("\n") if line.strip())),
    "page of paragraphs": lambda text: parse(page(text, spanned, "\n")),
    "page of line breaks": lambda text: parse(page(text, str, "<br/>\n")),
}


def folded(text: str | None) -> str | None:
    return None if text is None else half_width(re.sub("\\s", "", text)).translate(SIGNS)


def records(notice: Notice) -> Counter[tuple[object, ...]]:
    return Counter(
        (folded(s.subject), folded(s.indicator), s.value, s.unit, s.period and (s.period.start, s.period.end)) for s in notice.statistics
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NOTICES)
def test_records_are_the_same_in_any_form(name: str, form: str) -> None:
    plain, other = records(parse_text(NOTICES[name])), records(FORMS[form](NOTICES[name]))
    assert (plain - other, other - plain) == (Counter(), Counter())


def with_blanks(text: str, chance: random.Random) -> str:
    """A blank behind one in eight of the characters within figures, as recognition leaves them."""
    inside = re.compile("(?<=[0-9.,])(?=[0-9.,%])")
    return inside.sub(lambda _: " " if chance.random() < BLANKS else "", text)


@pytest.mark.parametrize("name", NOTICES)
def test_blanks_within_figures_make_no_other_figures(name: str) -> None:
    text = NOTICES[name]
    values = {s.value for s in parse_text(text).statistics}
    read = parse_text(with_blanks(text, random.Random(name))).statistics
    assert [s.raw for s in read if s.value not in values] == []
    assert len(read) > len(values) * READ


@pytest.mark.parametrize("name", NOTICES)
def test_what_a_figure_is_of_does_not_depend_on_its_digits(name: str) -> None:
    plain = parse_text(NOTICES[name])
    chance, text = random.Random(name), list(plain.text)
    for one in plain.statistics:
        figures = list(re.finditer("[0-9]{2,9}(?![0-9]|[年月日]|/)", plain.text[slice(*one.span)])) if one.span else []
        if figures and figures[-1].group() not in ("10", "100"):  # of 10万 and 100%
            start = one.span[0] + figures[-1].start() if one.span else 0
            text[start : start + len(figures[-1].group())] = [str(chance.randint(1, 9)) for _ in figures[-1].group()]
    assert told(parse_text("".join(text))) == told(parse_text(plain.text))


def told(notice: Notice) -> list[tuple[str, str]]:
    """Subject and indicator of each figure, without the digits that a class has in its name (超过30个工作日)."""
    return [(folded(s.subject) or "", re.sub("[0-9]", "0", folded(s.indicator) or "")) for s in notice.statistics]
