"""The version of this program, as it was installed."""

from __future__ import annotations

from functools import cache

__all__ = ["version"]

_VERSION = "0.1.0"  # where the package is run without being installed


@cache
def version() -> str:
    """The version of this program."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("notice-parser")
    except PackageNotFoundError:
        return _VERSION
