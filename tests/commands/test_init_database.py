"""`oakum init` with the address of a database."""

from urllib.parse import urlsplit

import psycopg
import pytest

from bot.settings.load import load

DAYS, ROWS = 20, 40
AS_OF = ("--as-of", "2026-11-20T12:00")


@pytest.fixture(scope="module")
def shop(postgres_url):
    """A database with orders, a view of them, a lookup table, a table cut by days, and a secret one."""
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE shop")
    address = urlsplit(postgres_url)._replace(path="/shop").geturl()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE orders (order_id bigint, ordered_on date, note text, ordered_at timestamptz, "
            "loaded_at timestamptz, amount double precision)"
        )
        connection.execute("CREATE TABLE countries (code text, name text)")
        connection.execute("CREATE SCHEMA raw")
        connection.execute('CREATE TABLE raw."orders" (id int, day text, x int)')
        connection.execute("CREATE TABLE visits (id int, day date) PARTITION BY RANGE (day)")
        connection.execute(
            "CREATE TABLE visits_26 PARTITION OF visits FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"
        )
        connection.execute(f"""
            INSERT INTO orders
            SELECT ago * {ROWS} + i, date '2026-11-20' - ago, 'n',
              date '2026-11-20' - ago + i * interval '1 minute',
              date '2026-11-20' - ago + interval '29 hours',
              nullif(mod(i, 10), 0) * 1.5
            FROM generate_series(1, {DAYS}) ago, generate_series(1, {ROWS}) i
        """)
        connection.execute(
            f"INSERT INTO visits SELECT 1, date '2026-11-20' - ago FROM generate_series(1, {DAYS}) ago"
        )
        connection.execute("INSERT INTO raw.orders VALUES (1, 'some day', 1)")
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'hush'; GRANT SELECT ON orders TO reader")
    return address


@pytest.fixture
def bare(company):
    """The company before it had a configuration."""
    for path in company.config.rglob("*"):
        if path.is_file():
            path.unlink()
    return company


def test_a_database_is_looked_at_like_a_folder(bare, shop):
    """Days, key, times and the first number are guessed; the proposal passes doctor and check."""
    ran = bare.oakum("init", shop, "--table", "public_orders")
    assert ran.status == 0, ran.err
    assert "public_orders: 20 days up to 2026-11-19; first number: amount" in ran.out
    (pipeline,) = load(bare.config, {}, routes=False).pipelines
    table = pipeline.tables["public_orders"]
    assert (table.path, table.partition.column, table.key) == ("public.orders", "ordered_on", ("order_id",))
    assert (table.event_time, table.loaded_at_field) == ("ordered_at", "loaded_at")
    assert bare.oakum("doctor").status == 0
    checked = bare.oakum("check", *AS_OF)
    assert checked.status == 0, checked.out + checked.err


@pytest.fixture
def clerk(shop):
    """The address of somebody who may read some columns, and a view that divides by zero."""
    with psycopg.connect(shop, autocommit=True) as connection:
        connection.execute("CREATE ROLE clerk LOGIN")
        connection.execute("CREATE VIEW rates AS SELECT *, 1 / (order_id - 50) AS rate FROM orders")
        connection.execute("GRANT SELECT (order_id, ordered_on, amount) ON orders TO clerk")
        connection.execute("GRANT SELECT ON rates TO clerk")
        yield urlsplit(shop)._replace(netloc="clerk:@").geturl()
        connection.execute("DROP VIEW rates; DROP OWNED BY clerk; DROP ROLE clerk")


def test_what_cannot_be_read_is_told_and_the_rest_is_checked(bare, clerk):
    """By init, doctor and check; a column without rights is no trouble while nobody names it."""
    ran = bare.oakum("init", clerk, "--all")
    assert ran.status == 0, ran.err
    assert "orders: this user may not read note, ordered_at, loaded_at" in ran.out
    assert "rates: column rate is left out: it cannot be read (division by zero)" in ran.out
    examined = bare.oakum("doctor")
    assert "unknown  table shop.orders: this user may not read note, ordered_at, loaded_at" in examined.out
    assert "to mend  table shop.rates: column rate is left out: it cannot be read" in examined.out
    checked = bare.oakum("check", *AS_OF)
    assert checked.status == 2
    assert "could not check rates: column rate is left out" in checked.out + checked.err
    assert "could not check orders" not in checked.out + checked.err


def test_every_table_of_a_database_is_proposed(bare, shop):
    """Partitions of one table are that table; a table without a day is one whole, unless it is empty."""
    ran = bare.oakum("init", shop, "--all")
    assert ran.status == 0, ran.err
    (pipeline,) = load(bare.config, {}, routes=False).pipelines
    days = {name: table.has_days for name, table in pipeline.tables.items()}
    assert days == {"public_orders": True, "visits": True, "raw_orders": False}
    assert "raw_orders: one whole without days, 1 row" in ran.out
    assert "countries is not proposed: it has no rows yet" in ran.err
    assert "one whole without days, 3 columns" in bare.oakum("doctor").out


def test_a_second_table_joins_the_database_that_is_there(bare, shop):
    """Whoever logs in, it is the same source."""
    assert bare.oakum("init", shop, "--table", "public_orders").status == 0
    assert bare.oakum("init", shop, "--table", "visits").status == 0
    settings = load(bare.config, {}, routes=False)
    assert list(settings.deployment.sources) == ["shop"]
    assert [each.pipeline for each in settings.pipelines] == ["public-orders", "visits"]
    file = bare.config / "pipelines" / "visits.yaml"
    for path in ("public.visits", "visits"):  # the schema may be left out
        file.write_text(file.read_text().replace("public.visits", path))
        again = bare.oakum("init", shop, "--table", "visits", "--name", "again")
        assert "visits is not proposed: pipeline visits declares it already" in again.err


def test_a_password_is_never_written_down(bare, shop, monkeypatch):
    """A variable takes its place, and its name is told; a variable that was typed stays."""
    typed = urlsplit(shop)._replace(netloc="reader:hush@").geturl()
    ran = bare.oakum("init", typed, "--dry-run")
    assert ran.status == 0, ran.err
    assert "hush" not in ran.out + ran.err
    assert "reader:${SHOP_PASSWORD}@" in ran.out
    assert "set SHOP_PASSWORD in the environment before you go on" in ran.err
    monkeypatch.setenv("MINE", "hush")
    ran = bare.oakum("init", typed.replace("hush", "${MINE}"))
    assert ran.status == 0, ran.err
    assert "reader:${MINE}@" in (bare.config / "oakum.yaml").read_text()
    assert "hush" not in (bare.config / "oakum.yaml").read_text()
    assert bare.oakum("doctor").status == 0


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://localhost:1/x", "cannot be reached"),
        ("postgresql://me:${UNSET_HERE}@localhost/x", "set UNSET_HERE in the environment first"),
        ("mysql://localhost/x", "or like 'postgresql://user:${PASSWORD}@host/database'"),
        ("sqlite:///shop.db", "a sqlite database is not read: name its file to be told how its tables"),
        ("postgresql://localhost", "or like 'postgresql://user:${PASSWORD}@host/database'"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(bare, address, said):
    """In a line or two, and nothing is written."""
    ran = bare.oakum("init", address)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert not (bare.config / "oakum.yaml").exists()
