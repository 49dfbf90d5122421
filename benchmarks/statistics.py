"""How fast a notice with many statistics is parsed: 4,400 characters, 100 figures, text to JSON.

    python benchmarks/statistics.py [--rounds 15]

In one run, in processor time, the best of the rounds: the whole parse (layout, every field, tables, times, statistics, JSON);
a single regular expression that finds figures with a unit and nothing else, the least that anything can cost; and, where it is
installed (``pip install jionlp``), the time extraction of jionlp alone. Each has read the text once before, so that
dictionaries and grammars are loaded. The goal: the whole parse at least five times as fast as jionlp's times.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

from notice_parser import parse_text

CHARACTERS = 4400
FIGURES = 100
GOAL = 5.0  # times as fast as jionlp

FIGURE = re.compile(r"(?:[约近超])?\d+(?:\.\d+)?(?:万|亿)?(?:%|个百分点|元|件|家|户|人次|人|亩|吨|公里|座|处|宗|起|天)(?:以上|左右)?")

TOWNS = ("云坪区", "禾丰县", "望川区", "澄溪县", "松屏县", "柳坝镇", "南渡镇", "砚坪镇")
PATTERNS = (
    "{town}受理业务{a}件，办结{done}件，办结率{rate}%，同比提高{q}个百分点。",
    "{town}完成投资{q}亿元，占年度计划的{p}%，同比增长{g}%。",
    "{month}月，{town}新增市场主体{a}户，其中企业{b}户。",
    "{town}、岚川高新区评价率分别为{p}%和{q2}%。",
    "截至{month}月底，{town}整治河道{g}公里，拆除违建{q}处，累计惠及群众{a}人次。",
    "与上年同期相比，{town}投诉量减少{b}件，下降{g}%。",
)
PLAIN = (
    "各单位要进一步压实责任，健全工作机制，对照问题清单逐项整改销号，确保各项措施落到实处。",
    "从督查情况看，个别单位重视程度不够、工作推进缓慢，数据填报不及时、不准确，与群众期盼还有差距。",
    "要坚持问题导向，加强部门协同，优化办事流程，持续提升服务水平，推动工作提质增效。",
)


def main() -> int:
    """0 where the goal is reached, or there is nothing to compare with."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--rounds", type=int, default=15)
    rounds = cli.parse_args().rounds
    text = sample()
    notice = parse_text(text)
    print(f"{len(text)} characters, {len(notice.statistics)} statistics, {len(notice.unread)} figures unread, {len(notice.times)} times")
    ours = best(lambda: parse_text(text).to_json(), rounds)
    baseline = best(lambda: FIGURE.findall(text), rounds)
    print(f"notice_parser, text to JSON   {ours * 1000:9.2f} ms")
    print(f"one regular expression        {baseline * 1000:9.2f} ms  {len(FIGURE.findall(text))} figures, no meaning")
    extract = _jionlp_times()
    if extract is None:
        print("jionlp is not installed: nothing to compare with")
        return 0
    theirs = best(lambda: extract(text), max(1, rounds // 5))
    print(f"jionlp, times alone           {theirs * 1000:9.2f} ms  {len(extract(text))} times")
    print(f"the whole parse is {theirs / ours:.1f} times as fast as jionlp's times (goal {GOAL:.0f})")
    return 0 if theirs / ours >= GOAL else 1


def sample() -> str:
    """An invented notice with ``FIGURES`` statistics or a few more; the same at every call."""
    random = Random(7)
    body: list[str] = []
    figures = 0
    while figures < FIGURES:
        pattern = PATTERNS[len(body) % len(PATTERNS)]
        figures += len(re.findall(r"\{(?!town|month)", pattern))
        received = random.randint(1000, 90000)
        done = int(received * random.uniform(0.9, 1))  # figures that add up, as those of most notices do
        body.append(
            pattern.format(
                town=random.choice(TOWNS),
                month=random.randint(1, 6),
                a=received,
                done=done,
                rate=f"{100 * done / received:.2f}",
                b=random.randint(10, 999),
                p=f"{random.uniform(60, 100):.2f}",
                q=random.randint(2, 40),
                q2=f"{random.uniform(60, 100):.1f}",
                g=f"{random.uniform(1, 30):.1f}",
            )
        )
    head = "岚川市人民政府办公室\n关于2023年上半年重点工作情况的通报\n岚政办发〔2023〕31号\n\n各县（区）人民政府，市政府各部门：\n"
    tail = "\n\n　　　　岚川市人民政府办公室\n　　　　2023年7月12日\n"
    headings = ("总体情况", "各县区情况", "存在问题", "下步要求")
    share = -(-len(body) // len(headings))
    missing = CHARACTERS - len(head) - len(tail) - sum(map(len, body))
    parts = [head]
    for number, heading in enumerate(headings):
        parts.append(f"　　{'一二三四'[number]}、{heading}\n　　" + "".join(body[number * share : (number + 1) * share]))
        filler = ""
        while len(filler) < missing // len(headings) - 20:
            filler += random.choice(PLAIN)
        parts.append(filler + "\n")
    return "".join(parts) + tail


def best(call: Callable[[], Any], rounds: int) -> float:
    """The least processor time of a call, in seconds; one call before is not counted."""
    call()
    taken = []
    for _ in range(rounds):
        begin = time.process_time()
        call()
        taken.append(time.process_time() - begin)
    return min(taken)


def _jionlp_times() -> Callable[[str], list[Any]] | None:
    """jionlp's ``ner.extract_time``; null where it is not installed. It greets on standard output when it is imported."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            import jionlp  # an optional peer
        except ImportError:
            return None
    found: Callable[..., list[Any]] = jionlp.ner.extract_time
    return lambda text: found(text, time_base={"year": 2023, "month": 7, "day": 12})


if __name__ == "__main__":
    sys.exit(main())
