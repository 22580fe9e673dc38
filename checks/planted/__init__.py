"""The kinds of failures that are planted, a module each: `plants(history)` yields those of one table."""
