"""Cases → report: each document parsed, its JSON judged. What cannot be parsed is judged as an empty answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from notice_parser.options import Options
from notice_parser.score.cases import Case
from notice_parser.score.fields import judge, judged_fields
from notice_parser.score.verdicts import Counts, Judgement, count

__all__ = ["CaseReport", "Report", "score_cases"]


class CaseReport(Struct, frozen=True, kw_only=True):
    """The judgements of one case; ``error`` says why there was no answer."""

    case: Case
    judgements: tuple[Judgement, ...]
    fields: tuple[str, ...]
    error: str | None = None


class Report(Struct, frozen=True, kw_only=True):
    """All cases judged, in the order of their ids."""

    cases: tuple[CaseReport, ...]

    def fields(self) -> dict[str, Counts]:
        """The counts of every judged field, by name; those that held nothing too."""
        return fields_of(self.cases)

    def groups(self, by: str) -> dict[str, dict[str, Counts]]:
        """The counts of every judged field for each group of cases."""
        groups: dict[str, list[CaseReport]] = {}
        for one in self.cases:
            groups.setdefault(one.case.group(by), []).append(one)
        return {name: fields_of(groups[name]) for name in sorted(groups)}


def score_cases(cases: Iterable[Case], *, options: Options | None = None) -> Report:
    """The report of these cases."""
    return Report(cases=tuple(_score(case, options) for case in cases))


def fields_of(cases: Iterable[CaseReport]) -> dict[str, Counts]:
    """The counts of every field that these cases judge."""
    judged: dict[str, list[Judgement]] = {}
    for one in cases:
        for field in one.fields:
            judged.setdefault(field, [])
        for judgement in one.judgements:
            judged.setdefault(judgement.field, []).append(judgement)
    return {field: count(judged[field]) for field in sorted(judged)}


def _score(case: Case, options: Options | None) -> CaseReport:
    notice, error = _parse(case, options)
    parsed = Judgement("parsed", "hit" if error is None else "missed", case.id if error is None else f"{case.id}: {error}")
    return CaseReport(case=case, judgements=(parsed, *judge(notice, case.gold)), fields=judged_fields(case.gold), error=error)


def _parse(case: Case, options: Options | None) -> tuple[dict[str, Any], str | None]:
    from notice_parser.errors import GrammarError, OptionError
    from notice_parser.pipeline import parse

    try:
        return json.loads(parse(case.document, options=options).to_json()), None
    except (GrammarError, OptionError):
        raise  # the caller's to mend, and the same in every document
    except Exception as error:  # a crash of ours is what a score should count, not what should end it
        return {}, f"{type(error).__name__}: {' '.join(str(error).split())}".replace(str(case.document), case.document.name)
