"""Arrays in, numbers out: the rules behind the verdicts, each with the source of its formula."""
