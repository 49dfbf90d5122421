"""What the service answers: JSON, or a page; a fault as ``{"error": {"code", "message", "message_en"}}``, in both languages."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import HTMLResponse, Response

from notice_parser.errors import ERRORS, LoadError, NoticeParserError

__all__ = ["JSON", "STATUS", "Refused", "fault", "json_response", "page_response", "refusal"]

JSON = "application/json"
# of the codes of ``errors.py``: what the caller has sent cannot be read (422) unless it says otherwise here
STATUS = {
    "bad_host": 421,
    "bad_origin": 403,
    "bad_request": 400,
    "no_such_page": 404,
    "wrong_method": 405,
    "body_too_large": 413,
    "too_long": 413,
    "too_large": 413,
    "bomb": 413,
    "slow_body": 408,
    "busy": 503,
    "timed_out": 504,
    "worker": 500,
    "missing_extra": 501,
}
_UNREADABLE = 422


class Refused(Exception):
    """A request that is not carried out: the answer that says why."""

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def json_response(data: bytes, *, status: int = 200, **headers: str) -> Response:
    """JSON that is encoded already."""
    return Response(data, status_code=status, media_type=JSON, headers={name.replace("_", "-"): value for name, value in headers.items()})


def page_response(page: str) -> Response:
    """A page of HTML."""
    return HTMLResponse(page)


def fault(code: str, **params: Any) -> Response:
    """The answer to a request that has a fault of the catalogue of errors."""
    return refusal(LoadError(code, **params))


def refusal(error: NoticeParserError) -> Response:
    """The answer that an error gives; ``where`` is left out, as it may be a path of this machine."""
    said = type(error)(error.code, where=None, detail=error.detail, **error.params)
    data = {"error": {"code": error.code, "message": said.render("zh"), "message_en": said.render("en")}}
    return json_response(msgspec.json.encode(data), status=STATUS.get(error.code, _UNREADABLE) if error.code in ERRORS else 500)
