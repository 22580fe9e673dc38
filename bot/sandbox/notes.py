"""What whoever runs the sandbox wants its visitors to know, as a room of the page."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs of plain text; a newline in a paragraph is kept."""

    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Notes:
    """A title for the sidebar and the room, and what is in it; `hint` says in the first room what to try."""

    title: str
    sections: Sequence[Section]
    hint: str = ""
