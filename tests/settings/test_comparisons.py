"""Mistakes in seams, own checks and lineage end in one clear line, as all others do."""

import pytest

from checks.agreement import Default

HEAD = 'pipeline: churn\nowner: maria\nchannel: "#churn"\n'
RAW = "tables:\n  raw_usage:\n    source: lake\n    path: r\n    partition: {column: day}\n"  # to line 8
TABLE = HEAD + RAW + "  usage:\n    source: lake\n    path: x\n    partition: {column: day}\n"  # to line 12
SEAM = TABLE + "    reconciliation:\n      - "  # line 14
OWN = TABLE + "    checks:\n      - "
LINEAGE = TABLE + "    lineage: "
HANDOFF = TABLE + "    takes_from:\n      - "
COLUMN = TABLE + "    columns:\n      x: "

MISTAKES = [
    (SEAM + "{with: raw_usge, key: [id]}\n",
     "14: tables.usage.reconciliation[0].with: 'raw_usge' is no other table of this pipeline: "
     "did you mean raw_usage?"),
    (SEAM + "{with: usage, key: [id]}\n",
     "14: tables.usage.reconciliation[0].with: 'usage' is no other table of this pipeline: "),
    (SEAM + "{with: raw_usage, key: [id], rejected: trash}\n",
     "14: tables.usage.reconciliation[0].rejected: 'trash' is no other table of this pipeline: "
     "there are: raw_usage"),
    (SEAM + "{with: raw_usage}\n", "14: tables.usage.reconciliation[0].key: is missing; add it: the columns"),
    (SEAM + "{with: raw_usage, key: id}\n",
     "14: tables.usage.reconciliation[0].key: 'id' is one value, a list is needed: write [id]"),
    (SEAM + "{with: raw_usage, key: [id, id]}\n",
     "14: tables.usage.reconciliation[0].key: id is listed twice: list every column once"),
    (SEAM + "{with: raw_usage, key: [1]}\n",
     "14: tables.usage.reconciliation[0].key: write columns like [id, day], or {id: account_id, day: day}"),
    (SEAM + "{with: raw_usage, key: []}\n", "14: tables.usage.reconciliation[0].key: is empty and"),
    (SEAM + "{with: raw_usage, key: [id], match: 99}\n",
     "14: tables.usage.reconciliation[0].match: 99 should be 1 or less (a share is written 5% or 0.05)"),
    (SEAM + "{with: raw_usage, key: [id], fan_out: 0}\n",
     "14: tables.usage.reconciliation[0].fan_out: 0 should be more than 0"),
    (SEAM + "{with: raw_usage, key: [id], kind: join}\n",
     "14: tables.usage.reconciliation[0].kind: 'join' should be 'flow' or 'lookup'"),
    (SEAM + "{with: raw_usage, key: [id], kind: lookup, rejected: raw_usage}\n",
     "14: tables.usage.reconciliation[0]: a lookup rejects nothing: remove rejected, or write kind: flow"),
    (OWN + "{name: neg, sql: DROP TABLE usage}\n",
     "14: tables.usage.checks[0].sql: the SQL reads nothing of {table}: write SELECT * FROM {table} WHERE …"),
    (OWN + "{name: neg, sql: 'SELECT * FROM {table}, raw_usage'}\n",
     "14: tables.usage.checks[0].sql: a check reads only {table}: remove raw_usage"),
    (OWN + "{name: neg, sql: 'SELECT * FROM {table} WHERE current_setting(a) = b'}\n",
     "14: tables.usage.checks[0].sql: a check reads only its rows: remove current_setting()"),
    (OWN + "{name: neg}\n", "14: tables.usage.checks[0]: write either sql or python, one of the two"),
    (OWN + "{name: neg, python: rules.negative}\n",
     "14: tables.usage.checks[0].python: 'rules.negative' names no function: write package.module:function"),
    (OWN + "{name: Negative amounts, python: 'a:b'}\n",
     "14: tables.usage.checks[0].name: write the name in small letters, digits and _, like negative_amounts"),
    (OWN + "{name: neg, python: 'a:b', severity: loud}\n",
     "14: tables.usage.checks[0].severity: 'loud' should be 'page', 'ticket' or 'note'"),
    (OWN + "{name: a, python: 'a:b'}\n      - {name: a, python: 'a:c'}\n",
     "13: tables.usage.checks: two checks are called a: give each a name of its own"),
    (HANDOFF + "{table: raw_usage, owner: Billing}\n",
     "14: tables.usage.takes_from[0].owner: nobody is called 'Billing': "),
    (COLUMN + "{values: [ok, fraud], rare: [froud]}\n",
     "14: tables.usage.columns.x: 'froud' is rare and not among values: mend it, or add it there"),
    (COLUMN + "{rare: fraud}\n",
     "14: tables.usage.columns.x.rare: 'fraud' is one value, a list is needed: write [fraud]"),
    (LINEAGE + "{source_table: raw, key: [id], columns: {a: b}}\n",
     "13: tables.usage.lineage.source_table: 'raw' is no other table of this pipeline: "),
    (LINEAGE + "{source_table: raw_usage, key: [id], columns: {}}\n",
     "13: tables.usage.lineage.columns: is empty and needs at least one entry"),
    (LINEAGE + "{source_table: raw_usage, key: [id], columns: {a: sum(b)}}\n",
     "13: tables.usage.lineage.columns.a: 'SUM(b)' is too much for an expression: it may hold columns, "),
    (HANDOFF + "{table: raw_usge}\n",
     "14: tables.usage.takes_from[0].table: 'raw_usge' is no other table of this pipeline: "
     "did you mean raw_usage?"),
    (HANDOFF + "{table: raw_usage, columns: {}}\n", "14: tables.usage.takes_from[0].columns: is empty and"),
    (SEAM.replace("{column: day}", "none", 1) + "{with: raw_usage, key: [id]}\n",
     "14: tables.usage.reconciliation[0]: raw_usage has no days, and rows flow day by day: write kind: "),
    (COLUMN + "{default: true}\n",
     "14: tables.usage.columns.x.default: true is read as a switch: write it in quotes"),
    (COLUMN + "{default: ~, required: true}\n",
     "14: tables.usage.columns.x: a required column has no NULL: remove default: ~, or required: true"),
]  # fmt: skip


@pytest.mark.parametrize(("churn", "said"), MISTAKES)
def test_a_mistake_is_told_with_its_place(refusal, churn, said):
    """One line, beginning with the file and the line."""
    assert f"pipelines/churn.yaml:{said}" in refusal(churn=churn)


def test_what_is_right_is_read(configure):
    """All of it at once, in the ways it can be written."""
    settings = configure(
        churn=SEAM
        + "{with: raw_usage, key: {id: account_id, day: day}, match: 99%, fan_out: 1.5}\n"
        + "    checks:\n      - {name: neg, sql: 'SELECT * FROM {table} WHERE a < 0', description: low}\n"
        + '    lineage: {source_table: raw_usage, key: [id], columns: {eur: "cents / 100"}}\n'
    )
    assert not settings.broken
    table = settings.pipelines[0].tables["usage"]
    assert table.reconciliation[0].key == {"id": "account_id", "day": "day"}
    assert table.lineage is not None
    assert table.lineage.key == {"id": "id"}
    assert table.checks[0].severity == "ticket"


def test_a_lookup_in_a_table_without_days_is_read(configure):
    """Most lookups are: one whole that is overwritten in place."""
    whole = SEAM.replace("{column: day}", "none", 1)
    settings = configure(churn=whole + "{with: raw_usage, key: [id], kind: lookup}\n")
    assert not settings.broken
    tables = settings.pipelines[0].tables
    assert {name: table.has_days for name, table in tables.items()} == {"raw_usage": False, "usage": True}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{}", None),
        ("{default: 0}", Default("0")),
        ("{default: ~}", Default(None)),
        ("{default: ''}", Default("")),
    ],
)
def test_a_default_is_said_or_not(configure, written, meant):
    """NULL is something to say, too."""
    settings = configure(
        churn=COLUMN + written + "\n    takes_from:\n      - {table: raw_usage, columns: {x: y}}\n"
    )
    assert not settings.broken
    table = settings.pipelines[0].tables["usage"]
    assert table.columns["x"].said_default == meant
    assert table.takes_from[0].columns == {"x": "y"}
