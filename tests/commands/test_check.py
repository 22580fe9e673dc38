"""`oakum check`: what it prints, in text and as JSON, and how it ends."""

import json
import re
from typing import Any

import pytest
from click import unstyle

from bot.store.store import open_store
from bot.store.tables import incidents, outbox, profiles
from checks.audit import Auditor

FINDING: dict[str, Any] = {
    "fingerprint": str,
    "check": str,
    "table": str,
    "column": (str, list, type(None)),
    "segment": (str, type(None)),
    "rank": int,
    "urgency": ("page", "ticket", "note"),
    "label": ("fix first", "will break next month", "annoying but stable", "cannot tell"),
    "since": (str, type(None)),
    "summary": str,
    "expected_cost": {"currency": str, "from": float, "to": float},
    "reason": str,
    "affected_share": float,
    "probability": float,
    "evidence": dict,
    "rows": [{"key": dict, "at": (str, type(None)), "why": str}],
}
CONTRACT: dict[str, Any] = {
    "schema": (1,),
    "as_of": str,
    "pipelines": [
        {
            "pipeline": str,
            "health": ("healthy", "degraded", "broken", "unknown"),
            "worth": (str, type(None)),
            "findings": [FINDING],
            "not_enough_data": [
                {"check": str, "table": str, "column": (str, list, type(None)), "needs": str}
            ],
            "errors": [{"table": (str, type(None)), "what": str}],
            "sensitivity": (list, type(None)),
            "everything_is_broken": (dict, type(None)),
        }
    ],
}

SENSITIVITY: dict[str, Any] = {
    "table": str,
    "check": str,
    "column": (str, type(None)),
    "caught": ("caught", "not caught", "cannot tell yet", "not measured"),
    "size": (int, float, type(None)),
    "unit": str,
    "says": str,
}


def conforms(value: Any, shape: Any, where: str = "answer") -> None:
    """Every field that was promised and no other, each of its type or one of its words."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert set(value) == set(shape), where
        for name, inner in shape.items():
            conforms(value[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for at, each in enumerate(value):
            conforms(each, shape[0], f"{where}[{at}]")
    elif isinstance(shape, tuple) and not isinstance(shape[0], type):
        assert value in shape, where
    else:
        assert isinstance(value, shape), f"{where}: {value!r}"


def test_it_says_what_to_fix_first_and_ends_with_one(company, words):
    """Rank, summary, since when to the second, the reason, the first rows: all a person needs to begin."""
    ran = company.oakum("check", "--as-of", words.morning)
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[:3] == ["As of Fri 20 Nov 2026 09:00 UTC", "", "Fix this first"]
    assert lines[3].startswith("  1. [page] usage: 20% of `sessions` are null")
    assert "since Tue 17 Nov 08:00:00 UTC · fix first" in ran.out
    assert "row account=a000" in ran.out
    assert "more rows" in ran.out
    assert "churn: broken" in lines
    assert any(line.startswith("billing: healthy; ") for line in lines)
    assert ran.err == ""


def test_the_first_finding_is_not_told_twice(company, words):
    """It stands at the top; the others follow it."""
    assert company.oakum("check", "--as-of", words.morning).out.count("  1. [page]") == 1


def test_nothing_found_ends_with_zero(company, words):
    """Before the trouble began all was well."""
    ran = company.oakum("check", "--as-of", "2026-11-16T09:00")
    assert (ran.status, "Fix this first" in ran.out) == (0, False)
    assert "churn: healthy; " in ran.out


def test_healthy_says_what_it_would_have_caught(company, words):
    """In text and in JSON, which says each figure apart; where something is found, none is measured."""
    said = json.loads(company.oakum("check", "--as-of", words.morning, "--format", "json").out)
    churn, billing = (next(p for p in said["pipelines"] if p["pipeline"] == n) for n in ("churn", "billing"))
    assert (churn["sensitivity"], churn["worth"]) == (None, None)
    assert billing["worth"].startswith("would have caught ")
    conforms(billing["sensitivity"], [SENSITIVITY])
    exact = [each for each in billing["sensitivity"] if each["check"] == "duplicate_keys"]
    assert [(each["size"], each["unit"]) for each in exact] == [(1, "rows")]
    ran = company.oakum("check", "--as-of", words.morning, "--explain")
    assert "  would have caught: 1 row that repeats a key (duplicate_keys invoices)" in ran.out
    assert "  not measured: " in ran.out
    assert ran.out.count("would have caught: a missing column") == 2


def test_a_young_table_cannot_tell_what_it_would_have_caught(company, words):
    """After three weeks it knows no weekday four times: what is exact has its number, the rest says that it
    has none."""
    ran = company.oakum("check", "billing", "--as-of", "2026-11-05T09:00")
    (said,) = [line for line in ran.out.splitlines() if line.startswith("billing: healthy; ")]
    assert said.startswith("billing: healthy; would have caught 1 row that repeats a key, ")
    assert said.endswith("; cannot be told yet: row count, null rate")


def test_a_pipeline_can_be_named(company, words):
    """The other one is left alone."""
    ran = company.oakum("check", "billing", "--as-of", words.morning)
    assert (ran.status, "churn" in ran.out) == (0, False)


def test_a_pipeline_that_is_misspelt_is_guessed(company):
    """And nothing is checked."""
    ran = company.oakum("check", "churm")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "oakum: there is no pipeline 'churm': did you mean churn?\n"


def test_the_json_is_as_promised(company, words):
    """Every field of the contract, with its type, on one line of standard output."""
    ran = company.oakum("check", "--as-of", words.morning, "--format", "json")
    assert (ran.status, ran.err, ran.out.count("\n")) == (1, "", 1)
    said = json.loads(ran.out)
    conforms(said, CONTRACT)
    assert said["as_of"] == "2026-11-20T09:00:00Z"
    churn, billing = (next(p for p in said["pipelines"] if p["pipeline"] == n) for n in ("churn", "billing"))
    assert (churn["health"], billing["health"], billing["findings"]) == ("broken", "healthy", [])
    first = churn["findings"][0]
    assert (first["check"], first["table"], first["column"]) == ("null_rate", "usage", "sessions")
    assert (first["rank"], first["urgency"], first["label"]) == (1, "page", "fix first")
    assert first["since"] == "2026-11-17T08:00:00Z"
    assert 0.18 < first["affected_share"] <= 0.2
    assert 0 < first["expected_cost"]["from"] < first["expected_cost"]["to"]
    assert first["rows"][0] == {
        "key": {"account": "a000"},
        "at": "2026-11-17T08:00:00Z",
        "why": "sessions is missing",
    }


def test_ranks_run_over_all_pipelines(company, words):
    """One thing first, wherever it is."""
    day = company.own_data() / "invoices" / "day=2026-11-19"
    (day / "part.parquet").unlink()
    words.write(company.data, "invoices", words.day(19), {**words.invoices(), "invoice": [1] * 300})
    said = json.loads(company.oakum("check", "--as-of", words.morning, "--format", "json").out)
    ranks = sorted(f["rank"] for pipeline in said["pipelines"] for f in pipeline["findings"])
    assert ranks == list(range(1, len(ranks) + 1))
    assert all(pipeline["findings"] for pipeline in said["pipelines"])


def test_findings_come_first_and_how_the_pipelines_are_last(company, words):
    """Two findings in two pipelines: nothing stands between them, and no finding below a health."""
    company.own_data()
    words.write(company.data, "invoices", words.day(19), {**words.invoices(), "invoice": [1] * 300})
    lines = company.oakum("check", "--as-of", words.morning).out.splitlines()
    first, then, *healths = map(lines.index, ("Fix this first", "Then", "churn: broken", "billing: broken"))
    ranked = [number for number, line in enumerate(lines) if re.match(r"  \d+\. \[", line)]
    assert ranked[:2] == [first + 1, then + 1]
    assert ranked[-1] < min(healths)


def test_notices_do_not_mix_with_the_json(company, words):
    """What is read but not acted on is said on standard error."""
    company.declare("oakum.yaml", words.oakum + "routes: {opsgenie: {key: x}}\n")
    ran = company.oakum("check", "--as-of", words.morning, "--format", "json")
    assert "opsgenie" in ran.err
    conforms(json.loads(ran.out), CONTRACT)


def test_as_of_knows_only_what_was_known_then(company, words):
    """At half past five only a part of Wednesday's rows had been loaded, and on Wednesday none."""
    for moment, status in (("2026-11-18T04:59", 0), ("2026-11-18T09:00", 1)):
        assert company.oakum("check", "churn", "--as-of", moment).status == status


def test_as_of_is_told_in_the_zone_of_the_deployment(company, words):
    """A time without a zone is meant as people there say it; one with a zone is not touched."""
    company.declare("oakum.yaml", words.oakum.replace("timezone: UTC", "timezone: America/New_York"))
    ran = company.oakum("check", "billing", "--as-of", "2026-11-20T09:00", "--format", "json")
    assert json.loads(ran.out)["as_of"] == "2026-11-20T14:00:00Z"
    ran = company.oakum("check", "billing", "--as-of", "2026-11-20T09:00+01:00", "--format", "json")
    assert json.loads(ran.out)["as_of"] == "2026-11-20T08:00:00Z"


@pytest.mark.parametrize("time", ["", "yesterday", "2026-13-01", "0001-01-01T00:00+14:00", "20261-01-01"])
def test_a_time_that_is_none_is_refused(company, time):
    """With an example of one that is."""
    ran = company.oakum("check", "--as-of", time)
    assert (ran.status, ran.out) == (2, "")
    assert "is no time: write one like 2026-11-20T15:00" in ran.err


def test_explain_lists_what_no_check_can_tell(company, words):
    """What is only a sentence is for people to look at."""
    assumed = '    assumptions: ["timestamps are UTC"]\n    key: [account]'
    company.declare("pipelines/churn.yaml", words.churn.replace("    key: [account]", assumed))
    ran = company.oakum("check", "churn", "--as-of", words.morning, "--explain")
    assert "no check can tell: usage: timestamps are UTC" in ran.out


def test_explain_shows_every_verdict_and_every_factor(company, words):
    """So that the order can be argued with, and "nothing found" too."""
    ran = company.oakum("check", "--as-of", words.morning, "--explain")
    assert "affected   about 57 more of 300 rows than usual" in ran.out
    for factor in (
        "real ",
        "days ",
        "cost ",
        "feeds ",
        "weight ",
        "score ",
    ):
        assert factor in ran.out
    assert "churn_model (critical): × 8" in ran.out
    assert "ok: duplicate_keys usage" in ran.out
    assert "--explain lists them" not in ran.out


def test_not_enough_data_alone_ends_with_zero(company, words):
    """A young table is no trouble; it says what it waits for."""
    for part in sorted((company.own_data() / "usage").iterdir())[:-3]:
        for file in part.iterdir():
            file.unlink()
        part.rmdir()
    company.declare("pipelines/churn.yaml", words.churn.replace("{limit: 5%}", "true"))
    ran = company.oakum("check", "churn", "--as-of", words.morning)
    assert ran.status == 0, ran.out
    assert "not enough data: guards usage needs 7 earlier partitions" in ran.out


def test_nothing_is_sent_and_no_incident_is_opened(company, words):
    """Only profiles, what was seen of two tables' files, and what was worked out: the next run does less."""
    (company.config / "oakum.db").unlink()
    company.oakum("check", "--as-of", words.morning)
    store = open_store(f"sqlite:///{company.config / 'oakum.db'}")
    with store.read() as connection:
        counts = [len(connection.execute(table.select()).all()) for table in (profiles, incidents, outbox)]
    store.close()
    assert counts == [74, 0, 0]


def test_colours_and_folded_lines_are_for_terminals_only(company, words, on_a_terminal, monkeypatch):
    """A pipe gets plain text, a finding a line."""
    plain = company.oakum("check", "--as-of", words.morning).out
    assert "\x1b" not in plain
    monkeypatch.setenv("COLUMNS", "60")
    out, _ = on_a_terminal()
    company.oakum("check", "--as-of", words.morning)
    seen = out.getvalue()
    assert "\x1b[31m" in seen
    assert max(len(line) for line in unstyle(seen).splitlines()) <= 60
    assert "".join(unstyle(seen).split()) == "".join(plain.split())


def test_progress_is_shown_on_a_terminal(company, words, on_a_terminal):
    """How many partitions are profiled, on one line that goes away."""
    (company.config / "oakum.db").unlink()
    _, err = on_a_terminal()
    company.oakum("check", "churn", "--as-of", words.morning)
    assert "usage" in err.getvalue()
    assert "35 of 35 partitions" in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")


def test_hostile_data_does_not_drive_the_terminal(company, words):
    """Keys are shown, but an escape sequence or a new line in one is not acted on."""
    hostile = "\x1b[2J\x9b31m\nFix this first\u202e\u2028"
    rows = words.usage(nulls=60) | {"account": [f"{hostile}{at}" for at in range(300)]}
    company.own_data()
    for day in (17, 18, 19):
        words.write(company.data, "usage", words.day(day), rows)
    text = company.oakum("check", "churn", "--as-of", words.morning).out
    assert "�[2J�31m�Fix this first��0" in text
    assert not set(text) & set("\x1b\x9b\u202e\u2028")
    said = company.oakum("check", "churn", "--as-of", words.morning, "--format", "json").out
    assert said.isascii()
    assert said.count("\n") == 1
    assert any(
        row["key"]["account"].startswith(hostile)
        for f in json.loads(said)["pipelines"][0]["findings"]
        for row in f["rows"]
    )


def test_a_fault_in_the_checks_of_one_pipeline_leaves_the_others(company, words, monkeypatch):
    """It is told as what could not be checked, and the other pipeline is judged."""
    audit = Auditor.audit

    def broken(self: Auditor, as_of: Any) -> Any:
        if "usage" in self.tables:
            raise RuntimeError("disk on fire")
        return audit(self, as_of)

    monkeypatch.setattr(Auditor, "audit", broken)
    ran = company.oakum("check", "--as-of", words.morning)
    assert ran.status == 2
    assert "could not check churn: the checks could not run: RuntimeError: disk on fire" in ran.out
    assert "billing: healthy" in ran.out
    assert "churn: unknown" in ran.out


def test_a_finding_says_what_was_built_on_it(company, words):
    """From the first bad row on: the partitions, the table that comes from it, the model that it feeds."""
    fed = words.billing.replace("    columns:", "    feeds: {board: low}\n    columns:")
    company.declare("pipelines/billing.yaml", fed)
    declared = words.churn.replace("{churn_model: critical}", "{churn_model: critical, invoices: high}")
    company.declare("pipelines/churn.yaml", declared)
    ran = company.oakum("check", "churn", "--as-of", words.morning)
    line = "built on it since Tue 17 Nov: 3 partitions (about 900 rows), table billing/invoices, "
    assert f"{line}churn_model (critical), board (low)" in ran.out
    said = json.loads(company.oakum("check", "--as-of", words.morning, "--format", "json").out)
    (churn,) = (each for each in said["pipelines"] if each["pipeline"] == "churn")
    built = churn["findings"][0]["evidence"]["built_on_it"]
    assert built["partitions"] == {"usage": 3, "billing/invoices": 3}
