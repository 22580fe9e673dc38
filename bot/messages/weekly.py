"""The three weekly checks over seven days, a square a day. Failing tables come first."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.checkup import Strip
from bot.messages.figures import counted, day
from bot.messages.text import code, fitted, one_line, sentence

NAMES: Mapping[str, str] = {
    "finish_window": "finish window",
    "null_rate": "null trend",
    "duplicate_keys": "duplicate keys",
}
SQUARES: Mapping[bool | None, str] = {True: "🟩", False: "🟥", None: "⬜"}
_TABLES = 8


def weekly_lines(strips: Sequence[Strip], most: int = _TABLES) -> list[str]:
    """A line for the span, then for each table its name and a line a check."""
    tables = by_table(strips)
    lines = [f"*{span(strips)}*"] if span(strips) else []
    for table, checks in list(tables.items())[:most]:
        lines += [code(table), *(_line(strip) for strip in checks)]
    rest = list(tables.values())[most:]
    if rest:
        failing = sum(any(strip.failing for strip in checks) for checks in rest)
        said = f"{failing} of them failing" if failing else "none of them failing"
        lines.append(f"… and {counted(len(rest), 'more table', 'more tables')}, {said}")
    return lines


def weekly_text(strips: Sequence[Strip]) -> str:
    """The lines, cut to a section."""
    return fitted(weekly_lines(strips))


def by_table(strips: Sequence[Strip]) -> dict[str, list[Strip]]:
    """The strips of each table; failing tables first."""
    tables: dict[str, list[Strip]] = {}
    for strip in strips:
        tables.setdefault(strip.table, []).append(strip)
    return dict(sorted(tables.items(), key=lambda item: not any(strip.failing for strip in item[1])))


def span(strips: Sequence[Strip]) -> str:
    """Fri 8 Feb to Thu 14 Feb."""
    dates: list[date] = sorted({each.day for strip in strips for each in strip.days})
    return f"{day(dates[0])} to {day(dates[-1])}" if dates else ""


def _line(strip: Strip) -> str:
    squares = "".join(SQUARES[each.ok] for each in strip.days)
    return f"{squares}  {name(strip)}{remark(strip)}"


def name(strip: Strip) -> str:
    """The check in the words of a reader."""
    return NAMES.get(strip.check, strip.check.replace("_", " "))


def remark(strip: Strip) -> str:
    """What the bad days said, or what is missing."""
    bad = [each for each in strip.days if each.ok is False]
    if bad:
        newest = bad[-1]
        said = f" ({sentence(newest.said, 120)})" if newest.said else ""
        return f": *{counted(len(bad), 'bad day')}*, last {day(newest.day)}{said}"
    unknown = sum(each.ok is None for each in strip.days)
    if not unknown:
        return ""
    why = sentence(one_line(strip.note), 160) if strip.note else f"{counted(unknown, 'day')} not judged"
    return f": {why}"
