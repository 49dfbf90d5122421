"""Many files: which (``plan.py``), and parsing them on this machine (``local.py``)."""

from __future__ import annotations

from notice_parser.batch.local import Outcome, Summary, run_batch
from notice_parser.batch.plan import Plan, Work, make_plan

__all__ = ["Outcome", "Plan", "Summary", "Work", "make_plan", "run_batch"]
