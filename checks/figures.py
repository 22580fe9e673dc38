"""Figures in the words of a verdict, and of a message about it: the same one is written the same way."""

from datetime import timedelta


def counted(amount: int, noun: str, plural: str | None = None) -> str:
    """1 table, 2 tables."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}"


def verb(amount: int, one: str, more: str) -> str:
    """What so many do: one row has, two have."""
    return one if amount == 1 else more


def rows_have(amount: int) -> str:
    """1 row has, 2 rows have."""
    return f"{counted(amount, 'row')} {verb(amount, 'has', 'have')}"


def percent(share: float) -> str:
    """0.031 → 3.1%; what is not nothing is never shown as 0%, what is not all never as 100%."""
    value = share * 100
    if value in (0, 100):
        return f"{value:.0f}%"
    if abs(value) < 0.01:
        return "<0.01%"
    if 99.9 < value < 100:
        return ">99.9%"
    text = f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
    return f"{text.rstrip('0').rstrip('.')}%"


def lasting(span: timedelta) -> str:
    """40 min, 6 h 05 min, 2 days 3 h."""
    minutes = round(span / timedelta(minutes=1))
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24} days {hours % 24} h" if hours % 24 else f"{hours // 24} days"
    return f"{hours} h {rest:02} min" if hours and rest else f"{hours} h" if hours else f"{rest} min"
