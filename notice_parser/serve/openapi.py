"""The description of the service for programs: OpenAPI 3.1, whose schemas are those of the notice JSON."""

from __future__ import annotations

from typing import Any

from notice_parser.emit.schema import json_schema
from notice_parser.serve.settings import Settings
from notice_parser.version import version

__all__ = ["openapi"]

_DESCRIBED: dict[str, tuple[str, dict[str, Any]]] = {
    "parse": ("解析公文。The notice in a file, as JSON.", {"$ref": "#/components/schemas/Notice"}),
    "tables": ("只取表格。The tables of a file.", {"type": "array", "items": {"$ref": "#/components/schemas/Table"}}),
    "audit": (
        "核对数字。What does not add up, and how often each rule was tried.",
        {
            "type": "object",
            "required": ["findings", "checks"],
            "properties": {
                "findings": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
                "checks": {"type": "array", "items": {"$ref": "#/components/schemas/Check"}},
            },
        },
    ),
}
_FAULTS = {
    "400": "请求有误。A fault in the request.",
    "403": "来自别的网站。The request comes from another site.",
    "413": "文件过大。The file is too large.",
    "421": "主机名不在许可之列。A host name that is not allowed.",
    "422": "文件读不了。The file cannot be read.",
    "503": "正忙。Too many files are waiting.",
    "504": "超时。It took too long.",
}


def openapi(settings: Settings) -> dict[str, Any]:
    """The document, as a dict for ``json.dumps``."""
    schema = json_schema()
    schemas = _moved(schema["$defs"])
    schemas["Error"] = {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message", "message_en"],
                "properties": {name: {"type": "string"} for name in ("code", "message", "message_en")},
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "notice-parser",
            "version": version(),
            "description": (
                f"中文公文的解析。Nothing is kept. A file may have {settings.max_bytes} bytes and take {settings.time_limit:g} seconds."
            ),
        },
        "paths": {f"/v1/{name}": {"post": _operation(name, *described)} for name, described in _DESCRIBED.items()},
        "components": {"schemas": schemas},
    }


def _operation(name: str, summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    binary = {"type": "string", "contentMediaType": "application/octet-stream"}
    form = {"type": "object", "required": ["file"], "properties": {"file": binary}}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [
            {
                "name": "name",
                "in": "query",
                "schema": {"type": "string"},
                "description": "文件名，记入结果。The file's name, kept in the result.",
            },
            {
                "name": "offsets",
                "in": "query",
                "schema": {"type": "string", "enum": ["codepoints", "utf16"], "default": "codepoints"},
                "description": "位置的计数单位。What spans count: code points, or UTF-16 code units.",
            },
        ],
        "requestBody": {
            "required": True,
            "description": "文件本身，或表单中的 file。The file itself, or the part `file` of a form.",
            "content": {
                "application/octet-stream": {"schema": binary},
                "text/plain": {"schema": {"type": "string"}},
                "multipart/form-data": {"schema": form},
            },
        },
        "responses": {
            "200": {"description": "结果。The result.", "content": {"application/json": {"schema": schema}}},
            **{
                status: {"description": said, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
                for status, said in _FAULTS.items()
            },
        },
    }


def _moved(tree: Any) -> Any:
    """A JSON Schema with its references turned to where OpenAPI keeps schemas."""
    if isinstance(tree, dict):
        return {key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value) for key, value in tree.items()}
    return [_moved(value) for value in tree] if isinstance(tree, list | tuple) else tree
