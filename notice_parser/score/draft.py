"""A draft of gold from what the parser reads, for a person to correct: the keys of ``corpus/README.md``, one record a line.

What the draft says is what the parser says: scored against it, the parser is right throughout. It becomes gold by being read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from notice_parser.model import Notice

__all__ = ["draft", "format_gold"]

_ROLES = {"recipients": "main", "copies": "copy", "report_to": "report", "send_to": "send", "distribute_to": "distribute"}
_FLAGS = ("over", "under", "about", "at_least", "at_most")
_WIDTH = 140  # characters of a line of the file before a list is set one item a line


def draft(notice: Notice) -> dict[str, Any]:
    """Gold with every key that the notice lets us fill; metadata, tables and findings where there are any to judge."""
    data = notice.to_dict()
    gold: dict[str, Any] = {"document_number": _of(data["document_number"], "text")}
    if data["issue_number"]:
        gold["issue_number"] = {"year": data["issue_number"]["year"], "number": data["issue_number"]["number"]}
    gold["kind"] = _of(data["kind"], "text")
    gold["title"] = _of(data["title"], "text")
    gold["issuers"] = [one["name"] for one in data["issuers"]]
    for key, role in _ROLES.items():
        gold[key] = [one["name"] for one in data["recipients"] if one["role"] == role]
    gold["date"] = _of(data["date"], "iso")
    if data["published"]:
        gold["published"] = data["published"]["iso"]
    gold["attachments"] = [one["title"] for one in data["attachments"]]
    if data["metadata"]:
        gold["metadata"] = {one["name"]: one["value"] for one in data["metadata"]}
    gold["references"] = [[one["title"], _of(one["document_number"], "text")] for one in data["references"] if one["title"]]
    gold["headings"] = list(_headings(data["sections"]))
    gold["statistics"] = [_statistic(one) for one in data["statistics"]]
    tables = [_table(one) for one in data["tables"] if one["kind"] == "data"]
    if tables:
        gold["tables"] = tables
    gold["findings"] = [
        {"kind": one["rule"], "stated": one["stated"], "computed": one["computed"], "about": one["message"]}
        for one in data["findings"]
        if one["severity"] != "info" and one["stated"] is not None and one["computed"] is not None
    ]
    return gold


def format_gold(gold: Mapping[str, Any]) -> str:
    """Gold as the text of its file: a key a line, long lists an item a line."""
    said = []
    for key, value in gold.items():
        line = f" {_dumped(key)}: {_dumped(value)}"
        if isinstance(value, list) and value and len(line) > _WIDTH:
            line = f" {_dumped(key)}: [\n" + ",\n".join(f"  {_dumped(item)}" for item in value) + "\n ]"
        said.append(line)
    return "{\n" + ",\n".join(said) + "\n}\n"


def _statistic(one: Mapping[str, Any]) -> list[Any]:
    period = one["period"]
    said = None
    if period and period["end"] and (period["start"] or period["granularity"] == "as_of"):
        said = f"{period['start'] or '..'}/{period['end']}"
    flags = [one["qualifier"]] if one["qualifier"] in _FLAGS else []
    flags += ["change"] if one["change"] else []
    flags += ["rank"] if one["measure"] == "rank" else []
    flags += ["range"] if one["value_max"] is not None else []
    flags += ["target"] if one["modality"] == "target" else []
    return [one["quantity"], one["value"], one["unit"], one["subject"], one["indicator"], said, *flags]


def _table(one: Mapping[str, Any]) -> dict[str, Any]:
    """A table with its first and its last row, which a slip in the reading would shift."""
    rows = sorted({0, len(one["rows"]) - 1}) if one["rows"] else []
    cells = {f"{row},{column}": _cell(one, row, column) for row in rows for column in range(len(one["columns"]))}
    return {
        "caption": one["caption"],
        "n_body_rows": len(one["rows"]),
        "n_columns": len(one["columns"]),
        "columns": [column["name"] for column in one["columns"]],
        "unit": one["unit"],
        "attachment": one["attachment"],
        "n_notes": len(one["notes"]),
        "cells": cells,
    }


def _cell(table: Mapping[str, Any], row: int, column: int) -> Any:
    typed = table["rows"][row][column]
    return table["raw"][row][column] if isinstance(typed, str) else typed


def _headings(sections: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for section in sections:
        if section["title"]:
            yield (section["marker"] or "") + section["title"]
        yield from _headings(section["children"])


def _of(part: Mapping[str, Any] | None, key: str) -> Any:
    return None if part is None else part[key]


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
