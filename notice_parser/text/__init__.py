"""Knowledge of Chinese writing: pure functions on strings, no notices."""
