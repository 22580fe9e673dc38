"""Numbers as people say them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.finding import Money
from bot.domain.wording import money
from bot.messages.figures import counted, days, hour, moment, number, second

NEW_YORK = ZoneInfo("America/New_York")
EARLY = datetime(2013, 2, 8, 9, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("low", "high", "currency", "said"),
    [
        (2100, 5200, "USD", "$2,100–5,200"),
        (2000, 5000, "USD", "$2,000–5,000"),
        (300, 300, "EUR", "€300"),
        (1_200_000, 3_000_000, "CHF", "1.2–3M CHF"),
        (4, 9.5, "GBP", "£4–9.5"),
        (2_345_000_000, 4_000_000_000, "USD", "$2.3–4bn"),
        (900, 1100, "USD", "$900–1,100"),
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
        f"<!date^{stamp}^{{date_pretty}} at {{time}}|Fri 8 Feb 2013, 04:00 EST>"
    )
    assert second(EARLY, NEW_YORK).endswith("|Fri 8 Feb 2013, 04:00:05 EST>")
    assert hour(EARLY, NEW_YORK) == f"<!date^{stamp}^{{time}}|04:00 EST>"


def test_days_in_a_row_are_told_as_a_span() -> None:
    """Eight bad days are not eight words."""
    first = [date(2013, 2, number) for number in (8, 9, 10)]
    assert days(first) == "Fri 8 Feb to Sun 10 Feb"
    assert days([first[0]]) == "Fri 8 Feb"
    assert days([]) == ""
    scattered = [date(2013, 2, number) for number in (1, 3, 5, 7, 9)]
    assert days(scattered) == "Fri 1 Feb, Sun 3 Feb, Tue 5 Feb … and 2 more"
