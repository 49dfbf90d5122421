"""How a notice is printed: JSON and its schema, Markdown, the page, chunks, tables.

Sees the model, and the words of errors and diagnostics; nothing else of ours.
"""
