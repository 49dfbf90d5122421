"""The JSON Schema (draft 2020-12) of a notice, made from the model; every property has its Chinese name in ``title``.

>>> json_schema()["$defs"]["Notice"]["properties"]["document_number"]["title"]
'发文字号'
"""

from __future__ import annotations

from typing import Any

import msgspec

from notice_parser.model import Notice

__all__ = ["json_schema"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_CELL = {"type": ["number", "string", "null"]}  # ``Any`` in the model, see ``Table.rows``


def json_schema() -> dict[str, Any]:
    """The schema as a dict, to be printed with ``json.dumps``. Further properties are allowed: adding a field is free."""
    schema = msgspec.json.schema(Notice)
    schema["$defs"]["Table"]["properties"]["rows"]["items"]["items"] = dict(_CELL)
    return {"$schema": _DRAFT, "title": "公文", **_numbers(schema)}


def _numbers(tree: Any) -> Any:
    """``tree`` with msgspec's description of Decimal, a string, made the number that we write."""
    if isinstance(tree, dict):
        if tree.get("format") == "decimal":
            return {**{key: value for key, value in tree.items() if key != "format"}, "type": "number"}
        return {key: _numbers(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_numbers(value) for value in tree]
    return tree
