"""The mark with which a line begins as an item of its own, so that it does not go on with the line above."""

from __future__ import annotations

import re

__all__ = ["MARKED"]

MARKED = re.compile("[ 　]{0,4}[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|[一二三四五六七八九十][是要]")
