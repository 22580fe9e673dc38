"""When a limit will be crossed, in words: crosses 5% about Thu 10 Dec (7 to 20 Dec)."""

from datetime import date

from bot.domain.finding import Finding
from checks.verdict import called


def crosses(finding: Finding) -> str:
    """The day, and between which days it may be; empty where no crossing is foreseen.

    The year is told where it is another one than that of the newest bad day.
    """
    known = finding.evidence.get("crossing")
    if not known:
        return ""
    at, earliest = (date.fromisoformat(known[name]) for name in ("at", "from"))
    latest = date.fromisoformat(known["to"]) if known["to"] else None
    today = max(finding.bad, default=at)
    return f"crosses {known['limit']} about {called(at, today)} ({_span(earliest, latest, today)})"


def _span(earliest: date, latest: date | None, today: date) -> str:
    """7 to 20 Dec; 28 Nov to 3 Dec; from 7 Dec, or never."""
    if latest is None:
        return f"from {_short(earliest, today)}, or never"
    same = (earliest.year, earliest.month) == (latest.year, latest.month)
    first = f"{earliest.day}" if same else _short(earliest, today)
    return _short(latest, today) if earliest == latest else f"{first} to {_short(latest, today)}"


def _short(day: date, today: date) -> str:
    return called(day, today).partition(" ")[2]
