"""``python -m notice_parser``: the same as the command ``notice-parser``."""

from __future__ import annotations

import sys

from notice_parser.cli import main

if __name__ == "__main__":
    sys.exit(main())
