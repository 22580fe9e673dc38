"""Folders that are links: they are followed, but not in a circle, and not to what is found without them."""

import os


def is_elsewhere(folder: str, been: list[str]) -> bool:
    """Whether a folder is one of its own, or a link to where nobody has been: others lead in a circle."""
    if not os.path.islink(folder):  # noqa: PTH114 (as for paths: there are thousands)
        return True
    there = os.path.realpath(folder)
    if any(os.path.commonpath([there, each]) in (there, each) for each in been):
        return False
    been.append(there)
    return True
