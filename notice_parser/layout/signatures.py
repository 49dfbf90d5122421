"""Signatures: the name of a body that was broken over two lines, joined again.

``彭溪自治县疫情防控⏎工作领导小组办公室⏎2022年4月14日``: neither line has the whole name, the two together are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from notice_parser.layout.paragraphs import joined
from notice_parser.layout.physical import PhysicalLine

__all__ = ["join_names"]

# the first half begins with a place, and is no sentence; the other begins with none
_FIRST_HALF = re.compile(
    "(?:中共)?[\u3400-\u9fff]{2,8}?(?:省|自治区|市|自治州|州|盟|自治县|县|區|区|旗|镇|鎮|乡|鄉|街道)[\u3400-\u9fff“”]{2,24}"
)
_PLACED = re.compile("(?:中共|中国|国家|国务院|[省市县区州]|[\u3400-\u9fff]{2,6}?(?:省|市|县|區|区|州|盟|旗|镇|鎮|乡|鄉|街道))")
_CLOSED = re.compile("[。！!；;：:]”?$")


def join_names(lines: Sequence[PhysicalLine], label: Callable[[str], str | None]) -> tuple[tuple[PhysicalLine, ...], int]:
    """The lines with such names joined, and how many were. ``label``: what a line is by its own shape (``agency``, ``date``)."""
    out: list[PhysicalLine] = []
    joints = 0
    for i, line in enumerate(lines):
        if out and _is_half(out, line, lines[i + 1] if i + 1 < len(lines) else None, label):
            out[-1] = joined([out[-1], line])
            joints += 1
        else:
            out.append(line)
    return tuple(out), joints


def _is_half(out: Sequence[PhysicalLine], line: PhysicalLine, below: PhysicalLine | None, label: Callable[[str], str | None]) -> bool:
    """Whether a line is the second half of a name whose first is the line above, behind the last sentence and above the day."""
    first = out[-1]
    if below is None or first.grid is not None or not _FIRST_HALF.fullmatch(first.text) or _PLACED.match(line.text):
        return False
    if len(out) < 2 or not _CLOSED.search(out[-2].text) or label(line.text) != "agency" or label(below.text) != "date":
        return False
    return label(first.text) is None and label(first.text + line.text) == "agency"
