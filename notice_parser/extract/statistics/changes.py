"""Growth and decline: 同比增长, 较上年减少, fused pairs; what changed is named with them or was the figure before."""

from __future__ import annotations

from notice_parser.extract.statistics.exclusions import Exclusions
from notice_parser.extract.statistics.memory import Topic
from notice_parser.extract.statistics.records import RATES
from notice_parser.model import Change, Quantity

__all__ = ["Changes"]


class Changes(Exclusions):
    """Reads figures of change."""

    def is_change(self, label: str, figure: Quantity) -> bool:
        memory = self.memory
        here = memory.topics[self.first_topic :]
        return label == "based" or figure.unit in RATES or memory.base is not None or any(t.unit == figure.unit for t in here)

    def read_change(
        self, figure: Quantity, rest: str, start: int, base: str | None, thing: str, down: bool, rule: str, among: bool
    ) -> None:
        if base:
            self.keep_base(base, rest)
        subjects, indicator = self.who_and_what(rest[:start] + thing)
        topic = self.topic_for(figure) if not indicator else None
        if topic is not None:
            self.add_change(figure, topic, "down" if down else "up", subjects)
            return
        self.add_change(figure, Topic(indicator, None, -1, None), "down" if down else "up", subjects)

    def add_change(self, figure: Quantity, topic: Topic, direction: str, subjects: tuple[str, ...]) -> None:
        sign = -1 if direction == "down" and figure.value > 0 else 1
        if figure.value < 0:
            direction = "down"
        stated = bool(subjects)
        if not subjects and topic.record >= 0 and topic.subject is not None:
            subjects = (topic.subject,)
        self.add(
            figure,
            subjects or None,
            topic.indicator,
            measure="change",
            change=Change(direction="down" if direction == "down" else "up", basis=self.memory.base),
            sign=sign,
            carried=topic.record >= 0,
            rule="statistics.changes.based" if self.memory.base else "statistics.changes.bare",
            topic=topic.record < 0,
            stated=stated,
        )
        self.memory.last_change = True
