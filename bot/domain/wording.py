"""The reason for a finding's place, in one line of plain text. Messages escape it where they show it."""

from bot.domain.affected import is_beyond_usual
from bot.domain.finding import Finding, Label, Money
from checks.verdict import ROWS

_NBSP = "\u00a0"  # a figure and its unit stay on one line
_UNITS = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_LARGE = _UNITS[:2]
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


UNHEARD = 0.5
"""The probability of a finding of whose check nobody has said anything: as likely real as not."""


def reason(finding: Finding, *, priced: bool = True) -> str:
    """1st: null rate `usage.age` · 3% of 40k rows a day, 0.8 sure, feeds churn (critical), broken now …

    What nobody declared or said is left out; the price too, where that is told already.
    """
    often = how_often(finding)
    parts = [
        _share(finding),
        often,
        f"{finding.probability:.2g} sure" if finding.probability != UNHEARD else "",
        f"feeds {finding.feeds[0]} ({finding.feeds[1]})" if finding.feeds else "",
        "" if often else _breaks(finding.days_to_break),  # what comes and goes may be well just now
        f"{money(finding.cost)} a month" if finding.cost and priced else "",
        str(finding.evidence.get("because", "")),
        finding.lowered,
        finding.because,
    ]
    said = ", ".join(part for part in parts if part)
    return f"{ordinal(finding.rank)}: {finding.check.replace('_', ' ')} {_place(finding)} · {said}"


def ordinal(number: int) -> str:
    """1 → 1st, 12 → 12th, 23 → 23rd."""
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _place(finding: Finding) -> str:
    column = ", ".join(finding.column) if isinstance(finding.column, tuple) else finding.column
    name = f"{finding.table}.{column}" if column else finding.table
    where = f"`{' '.join(name.split())}`"
    return f"{where} in {' '.join(finding.segment.split())}" if finding.segment else where


def _share(finding: Finding) -> str:
    if not finding.volume:
        return ""
    daily = " a day" if finding.unit == ROWS else ""
    beyond = " beyond the usual" if is_beyond_usual(finding) else ""
    return f"{percent_of(finding.affected_share)} of {_short(finding.volume)} {finding.unit}{daily}{beyond}"


def percent_of(share: float) -> str:
    """0.031 → 3.1%, 1 → all."""
    hundredths = share * 100
    if 0 < hundredths < 0.1:
        return "under 0.1%"
    return f"{hundredths:.2g}%" if hundredths < 99.5 else "all"


def how_often(finding: Finding) -> str:
    """On 1 day of 7; for 2 h 40 min in 7 days; empty where it is so all of the time."""
    if finding.hours is None or finding.time_share == 1:
        return ""
    hours, of = finding.hours
    if hours % 24 == 0:
        return f"on {_days(round(hours / 24))} of {of / 24:.0f}"
    return f"for {_length(hours)} in {_days(round(of / 24))}"


def _length(hours: float) -> str:
    """45 min, 2 h, 2 h 40 min, 1 day 3 h."""
    minutes = max(1, round(hours * 60))
    if minutes >= 24 * 60:
        whole, rest = divmod(round(minutes / 60), 24)
        return f"{_days(whole)} {rest} h" if rest else _days(whole)
    whole, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{whole} h" if whole else "", f"{rest} min" if rest else "") if part)


def _days(many: int) -> str:
    return "1 day" if many == 1 else f"{many} days"


def no_cost(finding: Finding) -> str:
    """Why no money is shown."""
    return "no price declared" if _could_be_priced(finding) else "cost not known"


def is_unpriced(finding: Finding) -> bool:
    """Whether nobody gave a price that it could be told by."""
    return finding.cost is None and _could_be_priced(finding)


def _could_be_priced(finding: Finding) -> bool:
    return bool(finding.volume) and finding.unit == ROWS


def _breaks(days: float | None) -> str:
    if days is None:
        return "going on"
    return "broken now" if days <= 0 else f"breaks in ~{max(1, round(days))} days"


def money(cost: Money) -> str:
    """A range as people write it, in two digits: $1,100–1,700, €300, 1.2–3M CHF."""
    symbol = _SYMBOLS.get(cost.currency, "")
    unit, letter = next((pair for pair in _LARGE if cost.high >= pair[0]), (1.0, ""))
    low, high = _two(cost.low / unit), _two(cost.high / unit)
    amount = f"{symbol}{high if low == high else f'{low}–{high}'}{letter}"
    return amount if symbol else f"{amount}{_NBSP}{cost.currency}"


def outlook(label: Label, finding: Finding) -> str:
    """What becomes of a finding that is left, in words that stand alone."""
    if label is Label.CANNOT_TELL:
        return "cannot tell whether it gets worse"
    broken = finding.days_to_break is not None and finding.days_to_break <= 0
    if label is Label.WILL_BREAK and broken and "crossing" not in finding.evidence:
        return "broken, and gets worse"
    return label.value


def _short(value: float) -> str:
    """40000 → 40k, 2140 → 2.1k, 812 → 810: two digits say enough."""
    for unit, letter in _UNITS:
        if value >= unit * 0.9995:
            return f"{_two(value / unit)}{letter}"
    return _two(value)


def _two(value: float) -> str:
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 or rounded.is_integer() else f"{rounded:.1f}"
