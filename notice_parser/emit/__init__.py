"""How a notice is printed: JSON, its schema, Markdown. Sees the model, nothing else of ours."""
