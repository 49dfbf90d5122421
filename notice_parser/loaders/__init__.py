"""Thin loaders for frameworks of retrieval; each module imports its framework, and nothing else of ours imports them."""
