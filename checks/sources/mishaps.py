"""What is said of an error, without the values that engines like to quote: they stay in the source."""

import re
import traceback
from pathlib import PurePath

from checks.sources.tables import reason

ABOUT_THE_CODE = (AttributeError, ImportError, NameError, SyntaxError, TypeError)


def of_an_engine(error: Exception) -> str:
    """What an engine says; of an error that is about values, only what stands before the first of them."""
    said = reason(error)
    # the name that all drivers of Python give to errors in the query itself
    if any(kind.__name__ == "ProgrammingError" for kind in type(error).__mro__):
        return said
    return re.split(r"['\"]", said)[0].rstrip(" :")


def of_a_function(error: Exception) -> str:
    """Which error, in which line of which file; its words only where they are about the code."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    at = f"in line {place.lineno} of {PurePath(place.filename).name}"
    said = f": {reason(error)}" if isinstance(error, ABOUT_THE_CODE) else ""
    return f"{type(error).__name__} {at}{said}"
