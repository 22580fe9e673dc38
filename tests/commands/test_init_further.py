"""`oakum init` offers, behind a #, what else could be judged: groups of rows apart, and distributions."""

import random
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot.settings.load import load

DAYS = [date(2026, 10, 16) + timedelta(days=at) for at in range(35)]
A_DAY = 300
AS_OF = ("--as-of", "2026-11-20T12:00")


@pytest.fixture
def shop(company, tmp_path):
    """Writes orders of 35 days with these columns, and looks at them without a configuration."""
    for path in company.config.rglob("*"):
        if path.is_file():
            path.unlink()
    rows = len(DAYS) * A_DAY
    columns = {"day": [day for day in DAYS for _ in range(A_DAY)], "order_id": list(range(rows))}

    def look(**more):
        (tmp_path / "shop").mkdir()
        table = {name: pa.array(values(at) for at in range(rows)) for name, values in more.items()}
        parquet.write_table(pa.table({**columns, **table}), tmp_path / "shop" / "orders.parquet")
        ran = company.oakum("init", str(tmp_path / "shop"))
        assert ran.status == 0, ran.err
        return (company.config / "pipelines" / "orders.yaml").read_text()

    look.company = company
    return look


def amount(at):
    """A price that differs from row to row."""
    return random.Random(at).gauss(50, 10)


def of(*words):
    """Rows in turn."""
    return lambda at: words[random.Random(-at).randrange(len(words))]


def offered(text):
    """The lines behind a # that are YAML, without the remarks at their ends."""
    lines = (line.strip().removeprefix("# ").partition("    #")[0] for line in text.splitlines())
    return [line for line in lines if line.startswith("segment:") or line.endswith("true}")]


def test_a_segment_and_drift_are_offered_where_there_is_something_for_them(shop):
    """Few words, in many rows each; numbers and such words have a distribution, other texts have none."""
    text = shop(
        amount=amount,
        visits=lambda at: at % 7,
        channel=of("web", "app"),
        country=of("DE", "FR", "US"),
        note=lambda at: f"note {at % 5000}",
    )
    assert offered(text) == [
        "segment: channel",
        "visits: {null_rate: true, drift: true}",
        "note: {null_rate: true}",
        "country: {null_rate: true, drift: true}",
        "channel: {null_rate: true, drift: true}",
    ]
    assert "# 2 values: checks look into each, so that what fails in one only is seen. Or country" in text
    assert "# (drift: true also judges its values: a unit that changed, " in text


def test_what_is_offered_can_be_switched_on_by_removing_its_mark(shop):
    """The checks of the past day find nothing, and nothing cannot be checked."""
    text = shop(amount=amount, visits=of(1, 2, 3, 4, 5), channel=of("web", "app"))
    path = shop.company.config / "pipelines" / "orders.yaml"
    for line in ("segment:", "visits:", "channel:"):
        text = text.replace(f"# {line}", line)
    path.write_text(text)
    (pipeline,) = load(shop.company.config, {}, routes=False).pipelines
    table = pipeline.tables["orders"]
    assert table.segment == ("channel",)
    assert all(table.columns[name].watches_drift for name in ("visits", "channel"))
    assert shop.company.oakum("check", *AS_OF).status == 0


def test_where_no_column_is_for_them_nothing_is_offered(shop):
    """One level, or as many as rows."""
    text = shop(amount=amount, note=lambda at: f"note {at % 5000}", always=lambda at: "x")
    assert "segment" not in text
    assert "drift: true" not in text
