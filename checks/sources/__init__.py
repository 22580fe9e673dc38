"""Where the data lives: the only reading and writing in `checks`."""
