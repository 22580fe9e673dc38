"""Numbers as people say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.finding import Money
from bot.domain.wording import money
from bot.messages.figures import counted, days, hour, moment, number, percent, second

NEW_YORK = ZoneInfo("America/New_York")
EARLY = datetime(2013, 2, 8, 9, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.031, "3.1 %"),
        (0.238, "23.8 %"),
        (0.5, "50 %"),
        (0.0042, "0.42 %"),
        (0.00001, "< 0.01 %"),
        (0.99995, "> 99.9 %"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(share: float, said: str) -> None:
    """One null in a million is not 0 %."""
    assert percent(share).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("low", "high", "currency", "said"),
    [
        (2100, 5200, "USD", "2.1–5.2 k$"),
        (2000, 5000, "USD", "2–5 k$"),
        (300, 300, "EUR", "300 €"),
        (1_200_000, 3_000_000, "CHF", "1.2–3 M CHF"),
        (4, 9.5, "GBP", "4–9.5 £"),
        (900, 1100, "USD", "0.9–1.1 k$"),
    ],
)
def test_a_cost_is_a_range_in_two_digits(low: float, high: float, currency: str, said: str) -> None:
    """More digits would be a lie."""
    assert money(Money(currency=currency, low=low, high=high)).replace("\u00a0", " ") == said


def test_counts_read_like_prose() -> None:
    """1,048 rows, 1 table, 2 tables."""
    assert [number(1048), number(0.04217), number(1234.56)] == ["1,048", "0.0422", "1,234.6"]
    assert [counted(1, "table"), counted(2, "table"), counted(0, "box", "boxes")] == [
        "1 table",
        "2 tables",
        "0 boxes",
    ]


def test_everybody_reads_the_time_in_their_own_zone() -> None:
    """Slack's date token; where it is not understood, the pipeline's zone is named."""
    stamp = int(EARLY.timestamp())
    assert moment(EARLY, NEW_YORK) == (
        f"<!date^{stamp}^{{date_short_pretty}} at {{time}}|Fri 8 Feb 2013, 04:00 EST>"
    )
    assert second(EARLY, NEW_YORK).endswith("|Fri 8 Feb 2013, 04:00:05 EST>")
    assert hour(EARLY, NEW_YORK) == f"<!date^{stamp}^{{time}}|04:00 EST>"


def test_days_in_a_row_are_told_as_a_span() -> None:
    """Eight bad days are not eight words."""
    first = [date(2013, 2, number) for number in (8, 9, 10)]
    today = date(2013, 2, 15)
    assert days(first, today) == "Fri 8 Feb to Sun 10 Feb"
    assert days([first[0]], today) == "Fri 8 Feb"
    assert days([], today) == ""
    scattered = [date(2013, 2, number) for number in (1, 3, 5, 7, 9)]
    assert days(scattered, today) == "Fri 1 Feb, Sun 3 Feb, Tue 5 Feb … and 2 more"
    assert days([date(2012, 12, 31)], today) == "Mon 31 Dec 2012"
