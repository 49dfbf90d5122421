"""The service: a page that takes a file and shows what was read from it, and the same for programs in any language.

``app.py`` has the routes, ``guard.py`` what a request must be like, ``work.py`` the processes that parse, ``openapi.py`` the description.
"""

from __future__ import annotations

from notice_parser.serve.settings import Settings

__all__ = ["Settings"]
