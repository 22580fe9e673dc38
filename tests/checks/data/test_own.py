"""Does a check of the owner's own show up like any other?"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from checks.audit import Auditor
from checks.declared import Table
from checks.profiles.survey import KeptNowhere
from checks.selects import refusal
from checks.verdict import Outcome, Row, Urgency

FIRST = date(2026, 8, 3)  # a Monday
NEGATIVE = {"name": "negative_amounts", "sql": "SELECT * FROM {table} WHERE amount < 0"}


def fill(lake, amounts, at=0, **columns):
    """One partition: rows a minute apart."""
    day = FIRST + timedelta(days=at)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    rows = {
        "id": list(range(len(amounts))),
        "at": [start + timedelta(minutes=row) for row in range(len(amounts))],
        "amount": amounts,
        "plan": ["pro"] * len(amounts),
    }
    lake.parquet(f"usage/day={day}/a.parquet", rows | columns)


def audit(lake, *checks, days=1, **more):
    declared = {
        "source": "lake",
        "path": "usage/day=*/*.parquet",
        "partition": {"column": "day"},
        "key": ["id"],
        "unique_within": "partition",
        "event_time": "at",
        "checks": checks,
    }
    table = Table.model_validate(declared | more)
    auditor = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC"))
    return auditor.audit(datetime(2026, 8, 3, 9, tzinfo=UTC) + timedelta(days=days))


def said(lake, *checks, **options):
    (verdict,) = [each for each in audit(lake, *checks, **options).verdicts if each.check == "own"]
    return verdict


def trouble(lake, check):
    """The one error, of a verdict that is not ok."""
    found = audit(lake, check)
    (verdict,) = [each for each in found.verdicts if each.check == "own"]
    (error,) = found.errors
    assert (verdict.outcome, verdict.needs) == (Outcome.NOT_ENOUGH_DATA, error.what)
    assert error.table == "usage"
    return error.what


def test_rows_that_sql_returns_are_a_finding(lake):
    """How many, of which day, the first of them by key and time, and no other value."""
    fill(lake, [1.0] * 10)
    fill(lake, [1.0, -2.0, 1.0, -4.0], at=1)
    verdict = said(lake, {**NEGATIVE, "description": "amounts below zero", "severity": "page"}, days=2)
    assert verdict.summary == "2 of 4 rows of Tue 4 Aug: amounts below zero"
    assert (verdict.column, verdict.urgency, verdict.affected) == ("negative_amounts", Urgency.PAGE, 2)
    first = datetime(2026, 8, 4, 0, 1, tzinfo=UTC)
    assert verdict.rows[0] == Row(key={"id": 1}, at=first, why="amounts below zero")
    assert (verdict.since, verdict.bad) == (first, (date(2026, 8, 4),))
    assert verdict.evidence["days"]["2026-08-03"] == {"ok": True, "said": "0", "rows": 0}


def test_rows_that_nobody_returns_are_ok(lake):
    """And the name of the check is said."""
    fill(lake, [1.0])
    verdict = said(lake, NEGATIVE)
    assert (verdict.outcome, verdict.summary) == (
        Outcome.OK,
        "`negative_amounts` finds no row in the partitions of the last 7 days",
    )


def test_values_of_shared_columns_are_shown(lake):
    """The others stay in the source."""
    fill(lake, [-1.5])
    verdict = said(lake, NEGATIVE, columns={"amount": {"share": True}})
    assert verdict.rows[0].why == "negative amounts: amount is -1.5"


def test_groups_are_counted_in_each_partition(lake):
    """A SELECT may add up, and end in a comment; what it returns has neither key nor time."""
    fill(lake, [1.0, 2.0])
    sql = "SELECT plan, count(*) AS n FROM {table} GROUP BY plan HAVING count(*) < 3 -- too few"
    verdict = said(lake, {"name": "few", "sql": sql})
    assert (verdict.affected, verdict.rows, verdict.since) == (1, [], datetime(2026, 8, 3, tzinfo=UTC))


def test_two_checks_are_two_findings(lake):
    """Each has its own name, and so its own fingerprint."""
    fill(lake, [-1.0])
    both = audit(lake, NEGATIVE, {"name": "pro", "sql": "SELECT * FROM {table} WHERE plan = 'pro'"})
    assert {each.column for each in both.verdicts if each.check == "own"} == {"negative_amounts", "pro"}


def test_sql_that_cannot_be_run_is_an_error_with_its_name(lake):
    """The other checks of the table go on."""
    fill(lake, [1.0])
    what = trouble(lake, {"name": "typo", "sql": "SELECT * FROM {table} WHERE amuont < 0"})
    assert what.startswith("check typo cannot be judged: its SQL cannot be run (Binder Error: ")
    assert "amuont" in what


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT 1", "the SQL reads nothing of {table}: write SELECT * FROM {table} WHERE …"),
        ("DELETE FROM {table}", "a check is one SELECT of the rows that are wrong, and nothing else"),
        ("SELECT * FROM {table}; DROP TABLE x", "a check is one SELECT"),
        ("COPY {table} TO '/tmp/x'", "a check is one SELECT"),
        ("SELECT * INTO x FROM {table}", "a check only reads"),
        ("SELECT * FROM {table} FOR UPDATE", "a check only reads"),
        ("WITH x AS (DELETE FROM {table} RETURNING *) SELECT * FROM x", "a check only reads"),
        ("SELECT * FROM {table}, '/etc/passwd'", 'a check reads only {table}: remove "/etc/passwd"'),
        ("SELECT * FROM {table}, read_csv('/etc/passwd')", "a check reads only {table}: remove READ_CSV"),
        ("SELECT * FROM {table}, other", "a check reads only {table}: remove other"),
        ("SELECT pg_read_file('x') FROM {table}", "a check reads only its rows: remove pg_read_file()"),
        ("SELECT * FROM {table} WHERE (", "the SQL cannot be understood ("),
    ],
)
def test_sql_that_does_more_than_read_the_rows_is_refused(sql, why):
    """When the configuration is read, with the reason."""
    with pytest.raises(ValidationError) as refused:
        Table.model_validate(
            {"source": "lake", "partition": {"column": "day"}, "checks": [{"name": "x", "sql": sql}]}
        )
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "call",
    [
        *("current_setting('data_directory')", "pg_catalog.current_setting('x')", "\"current_setting\"('x')"),
        *("set_config('x', 'y', false)", "pg_ls_dir('.')", "PG_READ_FILE('x')", "(pg_stat_file('x')).size"),
        *("pg_sleep(60)", "sleep_ms(60000)", "lo_import('x')", "lo_get(1)", "loread(1, 2)"),
        *("dblink('x', 'y')", "dblink_exec('x')", "query_to_xml('SELECT 1', true, true, '')"),
        *("schema_to_xml('public', true, true, '')", "ts_stat('SELECT 1')", "getenv('HOME')"),
        *("version()", "current_database()", "current_user", "session_user", "current_role"),
        *("current_schema", "current_schema()", "current_query()", "inet_server_addr()", "txid_current()"),
        *("nextval('s')", "currval('s')", "has_table_privilege('x', 'select')", "'pg_class'::regclass"),
        *("to_regclass('x')", "getvariable('x')", "U&\"\\0070g_read_file\"('x')"),
    ],
)
def test_a_function_that_reads_the_server_s_state_or_files_is_refused(call):
    """Under whatever name it is called."""
    assert refusal(f"SELECT * FROM {{table}} WHERE {call} IS NOT NULL").startswith("a check reads only its")


def test_functions_of_values_are_allowed():
    """Those of the clock too."""
    for call in (
        *("abs(x)", "now()", "current_date", "current_timestamp", "date_trunc('day', at)", "coalesce(x, 0)"),
        *("regexp_matches(s, 'a')", "json_extract(doc, '$.a')", "to_char(at, 'YYYY')", "pg_typeof(x)"),
        *(
            "jsonb_array_length(doc)",
            "width_bucket(x, 0, 10, 5)",
            "row_number() OVER ()",
            "setting",
            "r.user",
        ),
        *("similarity(s, 'a')", "string_to_array(s, ',')", "md5(s)", "list_sum(xs)", '"current_user"'),
    ):
        assert refusal(f"SELECT * FROM {{table}} AS r WHERE {call} IS NOT NULL") == ""


def test_a_common_table_expression_is_allowed(lake):
    """It names what the same SELECT makes."""
    fill(lake, [-1.0, 1.0])
    sql = "WITH low AS (SELECT * FROM {table} WHERE amount < 0) SELECT * FROM low"
    assert said(lake, {"name": "x", "sql": sql}).affected == 1


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A module of the owner's."""
    (tmp_path / "own_rules.py").write_text(
        "def negative(rows):\n    return rows.amount < 0\n"
        "def wrong_rows(rows):\n    return rows[rows.amount < 0]\n"
        "def broken(rows):\n    return rows.amuont\n"
        "def odd(rows):\n    return 7\n"
        "def telltale(rows):\n    raise ValueError(f'bad value {rows.amount[0]}')\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.parametrize("function", ["negative", "wrong_rows"])
def test_a_function_returns_a_mask_or_the_rows(lake, rules, function):
    """Both end in the same finding."""
    fill(lake, [1.0, -2.0])
    verdict = said(lake, {"name": "x", "python": f"own_rules:{function}"})
    first = datetime(2026, 8, 3, 0, 1, tzinfo=UTC)
    assert verdict.rows == [Row(key={"id": 1}, at=first, why="x")]
    assert verdict.affected == 1


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("own_rules:broken", "own_rules:broken failed: AttributeError in line "),
        ("own_rules:telltale", "own_rules:telltale failed: ValueError in line 10 of own_rules.py"),
        ("own_rules:odd", "its function returned int: return the rows that are wrong, or a mask"),
        ("own_rules:gone", "own_rules:gone cannot be loaded (AttributeError: "),
        ("no_such_module:x", "no_such_module:x cannot be loaded (ModuleNotFoundError: "),
    ],
)
def test_a_function_that_fails_is_an_error_with_its_name(lake, rules, function, why):
    """The other checks of the table go on."""
    fill(lake, [1.0])
    assert trouble(lake, {"name": "x", "python": function}).startswith(f"check x cannot be judged: {why}")


def test_an_error_keeps_the_values_to_itself(lake):
    """DuckDB would quote the text that is no number."""
    fill(lake, [1.0])
    what = trouble(lake, {"name": "x", "sql": "SELECT * FROM {table} WHERE CAST(plan AS INT) > 1"})
    assert what.endswith("its SQL cannot be run (Conversion Error: Could not convert string)")


def test_a_partition_is_looked_at_once(lake, rules, monkeypatch):
    """A replay of a week reads each partition a single time."""
    import own_rules

    calls = []
    monkeypatch.setattr(own_rules, "negative", lambda rows: calls.append(len(rows)) or rows.amount < 0)
    for at in range(5):
        fill(lake, [1.0] * (at + 1), at)
    table = Table.model_validate(
        {
            "source": "lake",
            "path": "usage/day=*/*.parquet",
            "partition": {"column": "day"},
            "checks": [{"name": "x", "python": "own_rules:negative"}],
        }
    )
    auditor = Auditor({"usage": (lake.root, table)}, KeptNowhere(), ZoneInfo("UTC"))
    for at in range(1, 6):
        auditor.audit(datetime(2026, 8, 3, 9, tzinfo=UTC) + timedelta(days=at))
    assert calls == [1, 2, 3, 4, 5]
