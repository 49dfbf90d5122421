"""Phrases: what the words before and behind a figure say. Strings in, strings out; times come blanked."""

from __future__ import annotations

import re
from functools import lru_cache

from notice_parser.extract.statistics.sentences import TIME
from notice_parser.grammar import Grammars

__all__ = ["Phrases", "split_names"]

_PUNCTUATION = " \t\u3000，,、：:；;。（）()“”\"'-—"
_NAME_BREAK = re.compile("[、，,]|(?<=[^和与及共])(?:和|以及|及|与)(?=[^谐平睦])")
_BRACKETS = re.compile("[（(][^（）()]{0,60}[）)]")
_MARKER = re.compile("^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]、?|[0-9]{1,2}[.．、](?![0-9])|[●■◆▲★○◇□①-⑳]|[一二三四五六七八九十]是)[ 　]{0,3}")
_DEGREE = re.compile("(?:较[多高大快好低少差]|最[多高大快好低少差]|居[多前]|靠前|突出|领先|排名前列|偏[多高低少])[的为是，,]{0,2}$")
_DE = re.compile("的$")
_AMONG = re.compile("^其中")


class Phrases:
    """The readers of phrases, with the grammars they use; results are remembered, phrases repeat."""

    def __init__(self, grammars: Grammars) -> None:
        self.subjects = grammars["statistics.subjects"]
        self.clauses = grammars["statistics.clauses"]
        words = self.clauses.words
        longest = sorted(words["lead"], key=len, reverse=True)
        self.lead = re.compile("^(?:" + "|".join(map(re.escape, longest)) + ")[，,：:]?")
        self.link = re.compile("(?:" + "|".join(map(re.escape, sorted(words["link"], key=len, reverse=True))) + ")$")
        self.stop = re.compile("|".join(map(re.escape, sorted(words["stop"], key=len, reverse=True))))
        self.subject_of = lru_cache(maxsize=2048)(self._subject_of)

    def bare(self, phrase: str) -> str:
        """The phrase without times, brackets, markers and punctuation at its ends."""
        plain = _BRACKETS.sub("", phrase).replace(TIME, "")
        plain = _MARKER.sub("", plain.strip(_PUNCTUATION))
        quotes = plain.count("“") - plain.count("”")
        plain = plain.strip(" \t\u3000，,、：:；;。（）()-—")
        return plain.strip("“”") if quotes else plain

    def without_lead(self, phrase: str) -> tuple[str, bool]:
        """The phrase without words that only lead in, and whether 其中 was among them."""
        among = False
        for _ in range(4):
            rest = phrase.lstrip(_PUNCTUATION.replace("“", "").replace("（", "").replace("(", ""))
            match = self.lead.match(rest)
            if match is None or match.end() == len(rest) and len(match.group()) > 3:
                return rest, among
            among = among or bool(_AMONG.match(match.group()))
            phrase = rest[match.end() :]
        return phrase, among

    def without_link(self, phrase: str) -> str:
        """The phrase without the link words at its end: 为, 达到, 共有."""
        for _ in range(4):
            phrase = phrase.rstrip(_PUNCTUATION.replace("”", "").replace("）", ""))
            match = self.link.search(phrase)
            if match is None:
                break
            phrase = phrase[: match.start()]
        return phrase

    def _subject_of(self, phrase: str) -> tuple[str | None, str]:
        """The subject that the phrase begins with, and what is left of the phrase."""
        best = None
        for rule in self.subjects.rules:
            match = next(rule.find(phrase), None)
            if match is not None and (best is None or (match.priority, match.end) > (best.priority, best.end)):
                best = match
        if best is None:
            return None, phrase
        subject = best.group("subject") or best.text
        return subject, phrase[best.end :].lstrip("的，,：:")

    def without_locative(self, phrase: str) -> str:
        """The phrase without 通过…平台 in front."""
        match = self.clauses.first(phrase, only=("statistics.clauses.locative",))
        return phrase[match.end :] if match and match.start == 0 and len(phrase) - match.end >= 2 else phrase

    def behind(self, phrase: str) -> str:
        """The noun phrase that a figure counts, where it stands behind it: 106项涉企事项实行… → 涉企事项."""
        phrase = _BRACKETS.sub("", phrase).lstrip("的")
        cut = re.search("[，,。；;：:、（）()]", phrase)
        if cut:
            phrase = phrase[: cut.start()]
        match = self.stop.search(phrase, 1)
        if match:
            phrase = phrase[: match.start()]
        return self.bare(re.sub("(?:和|及|与|以及|共|的)$", "", phrase.strip()))

    def topic(self, phrase: str) -> str:
        """A clause without figures as the name of a topic: 办结件较多 → 办结件."""
        return _DE.sub("", _DEGREE.sub("", self.without_link(phrase)))


def split_names(phrase: str) -> list[str]:
    """The names of an enumeration.

    >>> split_names("禾丰县、云坪区和柳坝镇")
    ['禾丰县', '云坪区', '柳坝镇']
    """
    return [name.strip(" 　") for name in _NAME_BREAK.split(phrase) if name.strip(" 　等")]
