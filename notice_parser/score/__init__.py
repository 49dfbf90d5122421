"""Accuracy against gold: cases in, one verdict a judged item out, counted by field."""

from __future__ import annotations

from notice_parser.score.cases import Case, ScoreError, find_cases, without_document
from notice_parser.score.report import as_json, compare, error_lines, figure_lines, read_report
from notice_parser.score.run import Report, score_cases

__all__ = [
    "Case",
    "Report",
    "ScoreError",
    "as_json",
    "compare",
    "error_lines",
    "figure_lines",
    "find_cases",
    "read_report",
    "score_cases",
    "without_document",
]
