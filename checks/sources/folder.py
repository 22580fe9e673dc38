"""Which tables lie in a folder, by the names of its files: `usage/day=2026-01-31/part-0.parquet`,
`orders.csv`, `sales_2026-01-31.csv`, thirty of them side by side. Only what is called .json is opened.
"""

import glob
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath

from checks.sources.dated import as_glob, as_path, is_dated, undated
from checks.sources.json_lines import begins_with_an_object
from checks.sources.links import is_elsewhere
from checks.sources.spelled import spelled
from checks.sources.tables import TEXT_FILES

_ENDINGS = (".parquet", *TEXT_FILES)
_LONGEST_FIRST = sorted(_ENDINGS, key=len, reverse=True)
_JSON = (".json", ".json.gz")
"""What is called so may be anything."""
_VARYING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+", re.IGNORECASE)
ANY_FORMAT = ".*"
_DATE = re.compile(r"\d{4}-?\d\d-?\d\d")
_CUT = re.compile(r"[^=]*=\*|\*(\..*)?")
"""A part of a path that changes from file to file, also where there is one file only so far."""
_STAR = "\0"
"""A `*` that somebody gave a file as its name."""
_NO_PATTERN = str.maketrans({_STAR: "_", "?": "_"})
"""In the name of a table these would make it stand for many."""
_PARTS = re.compile(r"(part|data|file|chunk|batch)?([-_. *]|c\*|snappy|gz|gzip|zstd|lz4|brotli)*")
"""A file that is called like this is a part of the table that its folder is named after."""

Shape = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A table: its name, the path to declare, and the column whose days are in the path, if there is one;
    where the names of its files say days, also a path that reads these."""

    name: str
    path: str
    day_column: str | None
    files: int
    dated: str | None = None
    members: Sequence[PurePath] = field(default=(), compare=False, repr=False)
    """Its files, from the folder on that was looked into."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that may stand where it is declared; of a database, `public` need not be written."""
        return (self.path, self.path.removeprefix("public."), *((self.dated,) if self.dated else ()))


def tables_in(root: Path) -> list[Found]:
    """The tables in a folder and in the folders below it, by path; `root` may be a file."""
    files = [PurePath(root.name)] if root.is_file() else sorted(_files(root))
    above = root.parent if root.is_file() else root
    alike = {
        shape: group
        for shape, group in _alike(files).items()
        if not shape[-1].lower().endswith(_JSON) or begins_with_an_object(above / each for each in group)
    }
    return [
        each if each.day_column else replace(each, dated=_dated(each.members)) for each in _found(root, alike)
    ]


def named_in(root: Path) -> list[Found]:
    """The tables in a folder by their names alone: no file is opened, and none that is called .json counts,
    since it may be anything; how names say days is not asked."""
    files = sorted(file for file in _files(root) if not file.name.lower().endswith(_JSON))
    return _found(root, _alike(files))


def _alike(files: Iterable[PurePath]) -> dict[Shape, list[PurePath]]:
    alike: dict[Shape, list[PurePath]] = defaultdict(list)
    for file in files:
        if file.name.lower().endswith(_ENDINGS):
            alike[_shape(file)].append(file)
    return alike


def _found(root: Path, alike: Mapping[Shape, list[PurePath]]) -> list[Found]:
    groups = [(_settled(shape, group), group) for shape, group in _whatever_format(alike).items()]
    often = Counter(_name(shape, root) for shape, _ in groups)
    endings = _endings(shape for shape, _ in groups)
    found = []
    for shape, group in groups:
        name = _name(shape, root)
        name = "_".join(_named(shape)) if often[name] > 1 else name
        if len(endings[tuple(_named(shape))]) > 1:
            name += _split(shape[-1])[1].replace(".", "_").replace("*", "")
        found.append(Found(name, as_path(_path(shape)), _day_column(group), len(group), members=tuple(group)))
    return found


def _endings(shapes: Iterable[Shape]) -> Mapping[tuple[str, ...], set[str]]:
    """In which formats there are files of each name."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for shape in shapes:
        found[tuple(_named(shape))].add(_split(shape[-1])[1])
    return found


def _path(shape: Shape) -> str:
    path = "/".join("*".join(glob.escape(each) for each in part.split("*")) for part in shape)
    return path.replace(_STAR, "[*]")


def _dated(files: Sequence[PurePath]) -> str | None:
    """The path that says the day of these files, where most are called like one, and all in the same way."""
    known = [PurePath(found) for file in files if (found := spelled(as_path(str(file))))]
    if 2 * len(known) <= len(files):
        return None
    shape, _ = Counter(map(_shape, known)).most_common(1)[0]
    path = _path(_settled(shape, [file for file in known if _shape(file) == shape]))
    return path if all(file.match(as_glob(path)) for file in files) else None


def _files(root: Path) -> Iterator[PurePath]:
    """Data files, but none that Spark, Hive or an editor leaves beside them."""
    been = [os.path.realpath(root)]
    for folder, folders, names in os.walk(root, followlinks=True):
        folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
        folders[:] = [name for name in folders if is_elsewhere(Path(folder, name), been)]
        for name in names:
            if name.lower().endswith(_ENDINGS) and not name.startswith(("_", ".")) and _is_text(name):
                yield PurePath(folder, name).relative_to(root)


def _is_text(name: str) -> bool:
    """Whether a name can be written down: the bytes of some cannot."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whatever_format(alike: Mapping[Shape, list[PurePath]]) -> dict[Shape, list[PurePath]]:
    """Files of several formats, each of other days, are one table: it came to be written in another one."""
    found: dict[Shape, list[PurePath]] = {}
    called: dict[Shape, list[Shape]] = defaultdict(list)
    for shape in alike:
        called[(*shape[:-1], _split(shape[-1])[0])].append(shape)
    for shape, files in alike.items():
        *folders, last = shape
        other = called[(*folders, _split(last)[0])]
        days = [{file.parent for file in alike[each]} for each in other]
        apart = len(set().union(*days)) == sum(map(len, days)) and any("=" in each for each in folders)
        as_one = (*folders, f"{_split(last)[0]}{ANY_FORMAT}") if len(other) > 1 and apart else shape
        found.setdefault(as_one, []).extend(files)
    return found


def _shape(file: PurePath) -> Shape:
    """The parts of a path with `*` for what changes from file to file of one table."""
    *folders, last = file.parts
    partitioned = any("=" in folder for folder in folders)
    stem, ending = _split(last)
    plain = re.sub(r"\*([-_.: T]*\*)+", "*", _VARYING.sub("*", stem))
    stem = "*" if partitioned and not is_dated(stem) else plain
    if _PARTS.fullmatch(stem.lower()) and folders:
        stem = "*"
    return (*(_folder(folder) for folder in folders), f"{stem}{ending}")


def _split(name: str) -> tuple[str, str]:
    ending = next((each for each in _LONGEST_FIRST if name.lower().endswith(each)), ANY_FORMAT)
    return name[: -len(ending)], name[-len(ending) :]


def _folder(name: str) -> str:
    """`day=2026-01-31` and `2026` change from file to file; other folders have names."""
    if undated(name) != name:
        return _VARYING.sub("*", name)
    if "=" in name:
        return f"{name.partition('=')[0]}=*"
    return "*" if _VARYING.sub("", name).strip("-_.") == "" else name


def _settled(shape: Shape, files: Sequence[PurePath]) -> Shape:
    """The shape with what is the same in all files as it is written: `v2` is a name, a date is none."""
    parts = []
    for part, *written in zip(shape, *(file.parts for file in files), strict=True):
        same = len(set(written)) == 1 and not _CUT.fullmatch(part) and not _DATE.search(written[0])
        parts.append(_as_written(written[0].replace("*", _STAR), part) if same else part)
    return tuple(parts)


def _as_written(written: str, part: str) -> str:
    """Digits behind a day are its time, which may be another tomorrow."""
    if not is_dated(part):
        return written
    return f"{written.rpartition('%d')[0]}%d{part.rpartition('%d')[2]}"


def _named(shape: Shape) -> list[str]:
    """The parts that name something, without `*` and the ending of the file."""
    *folders, last = shape
    named = [*(part for part in folders if "=" not in part), _split(last)[0]]
    stripped = (part.replace("*", "").strip("-_. ").translate(_NO_PATTERN) for part in named)
    return [part for part in stripped if part]


def _name(shape: Shape, root: Path) -> str:
    named = _named(shape)
    return named[-1] if named else (root.stem if root.is_file() else root.resolve().name) or "data"


def _day_column(files: Iterable[PurePath]) -> str | None:
    """The `column=` of the path that says days; a value that is none will be told by the checks."""
    said = (part.split("=", 1) for file in files for part in file.parts[:-1] if "=" in part)
    return next((column for column, value in said if _is_day(value)), None)


def _is_day(value: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d.*", value)) and bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False
