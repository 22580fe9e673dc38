"""Text that a terminal may be given."""


def printable(text: str) -> str:
    """The text without anything that a terminal would act on, or that reorders or breaks a line."""
    return "".join(each if each.isprintable() else "�" for each in text)
