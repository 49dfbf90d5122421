"""``python -m notice_parser``: the same as the command ``notice-parser``."""

from __future__ import annotations

import sys

from notice_parser.cli import main

if __name__ == "__main__":
    code = main()
    # ``python -m`` ends by SIGINT if Ctrl-C last came out of an ``exec`` of text (a dataclass being made while a library loads),
    # though ``main`` has handled it; any text that runs through clears that
    exec("")
    sys.exit(code)
