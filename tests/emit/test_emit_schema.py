"""emit/schema.py: our own output is valid, and what is wrong is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest

from notice_parser.emit.json import to_json
from notice_parser.emit.schema import json_schema
from notice_parser.model import Notice

VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def _dicts(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for value in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _dicts(value)


def test_it_is_a_schema_of_its_draft() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"].endswith("2020-12/schema")
    json.dumps(json_schema())


def test_our_output_is_valid(full_notice: Notice) -> None:
    VALIDATOR.validate(json.loads(to_json(full_notice)))
    VALIDATOR.validate(full_notice.to_dict())


def test_every_property_has_a_chinese_name() -> None:
    for name, definition in json_schema()["$defs"].items():
        for field, form in definition.get("properties", {}).items():
            assert any("一" <= c <= "鿿" for c in form.get("title", "")), f"{name}.{field}"


def test_figures_are_numbers_and_nothing_is_closed() -> None:
    for part in _dicts(json_schema()):
        assert part.get("format") != "decimal"
        assert part.get("additionalProperties") is not False
    assert json_schema()["$defs"]["Statistic"]["properties"]["value"]["type"] == "number"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema_version",), "2"),
        (("id",), "abc"),
        (("title", "span"), [1, 2, 3]),
        (("statistics", 0, "value"), "36"),
        (("tables", 0, "rows", 0, 0), True),
        (("review", "level"), "calm"),
    ],
)
def test_what_is_wrong_is_refused(full_notice: Notice, path: tuple[str | int, ...], value: object) -> None:
    data = full_notice.to_dict()
    *way, last = path
    place: Any = data
    for step in way:
        place = place[step]
    place[last] = value
    assert not VALIDATOR.is_valid(data)
