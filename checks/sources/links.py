"""Folders that are links: they are followed, but not in a circle, and not to what is found without them."""

import os
from pathlib import Path


def is_elsewhere(folder: Path, been: list[str]) -> bool:
    """Whether a folder is one of its own, or a link to where nobody has been: others lead in a circle."""
    if not folder.is_symlink():
        return True
    there = os.path.realpath(folder)
    if any(os.path.commonpath([there, each]) in (there, each) for each in been):
        return False
    been.append(there)
    return True
