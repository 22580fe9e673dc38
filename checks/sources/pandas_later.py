"""pandas is imported for a user's function that asks for a frame, and not because pyarrow makes an array.

To see whether what it is given is a column of pandas, pyarrow imports pandas at the first array or scalar: a
third of a second for each command. Where that fails it goes on without, and tries once more for a frame.
"""

import sys
from functools import cache
from importlib.abc import MetaPathFinder
from typing import Any


class _Nowhere(MetaPathFinder):
    def find_spec(self, name: str, *_: Any) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("not for pyarrow, which looks for it now", name=name)


@cache
def pandas_later() -> None:
    """Have pyarrow look for pandas once, and not find it."""
    import pyarrow as pa

    nowhere = _Nowhere()
    sys.meta_path.insert(0, nowhere)
    try:
        pa.scalar(0)
    finally:
        sys.meta_path.remove(nowhere)
