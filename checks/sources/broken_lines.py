"""What an engine says of a broken line of a text file, in plain words and without what stands there."""

import csv
import re

_LINE = re.compile(r"CSV Error on Line: (\d+)\nOriginal Line: ?(.*?)$", re.DOTALL | re.MULTILINE)
_COUNTS = re.compile(r"^Expected Number of Columns: (\d+) Found: (\d+)$", re.MULTILINE)
_CONVERTED = re.compile(r"^Error when converting column \"(.*)\"\. Could not convert string", re.MULTILINE)
_KIND = re.compile(r" is being converted as type (\w+)")
_FILE = re.compile(r"^  file = (.*)$", re.MULTILINE)
_JSON_FILE = re.compile(r'JSON transform error in file "(.*?)", in line')
_SEPARATED = re.compile(r"^  delimiter = (.) ", re.MULTILINE)
_JSON = re.compile(r"JSON transform error in file .*?, in line (\d+): ", re.DOTALL)
_TWICE = re.compile(r' has duplicate key "(.*)"$', re.MULTILINE)

KINDS = {"TIMESTAMP": "time", "DATE": "day", "TIME": "time of the day", "BOOLEAN": "truth value"}


def in_words(said: str) -> str:
    """Which line is broken and how; empty where the engine speaks of something else."""
    if of_json := _JSON.search(said):
        twice = _TWICE.search(said)
        why = f"has the key `{twice[1]}` twice" if twice else "is not like the other lines"
        return f"line {int(of_json[1]):,} {why}"
    if "CSV Error on Line: " not in said:
        return ""
    line = f"line {int(said.partition('CSV Error on Line: ')[2].split()[0]):,}"
    if "not utf-8 encoded" in said:
        return f"{line} is not utf-8 encoded: write the file as UTF-8"
    if "Value with unterminated quote found" in said:
        return f'{line} opens a quote (") that is not closed as it should be'
    if converted := _CONVERTED.search(said):
        kind = _KIND.search(said)
        called = KINDS.get(kind[1].partition("_")[0], "number") if kind else "number"
        return f"{line}: `{converted[1]}` is no {called}, as it is in the lines before"
    if counts := _COUNTS.search(said):
        expected, found = map(int, counts.groups())
        there = _fields(said, expected, found)
        return f"{line} has {there:,} field{'s'[: there != 1]}, the header has {expected:,}"
    return f"{line} is broken"


def file_of(error: Exception) -> str:
    """The file that an error is about; empty where the engine names none."""
    named = _FILE.findall(str(error)) or _JSON_FILE.findall(str(error))
    return str(named[-1]) if named else ""


def _fields(said: str, expected: int, found: int) -> int:
    """How many fields the line has: the engine stops counting at the first that is too many."""
    line, separated = _LINE.search(said), _SEPARATED.findall(said)
    if found <= expected or line is None or not separated:
        return found
    delimiter = "\t" if separated[-1] == "\\" else separated[-1]
    return max(found, len(next(csv.reader([line[2]], delimiter=delimiter), [])))
