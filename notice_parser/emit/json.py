"""A notice as JSON and back, without loss: figures keep their digits and are written in plain notation.

>>> from decimal import Decimal
>>> from notice_parser.model import Change, Finding
>>> finding = Finding(rule="ratio", severity="info", message="差", stated=Decimal("99.90"), computed=Decimal("1E+3"),
...                   difference=None, tolerance=Decimal("1E-7"), evidence=())
>>> encode(finding)
b'{"rule":"ratio","severity":"info","message":"\\xe5\\xb7\\xae","stated":99.90,"computed":1000,"difference":null,\
"tolerance":0.0000001,"evidence":[]}'
>>> to_dict(finding)["stated"], to_dict(finding)["computed"]
(99.9, 1000)
>>> from_json("{}")
Traceback (most recent call last):
notice_parser.errors.LoadError: 不是公文 JSON：Object missing required field `schema_version`。请给出 to_json() 写出的内容。
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from notice_parser.errors import LoadError
from notice_parser.model import SCHEMA_VERSION, Notice

__all__ = ["encode", "from_json", "to_dict", "to_json"]


_EXPONENT = re.compile(rb"[0-9]E[+-][0-9]")


class _Version(Struct):
    schema_version: str


def encode(part: Struct, *, layout: bool = False) -> bytes:
    """The UTF-8 JSON of a notice or a part of one, on one line; ``layout``: with the places of its lines."""
    part = part if layout else _without_layout(part)
    data = _encoder().encode(part)
    # the encoder writes figures as str() does, which turns to exponents for 1E+3 and below 0.000001; both are rare
    has_exponent = (b"E+" in data or b"E-" in data) and _EXPONENT.search(data)
    return msgspec.json.encode(_replace_decimals(_builtins(part), _raw_number)) if has_exponent else data


def to_json(part: Struct, indent: int | None = None, *, layout: bool = False) -> str:
    """The JSON of a notice or a part of one; on one line, or with ``indent`` spaces a level."""
    data = encode(part, layout=layout)
    return (msgspec.json.format(data, indent=indent) if indent else data).decode("utf-8")


def to_dict(part: Struct) -> dict[str, Any]:
    """What ``json.dumps`` takes: dicts, lists, strings, ints, and floats for figures with decimals."""
    return {key: _replace_decimals(value, _python_number) for key, value in _builtins(_without_layout(part)).items()}


def from_json(data: str | bytes) -> Notice:
    """The notice that ``to_json`` wrote. ``LoadError`` for anything else, and for a version newer than ours."""
    try:
        version = msgspec.json.decode(data, type=_Version).schema_version
        if version.isdecimal() and int(version) > int(SCHEMA_VERSION):
            raise LoadError("newer_schema", version=version)
        notice = _decoder().decode(data)
    except (msgspec.DecodeError, UnicodeError, ValueError) as error:
        raise LoadError("bad_json", reason=str(error)) from error
    if not notice.tables:
        return notice
    # cells are ``Any``, whose whole numbers come as int; in a notice all figures are Decimal
    tables = tuple(msgspec.structs.replace(table, rows=tuple(tuple(map(_cell, row)) for row in table.rows)) for table in notice.tables)
    return msgspec.structs.replace(notice, tables=tables)


@cache
def _encoder() -> msgspec.json.Encoder:
    return msgspec.json.Encoder(decimal_format="number")


@cache
def _decoder() -> msgspec.json.Decoder[Notice]:
    return msgspec.json.Decoder(Notice, float_hook=Decimal)


def _without_layout(part: Struct) -> Struct:
    return msgspec.structs.replace(part, layout=msgspec.UNSET) if isinstance(part, Notice) and part.layout is not msgspec.UNSET else part


def _builtins(part: Any) -> Any:
    return msgspec.to_builtins(part, builtin_types=(Decimal,))


def _cell(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) else value


def _raw_number(figure: Decimal) -> msgspec.Raw:
    return msgspec.Raw(format(figure, "f").encode())


def _python_number(figure: Decimal) -> int | float:
    return int(figure) if int(figure.as_tuple().exponent) >= 0 else float(figure)


def _replace_decimals(tree: Any, number: Callable[[Decimal], Any]) -> Any:
    if isinstance(tree, dict):
        return {key: _replace_decimals(value, number) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_replace_decimals(value, number) for value in tree]
    return number(tree) if isinstance(tree, Decimal) else tree
