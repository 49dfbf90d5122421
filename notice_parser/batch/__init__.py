"""Many files: which (``plan.py``), what came of them (``manifest.py``), how they are parsed (``work.py``, ``local.py``), where it goes."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from notice_parser.batch.items import Columns
from notice_parser.batch.manifest import Counts, Outcome
from notice_parser.batch.run import Plan, Summary, batch

__all__ = ["Columns", "Counts", "Outcome", "Plan", "Summary", "batch"]


class _Callable(ModuleType):
    """This package as a function: ``notice_parser.batch(...)``, which has its name."""

    def __call__(self, *arguments: Any, **values: Any) -> Summary:
        return batch(*arguments, **values)


sys.modules[__name__].__class__ = _Callable
