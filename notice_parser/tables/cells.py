"""Cells: what is printed in them as a number, an ISO date, a text or nothing, and what a column is made of.

>>> read_cell("1,234.50"), read_cell("-160.00%"), read_cell("２０２３年4月5日"), read_cell("—")
(Decimal('1234.50'), Decimal('-160.00'), '2023-04-05', None)
>>> read_cell("0000-6613208"), read_cell("007"), read_cell("3.2万")
('0000-6613208', '007', Decimal('32000'))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from notice_parser.text.dates import iso_date
from notice_parser.text.width import fold

__all__ = ["ColumnType", "is_figure", "is_null", "read_cell", "read_month", "type_of", "unit_of_cells"]

ColumnType: TypeAlias = Literal["integer", "decimal", "percent", "date", "text", "empty"]

_FIGURE = re.compile("[-+]?(?P<whole>[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,6})(?P<part>\\.[0-9]{1,12})?(?P<scale>[万亿])?(?P<sign>[%‰])?")
_DATE = re.compile(
    "(?P<y>(?:19|20)[0-9]{2})(?:年(?P<m>[01]?[0-9])月(?:(?P<d>[0-3]?[0-9])日)?|[-/.](?P<m2>[01]?[0-9])[-/.](?P<d2>[0-3]?[0-9]))"
)
_MONTH = re.compile("(?P<y>(?:19|20)[0-9]{2})[-/.．](?P<m>0?[1-9]|1[0-2])")
_NULL = re.compile("[-–—―─－﹣−]{1,4}|/|／|\\\\|[*＊]{2,9}|[（(]略[）)]|略|[.…]{2,6}|[（(]空[）)]")
_SUFFIXED = re.compile("[-+]?[0-9]{1,12}(?:\\.[0-9]{1,6})?(?P<unit>[^0-9.,%‰\\-/~年月日号期至—]{1,6})")
_MINUS = str.maketrans("−－﹣–，．％＋", "----,.%+")
_SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8)}

CODE_DIGITS = 15  # an account, a credit code: so many digits without a separator are no quantity


@lru_cache(maxsize=16384)
def read_cell(raw: str) -> Decimal | str | None:
    """What the cell says: a number, a date as ISO, its text, or null where it is blank or only a dash, a slash, stars."""
    if not raw or (not "0" <= raw[0] <= "9" and _NULL.fullmatch(raw)):
        return None
    if raw.isdecimal() and raw.isascii() and len(raw) < CODE_DIGITS and (raw[0] != "0" or raw == "0"):
        return Decimal(raw)  # most cells
    plain = raw if raw.isascii() else fold(raw.translate(_MINUS))
    match = _FIGURE.fullmatch(plain)
    if match is not None:
        return _number(match, plain, raw)
    if match := _DATE.fullmatch(plain.replace(" ", "")):
        day = match["d"] or match["d2"]
        iso = iso_date(int(match["y"]), int(match["m"] or match["m2"]), int(day) if day else None)
        return iso or raw
    return raw


def read_month(raw: str) -> Decimal | str | None:
    """The cell of a column of times: a month of a year as ISO, else as any cell.

    >>> read_month("2023.10"), read_month("2023-4"), read_month("2023.13"), read_month("长期")
    ('2023-10', '2023-04', Decimal('2023.13'), '长期')
    """
    match = _MONTH.fullmatch(raw)
    return f"{match['y']}-{int(match['m']):02d}" if match else read_cell(raw)


def _number(match: re.Match[str], plain: str, raw: str) -> Decimal | str:
    whole, part, scale = match.group("whole", "part", "scale")
    if len(whole) > 1 and (whole[0] == "0" or (len(whole) >= CODE_DIGITS and "," not in whole)):
        return raw
    digits = whole.replace(",", "") + (part or "")
    value = Decimal(f"-{digits}" if plain[0] == "-" else digits)
    if scale:
        value *= _SCALE[scale]
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return value


@lru_cache(maxsize=16384)
def is_figure(raw: str) -> bool:
    """Whether the cell is a number.

    >>> is_figure("12"), is_figure("12件"), is_figure("—")
    (True, False, False)
    """
    return isinstance(read_cell(raw), Decimal)


def is_null(raw: str) -> bool:
    """Whether the cell says nothing."""
    return read_cell(raw) is None


def type_of(raws: Sequence[str], values: Sequence[Any], *, is_share: bool = False, is_dated: bool = False) -> ColumnType:
    """The type of a column's body cells. ``is_share``: its header says %; ``is_dated``: that they are times."""
    filled = [(raw, value) for raw, value in zip(raws, values, strict=True) if value is not None]
    if not filled:
        return "empty"
    if all(isinstance(value, Decimal) for _, value in filled):
        if is_share or all(raw.endswith(("%", "％")) for raw, _ in filled):
            return "percent"
        return "integer" if all(_is_whole(raw, value) for raw, value in filled) else "decimal"
    if all(
        (isinstance(value, str) and value != raw) or _DATE.fullmatch(raw) or (is_dated and _MONTH.fullmatch(raw)) for raw, value in filled
    ):
        return "date"
    return "text"


def _is_whole(raw: str, value: Decimal) -> bool:
    return "." not in raw and "．" not in raw and "%" not in raw and value == value.to_integral_value()


def unit_of_cells(raws: Sequence[str], values: Sequence[Any]) -> str | None:
    """The unit that most filled cells of a column of texts carry behind a figure: 分 of ``100分``."""
    units = [match["unit"] for raw in raws if (match := _SUFFIXED.fullmatch(raw))]
    filled = sum(value is not None for value in values)
    return units[0] if units and len(set(units)) == 1 and 2 * len(units) > filled else None
