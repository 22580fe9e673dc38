"""Which tables lie in a source, by their names: nothing is read, and nothing is scanned."""

import os
from collections.abc import Callable
from pathlib import Path

from checks.sources.folder import Found, named_in
from checks.sources.opening import Opened, Place
from checks.sources.relations import tables_in_database
from checks.sources.tables import SourceError, reason


def lying_in(place: Place, in_folder: Callable[[Path], list[Found]] = named_in) -> list[Found]:
    """The tables that a folder or a database holds. Raises `SourceError` where it cannot be listed.

    With `tables_in` for a folder they can be looked at, and files that are called .json are opened.
    """
    try:
        if isinstance(place, Path):
            with os.scandir(place):  # a walk through a folder that is not there, or is closed, finds nothing
                return in_folder(place)
        return tables_in_database(Opened().database(place))
    except SourceError:
        raise
    except Exception as error:  # whatever a disk or an engine raises
        raise SourceError(f"cannot be listed ({reason(error)})") from error
