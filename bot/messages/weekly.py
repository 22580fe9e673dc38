"""The three weekly checks over seven days, a square a day. Failing tables come first."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.checkup import UNWATCHED, Strip
from bot.messages.figures import counted, day
from bot.messages.text import SECTION, code, listing, one_line, sentence

SQUARES: Mapping[bool | None, str] = {True: "🟩", False: "🟥", None: "⬜"}
_TABLES, _ROOM = 8, 100


def weekly_text(strips: Sequence[Strip], limit: int = SECTION) -> str:
    """The span, then for each table its name and a line a check; the tables that do not fit are counted."""
    tables = {table: checks for table, checks in by_table(strips).items() if any(map(_watched, checks))}
    shown = [f"*{span(strips)}*"] if span(strips) else []
    used = 0
    for table, checks in list(tables.items())[:_TABLES]:
        block = "\n".join([code(table), *_lines(checks)])
        if sum(map(len, shown)) + len(block) > limit - _ROOM:
            break
        shown.append(block)
        used += 1
    return "\n".join([*shown, *_others(list(tables.values())[used:]), *_unwatched(strips, tables)])


def green_text(strips: Sequence[Strip]) -> str:
    """One line where none is failing: which are green on each day wherever they are watched."""
    checks: dict[str, list[Strip]] = {}
    for strip in strips:
        checks.setdefault(name(strip), []).extend([strip] if _watched(strip) else [])
    green = [
        check
        for check, watched in checks.items()
        if watched and all(day.ok for strip in watched for day in strip.days)
    ]
    blind = [check for check, watched in checks.items() if watched and check not in green]
    without = [check for check, watched in checks.items() if not watched]
    parts = [f"🟩 Green: {', '.join(green)}, {span(strips)}"] if green else ["⬜ None of the three is green"]
    parts += [f"not judged on each day: {', '.join(blind)}"] if blind else []
    parts += [f"not watched: {', '.join(without)}"] if without else []
    return f"{'; '.join(parts)}."


def _watched(strip: Strip) -> bool:
    """Seven grey squares say nothing that two words do not."""
    return strip.note != UNWATCHED or any(day.ok is not None for day in strip.days)


def _lines(checks: Sequence[Strip]) -> list[str]:
    """A line a check; those that are not watched share one."""
    without = [name(strip) for strip in checks if not _watched(strip)]
    said = [f"_not watched: {', '.join(without)}_"] if without else []
    return [*(_line(strip) for strip in checks if _watched(strip)), *said]


def _unwatched(strips: Sequence[Strip], watched: Mapping[str, object]) -> list[str]:
    """The tables of which none of the three is watched."""
    found = list(dict.fromkeys(strip.table for strip in strips if strip.table not in watched))
    return [f"None of the three is watched: {listing(found, 8, '`oakum check --explain`')}"] if found else []


def _others(tables: Sequence[Sequence[Strip]]) -> list[str]:
    if not tables:
        return []
    failing = sum(any(strip.failing for strip in checks) for checks in tables)
    said = f"{failing:,} of them failing" if failing else "none of them failing"
    return [f"… and {counted(len(tables), 'more table', 'more tables')}, {said}: `oakum check --explain`"]


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
    return strip.check.replace("_", " ")


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
