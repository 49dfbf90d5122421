"""The site made of these pages: ``poe site`` writes it to ``build/site``. A link that leads nowhere ends the build."""

project = "notice-parser"
author = "The notice-parser authors"
project_copyright = author
html_title = "notice-parser"
extensions = ["myst_parser"]
html_theme = "furo"
exclude_patterns = ["example.txt"]
source_suffix = {".md": "markdown"}
myst_heading_anchors = 3  # headings of these levels are targets, by the same rule as on a code host
suppress_warnings = ["myst.header"]  # made parts begin at the level that their page needs
# words of Chinese pages are cut by jieba, for the search to find them
html_search_language = "zh"
html_show_sourcelink = False
