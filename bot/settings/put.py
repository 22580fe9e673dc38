"""A new file of the configuration, put in its place whole, and never over one that is there."""

import os
from pathlib import Path
from secrets import token_hex


def can_put(folder: Path) -> bool:
    """Whether files can be added to a folder: containers and checkouts of Git often have it read-only."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def put(path: Path, text: str) -> None:
    """Write a file; whoever reads the folder sees all of it or nothing. Raises FileExistsError, OSError."""
    draft = path.with_name(f".{path.name}.{token_hex(4)}")  # the loader reads no file that begins with a dot
    try:
        with draft.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _link(draft: Path, path: Path) -> None:
    """A link fails where there is a file already; a file system without links gets the file itself."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)
