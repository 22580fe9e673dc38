"""`oakum init` guesses a key: a defect in it is asked about, never learned as what is usual."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bot.settings.load import load

DAYS = [date(2026, 10, 16) + timedelta(days=at) for at in range(40)]
A_DAY = 300


@pytest.fixture
def shop(company, tmp_path):
    """Writes 12,000 orders of 40 days with these columns, and looks at them without a configuration."""
    for path in company.config.rglob("*"):
        if path.is_file():
            path.unlink()
    day = [day for day in DAYS for _ in range(A_DAY)]

    def look(**columns):
        (tmp_path / "shop").mkdir()
        parquet.write_table(pa.table({"day": day, **columns}), tmp_path / "shop" / "orders.parquet")
        ran = company.oakum("init", str(tmp_path / "shop"))
        assert ran.status == 0, ran.err
        return ran, (company.config / "pipelines" / "orders.yaml").read_text()

    look.company = company
    return look


def key_of(shop):
    """The declared key, and where it may stand only once."""
    (pipeline,) = load(shop.company.config, {}, routes=False).pipelines
    return pipeline.tables["orders"].key, pipeline.tables["orders"].unique_within


def test_keys_that_came_again_on_one_day_are_asked_about(shop):
    """Thirty of 12,000 rows have the key of an earlier day: not a table whose keys come back."""
    keys = list(range(12_000))
    keys[39 * A_DAY - 30 : 39 * A_DAY] = range(30)  # on Monday 23 November
    ran, text = shop(order_id=keys, amount=[at * 0.5 for at in keys])
    assert key_of(shop) == (("order_id",), "table")
    asked = "30 of 12,000 rows repeat it, all on 2026-11-23: is this meant?"
    assert f"    key: [order_id]    # {asked}\n" in text
    assert f"orders: key order_id: {asked}" in ran.out.splitlines()
    checked = shop.company.oakum("check", "--as-of", "2026-11-25T12:00")
    assert "30 rows" in checked.out


def test_keys_that_came_twice_on_a_day_are_asked_about_too(shop):
    """No second column is added to a key to make it fit the defect."""
    keys = list(range(12_000))
    keys[5], keys[11_990] = 4, 11_989
    ran, _ = shop(order_id=keys, customer_id=[at * 7 % 900 for at in range(12_000)])
    assert key_of(shop) == (("order_id",), "table")
    assert "2 of 12,000 rows repeat it, from 2026-10-16 to 2026-11-24: is this meant?" in ran.out


def test_a_key_that_repeats_nowhere_goes_before_one_that_seldom_does(shop):
    """The name of a customer is nearly one; the number of the order is one."""
    names = [f"n{at}" for at in range(12_000)]
    names[7] = "n6"
    shop(name=names, order_id=range(12_000))
    assert key_of(shop) == (("order_id",), "table")


def test_accounts_that_come_back_every_day_are_no_defect(shop):
    """That is what a table cut by days is like."""
    _, text = shop(account_id=list(range(A_DAY)) * 40, x=range(12_000))
    assert key_of(shop) == (("account_id",), "partition")
    assert "is this meant" not in text
