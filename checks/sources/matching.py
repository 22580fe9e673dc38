"""Paths that match a pattern, as a shell has it: links are followed, and what is hidden stays so."""

import glob


def matching(pattern: str) -> list[str]:
    """Every file and folder, in no order; `**` stands for any folders, or none."""
    return glob.glob(pattern, recursive=True)  # noqa: PTH207 (Path.glob finds hidden files, and no linked ones)
