"""Thirty tables in an afternoon: what they have in common is written once."""

import pytest

from bot.settings.errors import ConfigError

HEAD = 'pipeline: churn\nowner: maria\nchannel: "#churn"\n'  # lines 1 to 3


@pytest.fixture
def lake(folder):
    """The root of the source `lake`, with three tables in it."""
    for name in ("stg_orders", "stg_users", "raw_users"):
        (folder / "data" / name / "day=2026-11-20").mkdir(parents=True)
    (folder / "data" / "stg_README.md").write_text("no table")
    return folder / "data"


@pytest.fixture
def tables(configure):
    """The tables of a pipeline file that goes on after line 3."""

    def read(text):
        settings = configure(churn=HEAD + text)
        assert not settings.broken, settings.broken
        return settings.pipelines[0].tables

    return read


def test_tables_take_what_they_do_not_say_themselves_from_the_defaults(tables):
    """Mappings are merged key by key; a list or a number takes the place of the inherited one."""
    found = tables(
        "defaults:\n"
        "  source: lake\n"
        '  path: "{table}/day=*/*.parquet"\n'
        "  partition: {column: day}\n"
        "  key: [id]\n"
        "  finish_by: {time: 06:30, days: mon-fri}\n"
        "  columns: {country: {share: true}}\n"
        "tables:\n"
        "  orders:\n"
        "  users:\n"
        "    key: [user, day]\n"
        "    finish_by: {time: 08:00}\n"
        "    columns: {age: {primary: true}}\n"
    )
    orders, users = found["orders"], found["users"]
    assert (orders.path, users.path) == ("orders/day=*/*.parquet", "users/day=*/*.parquet")
    assert (orders.key, users.key) == (("id",), ("user", "day"))
    assert (users.finish_by.time.hour, users.finish_by.days) == (8, (0, 1, 2, 3, 4))
    assert set(orders.columns) == {"country"}
    assert set(users.columns) == {"country", "age"}


def test_a_table_can_take_a_default_away(tables):
    """`~` is YAML's word for nothing."""
    found = tables(
        "defaults: {source: lake, path: x, partition: {column: day}, finish_by: {time: 06:30}}\n"
        "tables: {orders: {finish_by: ~}, users: {}}\n"
    )
    assert found["orders"].finish_by is None
    assert found["users"].finish_by is not None


def test_a_variable_of_a_default_that_is_taken_away_is_not_missed(tables):
    """Nobody needs it."""
    found = tables(
        "defaults: {source: lake, path: x, partition: {column: day}, contract: '${NO_SUCH}'}\n"
        "tables: {orders: {contract: ~}}\n"
    )
    assert found["orders"].contract is None


def test_a_pattern_stands_for_every_table_that_is_called_like_it(tables, lake):
    """And not for a file beside them."""
    found = tables(
        'tables:\n  "stg_*": {source: lake, path: "{table}/day=*/*.parquet", partition: {column: day}}\n'
    )
    assert list(found) == ["stg_orders", "stg_users"]
    assert found["stg_users"].path == "stg_users/day=*/*.parquet"


def test_a_table_that_is_written_down_wins_over_the_pattern(tables, lake):
    """It is laid over the pattern, and is there even where no folder is: its checks will say so."""
    found = tables(
        "tables:\n"
        '  "stg_*": {source: lake, path: "{table}/day=*/*.parquet", partition: {column: day}, key: [id]}\n'
        "  stg_users: {key: [user]}\n"
        "  stg_gone:\n"
    )
    assert found["stg_orders"].key == ("id",)
    assert found["stg_users"].key == ("user",)
    assert found["stg_gone"].path == "stg_gone/day=*/*.parquet"


def test_of_two_patterns_the_later_one_lies_above(tables, lake):
    """The more particular one is written below the general one."""
    found = tables(
        "defaults: {source: lake, partition: {column: day}, path: '{table}/day=*/*.parquet'}\n"
        'tables: {"*": {key: [id]}, "*_users": {key: [user]}}\n'
    )
    assert {name: table.key for name, table in found.items()} == {
        "raw_users": ("user",),
        "stg_orders": ("id",),
        "stg_users": ("user",),
    }


def test_files_in_one_folder_can_be_tables_too(tables, lake):
    """The rest of the file's name may be a pattern itself."""
    for name in ("sales_2026-11-19.csv", "sales_2026-11-20.csv", "returns_2026-11-20.csv", "notes.txt"):
        (lake / "exports [new]").mkdir(exist_ok=True)
        (lake / "exports [new]" / name).write_text("day\n")
    found = tables(
        "tables:\n"
        '  "*": {source: lake, path: "exports [[]new]/{table}_????-??-??.csv", partition: {column: day}}\n'
    )
    assert list(found) == ["returns", "sales"]


def test_the_rows_in_an_own_checks_sql_are_left_alone(tables):
    """There, {table} stands for the rows."""
    found = tables(
        "defaults:\n"
        "  source: lake\n"
        "  path: x\n"
        "  partition: {column: day}\n"
        "  checks: [{name: negative, sql: 'SELECT * FROM {table} WHERE amount < 0'}]\n"
        "tables: {orders: {}}\n"
    )
    assert "{table}" in found["orders"].checks[0].sql


PATTERN = 'tables: {"stg_*": {source: lake, path: "{table}/*.parquet", partition: {column: day}}}\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PATTERN.replace("stg_", "dim_"), "4: tables.dim_*: there is no dim_* in "),
        (PATTERN.replace("lake", "lakes"),
         "4: tables.stg_*.source: 'lakes' is not declared in oakum.yaml: did you mean lake?"),
        (PATTERN.replace("{table}", "orders"), "4: tables.stg_*.path: needs a path with {table} where the"),
        (PATTERN.replace("source: lake, ", ""), "4: tables.stg_*: source is missing; add it"),
        (PATTERN.replace("{table}", "{table}{table}"), "4: tables.stg_*.path: {table} stands twice"),
        ('tables: {"stg_*": 1}\n', "4: tables.stg_*: should hold KEY: VALUE lines"),
        ("defaults: [a]\ntables: {a: {}}\n", "4: defaults: should hold KEY: VALUE lines, like a table"),
        ("defaults: {source: lake}\n", "1: tables: is missing; add it: the tables, by name"),
        ("defaults:\n  finish_by: {time: 9}\n" + PATTERN,
         "5: defaults.finish_by.time: 9 is no time of day"),
        ("defaults:\n  fnish_by: {time: 06:30}\n" + PATTERN,
         "5: defaults.fnish_by: is no key that is known here: did you mean finish_by?"),
        ("defaults:\n  contract: ${NO_SUCH}\n" + PATTERN, "5: defaults.contract: NO_SUCH is not set"),
        (PATTERN.replace("column: day", "columm: day"),
         "4: tables.stg_*.partition.columm: is no key that is known here: did you mean column?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_once_where_it_is_written(refusal, lake, text, said):
    """However many tables inherit it: the file, the line and the key of the place to mend."""
    told = refusal(churn=HEAD + text)
    assert f"pipelines/churn.yaml:{said}" in told
    assert len(told.splitlines()) == len(set(told.splitlines()))


def test_a_mistake_in_a_table_is_not_blamed_on_the_defaults(refusal):
    """The line is that of the table's own key."""
    said = refusal(
        churn=HEAD
        + "defaults: {source: lake, path: x, partition: {column: day}, finish_by: {time: 06:30}}\n"
        + "tables:\n  orders:\n    finish_by: {time: 25:00}\n"
    )
    assert "churn.yaml:7: tables.orders.finish_by.time: '25:00' is no time of day" in said


def test_a_pattern_of_a_database_is_refused_in_words(refusal, folder):
    """Its tables are not looked up by this version."""
    oakum = "sources: {lake: {kind: postgres, url: postgresql://x/y}}\npeople: {maria: {}}\n"
    assert "4: tables.stg_*: tables of a database are not looked up" in refusal(
        oakum=oakum, churn=HEAD + PATTERN
    )


def test_a_notice_about_a_default_is_given_once(configure, lake):
    """Not once for each of thirty tables."""
    settings = configure(churn=HEAD + "defaults: {prediction: {score: p}}\n" + PATTERN)
    (said,) = settings.notices
    assert said.endswith("churn.yaml:4: defaults.prediction is read but not acted on by this version")


def test_what_secret_variables_hold_is_not_shown_when_it_is_inherited(folder, configure):
    """A value from the environment may be a password."""
    try:
        settings = configure(
            churn=HEAD + "defaults: {finish_by: {time: '${SECRET}'}}\n" + "tables: {a: {source: lake}}\n",
            environ={"SECRET": "hunter2"},
        )
    except ConfigError as error:
        said = str(error)
    else:
        said = "\n".join(map(str, settings.broken))
    assert "defaults.finish_by.time" in said
    assert "hunter2" not in said


def test_a_lookup_among_tables_with_days_says_that_it_has_none(tables):
    """What is inherited of days is taken away with ~."""
    found = tables(
        "defaults: {source: lake, path: '{table}/*.csv', partition: {column: day}, event_time: at}\n"
        "tables:\n  orders:\n  countries: {partition: none, event_time: ~}\n"
    )
    assert {name: table.has_days for name, table in found.items()} == {"orders": True, "countries": False}


def test_a_pattern_may_stand_for_files_with_days_in_their_names(tables, lake):
    """Each name once, however many days it has."""
    for name in ("web_orders_2026-11-19", "web_orders_2026-11-20", "web_users_2026-11-20", "web_odd_latest"):
        (lake / f"{name}.csv").touch()
    found = tables(
        "tables:\n"
        '  "web_*":\n'
        "    source: lake\n"
        '    path: "{table}_%Y-%m-%d.csv"\n'
        "    partition: {column: day}\n"
    )
    assert {name: table.path for name, table in found.items()} == {
        "web_orders": "web_orders_%Y-%m-%d.csv",
        "web_users": "web_users_%Y-%m-%d.csv",
    }
