"""What a request must be like before anything is done with it, and what every answer says to the browser.

A page of another site must not use this service through the reader's browser: its requests carry that site as ``Origin``,
or, where its name was pointed at this machine (DNS rebinding), as ``Host``; both are refused.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from notice_parser.serve.answers import fault
from notice_parser.serve.settings import Settings

__all__ = ["Guard"]

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # without any, a form of our own page would come from nowhere ("Origin: null")
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
_HTML_POLICY = "frame-ancestors 'none'"  # the rest stands in the page itself, with the hashes of its script and style
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Guard:
    """The application behind the checks of host and origin, its answers with the headers of ``_ALWAYS``."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.allowed = settings.allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers[name] = value
                is_html = headers.get("content-type", "").startswith("text/html")
                headers["content-security-policy"] = _HTML_POLICY if is_html else _DATA_POLICY
            await send(message)

        headers = Headers(scope=scope)
        app: Any = self.app
        if _host_of(f"//{headers.get('host', '')}") not in self.allowed:
            app = fault("bad_host", host=headers.get("host", ""))
        elif headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            app = fault("bad_origin", origin=headers.get("origin", ""))
        elif "origin" in headers and _host_of(headers["origin"]) not in self.allowed:
            app = fault("bad_origin", origin=headers["origin"])
        await app(scope, receive, send_with_headers)


def _host_of(address: str) -> str | None:
    """The host of an address, without its port; null if it has none."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
