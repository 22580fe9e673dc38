"""Text that a terminal may be given."""

from unicodedata import category


def printable(text: str) -> str:
    """The text without anything that a terminal would act on, or that reorders or breaks a line."""
    return "".join(_harmless(each) for each in text)


def _harmless(character: str) -> str:
    if character.isprintable():
        return character
    return " " if category(character) == "Zs" else "�"  # a space that does not break is one all the same
