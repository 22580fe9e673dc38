"""Where the path of a file seems to say a day: `orders_2026-01-31.csv`, `2026/01/31/part-0.parquet`."""

import re

_YEAR, _MONTH, _DAY = r"(?:19|20)\d\d", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_IN_A_NAME = re.compile(rf"(?<!\d){_YEAR}([-_.]?){_MONTH}\1{_DAY}(?=(?:\d\d){{0,3}}(?!\d))")
"""With an hour, minutes and seconds behind it, or without."""
_IN_FOLDERS = re.compile(rf"(?<![^/])((?:[^/=]+=)?){_YEAR}/((?:[^/=]+=)?){_MONTH}/((?:[^/=]+=)?){_DAY}(?=/)")
"""2026/01/31, and year=2026/month=01/day=31."""


def spelled(file: str) -> str | None:
    """The path with %Y, %m and %d for the day that it says, in the name of the file before its folders; None
    where it says none."""
    for at, part in reversed([*enumerate(parts := file.split("/"))]):
        if _IN_A_NAME.search(part):
            parts[at] = _IN_A_NAME.sub(r"%Y\1%m\1%d", part, count=1)
            return "/".join(parts)
    said, times = _IN_FOLDERS.subn(r"\1%Y/\2%m/\3%d", file, count=1)
    return said if times else None
