"""Notices whose figures hang together in known ways, and the slips that break them.

What counts as a slip that an audit should find, defined here and not by the audit: a figure that is a term of an
``Identity`` (a sum, a quotient, a growth, a figure that text and table both give) is changed in one digit, by swapping two
neighbours, or by dropping a digit, or a row of a table with a total is taken out; the identity held before, and is off
afterwards by more than rounding or truncation of all its terms together can explain.
"""

from __future__ import annotations

import itertools
import random
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = ["Case", "Identity", "Mutant", "corpus_cases", "generated_case", "mutants_of"]

Form = Literal["sum", "ratio", "growth", "same"]
_MARK = re.compile("⟦([^⟧]*)⟧")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Identity(NamedTuple):
    """``places[0]`` is the sum of the others; or 100 × the second over the third; or the growth per cent of the second, which rose by
    the third; or equal to the second."""

    rule: str
    form: Form
    places: tuple[tuple[int, int], ...]


class Case(NamedTuple):
    name: str
    text: str
    identities: tuple[Identity, ...]
    rows: tuple[tuple[int, int], ...] = ()  # lines of the body of a table with a total


class Mutant(NamedTuple):
    name: str
    rule: str
    how: str
    text: str


def holds(identity: Identity, text: str) -> bool:
    """Whether an identity holds within what rounding and truncation of its terms explain."""
    raws = [text[a:b] for a, b in identity.places]
    values = [Decimal(raw) for raw in raws]
    steps = [Decimal(1).scaleb(-len(raw.partition(".")[2])) if "." in raw else Decimal(0) for raw in raws]
    if identity.form == "sum":
        return abs(values[0] - sum(values[1:], Decimal(0))) <= sum(steps, Decimal(0))
    if identity.form == "same":
        return abs(values[0] - values[1]) <= max(steps)
    above, below = (values[1], values[2]) if identity.form == "ratio" else (values[2], values[1] - values[2])
    off_above, off_below = (steps[1], steps[2]) if identity.form == "ratio" else (steps[2], steps[1] + steps[2])
    if below - off_below <= 0:
        return False
    least, most = (above - off_above) / (below + off_below) * 100, (above + off_above) / (below - off_below) * 100
    return least - max(steps[0], Decimal("0.01")) <= values[0] <= most + max(steps[0], Decimal("0.01"))


def mutants_of(case: Case, seed: int, each: int = 2) -> Iterator[Mutant]:
    """``each`` slips of every term of every identity, and some rows taken out."""
    chance = random.Random(f"{case.name}/{seed}")
    for identity in case.identities:
        assert holds(identity, case.text), (case.name, identity, [case.text[a:b] for a, b in identity.places])
        for place in identity.places:
            slips = sorted(_slips(case.text[place[0] : place[1]]))
            for how, raw in chance.sample(slips, min(each, len(slips))):
                shift = len(raw) - (place[1] - place[0])
                text = case.text[: place[0]] + raw + case.text[place[1] :]
                moved = identity._replace(
                    places=tuple((a + shift * (a > place[0]), b + shift * (b >= place[1])) for a, b in identity.places)
                )
                if not holds(moved, text):
                    yield Mutant(f"{case.name}: {case.text[place[0] : place[1]]} → {raw}", identity.rule, how, text)
    for a, b in chance.sample(case.rows, min(each, len(case.rows))):
        yield Mutant(f"{case.name}: row out: {case.text[a:b].strip()}", "column_sum", "row removed", case.text[:a] + case.text[b:])


def _slips(raw: str) -> set[tuple[str, str]]:
    out: set[tuple[str, str]] = set()
    digits = [i for i, c in enumerate(raw) if c.isdigit()]
    for i, j in itertools.pairwise(digits):
        out.add(("swapped", raw[:i] + raw[j] + raw[i + 1 : j] + raw[i] + raw[j + 1 :]))
    for i in digits:
        out.add(("digit", raw[:i] + str((int(raw[i]) + 1 + i * 2) % 10) + raw[i + 1 :]))
        if len(digits) > 2 and raw[:i] + raw[i + 1 :]:
            out.add(("dropped", raw[:i] + raw[i + 1 :]))
    return {(how, one) for how, one in out if one != raw and _FIGURE.fullmatch(one) and not (one[0] == "0" and raw[0] != "0")}


def corpus_cases(marks: Path, corpus: Path) -> list[Case]:
    """The cases of the corpus whose identities are marked by hand: each term as a piece of text that is there once, with its digits
    in ⟦⟧. Findings that are there before do not count."""
    cases = []
    for name, entries in tomllib.loads(marks.read_text(encoding="utf-8")).items():
        (path,) = corpus.glob(f"{name}/notice.*")
        text = path.read_text(encoding="utf-8").replace("\r\n", "\n")
        identities = []
        for entry in entries:
            places = []
            for term in entry["terms"]:
                mark = _MARK.search(term)
                assert mark is not None, (name, term)
                bare = term.replace("⟦", "").replace("⟧", "")
                assert text.count(bare) == 1, (name, term, text.count(bare))
                start = text.index(bare) + mark.start()
                places.append((start, start + len(mark.group(1))))
            identities.append(Identity(entry["rule"], entry["form"], tuple(places)))
        cases.append(Case(name, text, tuple(identities)))
    return cases


# ---- generated notices

_PLACES = ("云坪区", "望澜区", "禾丰县", "石澜县", "青陵县", "栖岭县", "澄溪县", "松屏县")
_THINGS = (("受理群众诉求", "件"), ("办理审批事项", "件"), ("检查生产经营单位", "家"), ("排查安全隐患", "处"))


class _Writer:
    """Text with the places of its figures."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def say(self, *pieces: object) -> list[tuple[int, int]]:
        """Append; strings are text, everything else is a figure, whose place is given back."""
        places = []
        for piece in pieces:
            raw = str(piece)
            if not isinstance(piece, str):
                places.append((self.length, self.length + len(raw)))
            self.pieces.append(raw)
            self.length += len(raw)
        return places


def _percent(a: int, b: int) -> Decimal:
    return (Decimal(a) / Decimal(b) * 100).quantize(Decimal("0.01"))


def generated_case(seed: int) -> Case:
    """A bulletin: a quarter by months, a share of each channel, city departments and counties, growth, and a table that the text quotes."""
    chance = random.Random(seed)
    thing, unit = chance.choice(_THINGS)
    out = _Writer()
    found: list[Identity] = []
    out.say(
        f"岚川市政务服务管理局关于2023年一季度{thing}情况的通报\n\n各县（区）政务服务管理局：\n\n现将2023年一季度有关情况通报如下：\n\n一、总体情况\n\n"
    )
    months = [chance.randrange(12000, 68000) for _ in range(3)]
    total = sum(months)
    a = out.say(
        f"2023年一季度，全市共{thing}",
        total,
        f"{unit}，其中1月份",
        months[0],
        f"{unit}，2月份",
        months[1],
        f"{unit}，3月份",
        months[2],
        f"{unit}。",
    )
    found.append(Identity("part_whole_sum", "sum", tuple(a)))

    city, county = chance.randrange(2000, 9000), chance.randrange(20000, 90000)
    done_city, done_county = city - chance.randrange(20, 400), county - chance.randrange(200, 4000)
    late = (chance.randrange(100, 500), chance.randrange(1000, 3000))
    rise = chance.randrange(300, 1900)
    base = city + county - rise
    a = out.say(
        "\n\n2023年3月，全市收到工单", city + county, "件，比上年同期增加", rise, "件，增长", _percent(rise, base), "%；按期办结",
        done_city + done_county, "件，退回", late[0] + late[1], "件。",
    )  # fmt: skip
    found.append(Identity("growth", "growth", (a[2], a[0], a[1])))
    whole = (a[0], a[3], a[4])
    phone = chance.randrange(3000, city + county - 3000)
    a = out.say(
        "其中，电话受理", phone, "件，占比", _percent(phone, city + county), "%；网络受理", city + county - phone, "件，占比",
        _percent(city + county - phone, city + county), "%。\n\n二、办理情况\n\n",
    )  # fmt: skip
    found.append(Identity("part_whole_sum", "sum", (whole[0], a[0], a[2])))
    found += [Identity("ratio", "ratio", (a[1], a[0], whole[0])), Identity("ratio", "ratio", (a[3], a[2], whole[0]))]
    a = out.say(
        "（一）市直部门。2023年3月，市直部门收到工单",
        city,
        "件，按期办结",
        done_city,
        "件，退回",
        late[0],
        "件，按期办结率",
        _percent(done_city, city),
        "%。\n\n",
    )
    b = out.say(
        "（二）各县（区）。2023年3月，各县（区）收到工单",
        county,
        "件，按期办结",
        done_county,
        "件，退回",
        late[1],
        "件，按期办结率",
        _percent(done_county, county),
        "%。",
    )
    found += [Identity("part_whole_sum", "sum", (w, x, y)) for w, x, y in zip(whole, a, b, strict=False)]
    found += [Identity("ratio", "ratio", (x[3], x[1], x[0])) for x in (a, b)]
    county_places = b

    shown = chance.sample(_PLACES, chance.randrange(5, 8))
    parts = _split(chance, county, len(shown))
    done = [max(1, part - chance.randrange(3, max(4, part // 9))) for part in parts]
    done[-1] += done_county - sum(done)
    if not 0 < done[-1] <= parts[-1]:
        return generated_case(seed + 1000)
    order = sorted(range(len(shown)), key=lambda i: -parts[i])
    top = order[:3]
    a = out.say(
        "、".join(shown[i] for i in top) + "收到工单较多，分别为", parts[top[0]], "件、", parts[top[1]], "件、", parts[top[2]], "件。\n\n"
    )
    quoted = dict(zip(top, a, strict=True))
    out.say("附件：各县（区）工单办理情况表\n\n岚川市政务服务管理局\n2023年4月12日\n\n附件\n\n各县（区）工单办理情况表\n\n")
    out.say("序号\t县（区）\t收到工单（件）\t其中：线上（件）\t其中：线下（件）\t按期办结（件）\t按期办结率\n")
    cells: list[list[tuple[int, int]]] = []
    rows = []
    online = [chance.randrange(part // 4, part * 3 // 4) for part in parts]
    for n, i in enumerate(order):
        start = out.length
        places = out.say(f"{n + 1}\t{shown[i]}\t", parts[i], "\t", online[i], "\t", parts[i] - online[i], "\t")
        cells.append([*places, *out.say(done[i], "\t", _percent(done[i], parts[i]), "%\n")])
        rows.append((start, out.length))
    last = out.say(
        "合计\t\t", county, "\t", sum(online), "\t", county - sum(online), "\t", done_county, "\t", _percent(done_county, county), "%\n"
    )
    for column in range(4):
        found.append(Identity("column_sum", "sum", (last[column], *(row[column] for row in cells))))
    for row in [*cells, last]:
        found.append(Identity("row_sum", "sum", (row[0], row[1], row[2])))
        found.append(Identity("ratio", "ratio", (row[4], row[3], row[0])))
    for n, i in enumerate(order):
        if i in quoted:
            found.append(Identity("text_vs_table", "same", (quoted[i], cells[n][0])))
    found.append(Identity("text_vs_table", "same", (county_places[0], last[0])))
    return Case(f"generated {seed}", "".join(out.pieces), tuple(found), tuple(rows))


def _split(chance: random.Random, total: int, n: int) -> list[int]:
    weights = [chance.randrange(10, 100) for _ in range(n)]
    parts = [total * weight // sum(weights) for weight in weights[:-1]]
    return [*parts, total - sum(parts)]
