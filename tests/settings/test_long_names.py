"""Names that no button can carry: refused when the settings are read, with the line on which they stand."""

import json
from datetime import UTC, datetime

import pytest

from bot.domain.proposal import Proposal
from bot.domain.silence import Preview, Target
from bot.domain.tuning import Replay
from bot.messages.silence import WHY_LIMIT, Agreed, Foreseen
from bot.messages.tuning import from_button, to_record
from checks.notation import LONGEST_NAME

LONG = "n" * 1000
"""A key may have 1,024 characters, says YAML."""
CUT = f"'{'n' * 56}… has more than 200 characters: choose a shorter name"
PIPELINE = 'pipeline: churn\nowner: maria\nchannel: "#churn"\n'
TABLE = PIPELINE + "tables:\n  usage:\n    source: lake\n    path: x\n    partition: {column: day}\n"
BUTTON = 2000
"""Characters that Slack takes."""


@pytest.mark.parametrize(
    ("churn", "said"),
    [
        (TABLE.replace("pipeline: churn", f"pipeline: {LONG}"), f"1: pipeline: {CUT}"),
        (TABLE.replace("owner: maria", f"owner: {LONG}"), f"2: owner: {CUT}"),
        (TABLE.replace("usage:", f"{LONG}:"), f"5: tables: {CUT}"),
        (TABLE + f"    columns: {{{LONG}: {{primary: true}}}}\n", f"9: tables.usage.columns: {CUT}"),
        (TABLE + f"    key: [{LONG}]\n", f"9: tables.usage.key[0]: {CUT}"),
        (TABLE + f"    feeds: {{{LONG}: high}}\n", f"9: tables.usage.feeds: {CUT}"),
        (TABLE + f"    checks: [{{name: {LONG}, sql: x}}]\n", f"9: tables.usage.checks[0].name: {CUT}"),
        (TABLE + f"    event_time: {LONG}\n", f"9: tables.usage.event_time: {CUT}"),
    ],
    ids=lambda each: str(each).split(":")[1][:20],
)
def test_a_long_name_in_a_pipeline_is_told_with_its_place(refusal, churn, said):
    """It is shown cut."""
    assert f"churn.yaml:{said}" in refusal(churn=churn)


@pytest.mark.parametrize(
    ("oakum", "key"),
    [
        (f"people: {{{LONG}: {{slack: U012}}}}", "people"),
        (f"teams: {{{LONG}: [maria]}}", "teams"),
        (f"schedules: {{{LONG}: {{rotation: weekly, people: [maria]}}}}", "schedules"),
        (f"policies: {{{LONG}: [{{notify: maria}}]}}", "policies"),
        (f"policies: {{a: [{{notify: {LONG}}}]}}", "policies.a[0].notify"),
        (f"sources: {{{LONG}: {{root: data}}}}", "sources"),
        (f"rollbacks: {{{LONG}: {{by: git}}}}", "rollbacks"),
        (f"may: {{resolve: [{LONG}]}}", "may.resolve[0]"),
    ],
    ids=lambda each: str(each).split(":")[0][:20],
)
def test_a_long_name_in_oakum_yaml_is_told_with_its_place(refusal, oakum, key):
    """Whoever is named, and whatever."""
    said = refusal(oakum=f"timezone: UTC\n{oakum}\n")
    assert f"oakum.yaml:2: {key}: " in said
    assert "has more than 200 characters: choose a shorter name" in said
    assert LONG not in said.replace(f"{key}.{LONG}", "")


def test_what_is_no_name_may_be_longer(configure):
    """A path, a sentence."""
    path, says = f"{'p/' * 300}x.csv", "s" * 300
    churn = TABLE.replace("path: x", f"path: {path}") + f"    assumptions: [{{says: {says}}}]\n"
    (pipeline,) = configure(churn=churn).pipelines
    assert pipeline.tables["usage"].path == path
    assert pipeline.unchecked == (("usage", says),)


def test_the_longest_names_fit_into_a_button():
    """With a reason, and with quotation marks, which JSON doubles."""
    name, now = '"' * LONGEST_NAME, datetime(2026, 11, 20, 12, 30, 15, 123456, tzinfo=UTC)
    foreseen = Foreseen(
        target=Target("p" * LONGEST_NAME, name, name, "c" * 40),
        until=now,
        why='"' * WHY_LIMIT,
        tables=(),
        people=(),
        seen=Preview((), 0, 0),
    )
    assert len(foreseen.agreed) <= BUTTON
    assert Agreed.read(foreseen.agreed).target == foreseen.target
    proposal = Proposal(
        pipeline="p" * LONGEST_NAME,
        table=name,
        check="c" * LONGEST_NAME,
        before=1 / 3,
        after=2 / 3,
        would=Replay(*[99999] * 6),
    )
    carried = json.dumps(to_record(proposal))
    assert len(carried) <= BUTTON
    assert from_button(carried) == proposal
