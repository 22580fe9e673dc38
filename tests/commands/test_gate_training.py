"""`oakum gate --for training`: may a model be trained on these partitions? Bad and unknown days are named."""

import json

YES, NO, CANNOT_TELL = 0, 1, 2


def test_poisoned_partitions_are_not_trained_on(company):
    """Each is judged as on its own day, and is told with its reason."""
    ran = company.oakum("gate", "usage", "--for", "training", "--partition", "2026-10-20..2026-11-19")
    assert ran.status == NO
    assert (
        "Tue 20 Oct to Thu 19 Nov (31 partitions, 9,300 rows): no, no model may be trained on it" in ran.out
    )
    bad = [line.strip().partition(":")[0] for line in ran.out.splitlines() if "are null" in line]
    assert bad == ["Tue 17 Nov", "Wed 18 Nov", "Thu 19 Nov"]
    ran = company.oakum("gate", "usage", "--for", "training", "--partition", "2026-11-06..2026-11-16")
    assert (ran.status, "yes, a model may be trained on it" in ran.out) == (YES, True), ran.out


def test_what_is_built_on_a_bad_day_is_not_trained_on(company, words):
    """Bills come from usage, and are in order themselves: bad days of usage are bad of them too."""
    bills = """\
  bills:
    source: lake
    path: invoices/day=*/*.parquet
    partition: {column: day, period: day}
    columns: {amount: {drift: false}}
"""
    churn = words.churn.replace("{churn_model: critical}", "{churn_model: critical, bills: normal}")
    company.declare("pipelines/churn.yaml", churn + bills)
    ran = company.oakum("gate", "bills", "--for", "training", "--partition", "2026-11-15..2026-11-19")
    bad = [line.strip().partition(": usage: ")[0] for line in ran.out.splitlines() if "are null" in line]
    assert (ran.status, bad) == (NO, ["Tue 17 Nov", "Wed 18 Nov", "Thu 19 Nov"]), ran.out


def test_days_without_history_are_no_yes_for_training(company):
    """The first days of a table are said one by one, and pass only where what is unknown is to pass."""
    asked = ("gate", "usage", "--for", "training", "--partition", "2026-10-16..2026-11-16")
    ran = company.oakum(*asked)
    assert ran.status == CANNOT_TELL, ran.out
    assert "not judged: partition 2026-10-16: " in ran.out
    ran = company.oakum(*asked, "--on-unknown", "pass")
    assert (ran.status, "passes all the same: not judged: partition 2026-10-16: " in ran.out) == (YES, True)


def test_the_reference_is_what_a_model_is_trained_on(company, words):
    """Its partitions are judged, the first ones by the whole of it; one that cannot be read is no yes."""
    reference = "    reference: {from: 2026-10-27, to: 2026-11-10}\n    key: [account]"
    company.declare("pipelines/churn.yaml", words.churn.replace("    key: [account]", reference))
    ran = company.oakum("gate", "usage", "--for", "training", "--format", "json")
    said = json.loads(ran.out)
    assert (ran.status, said["answer"], said["partitions"], said["from"]) == (YES, "yes", 15, "2026-10-27")
    (company.own_data() / "usage" / "day=2026-10-30" / "part.parquet").write_text("broken")
    ran = company.oakum("gate", "usage", "--for", "training")
    assert (ran.status, "not judged: partition 2026-10-30" in ran.out) == (CANNOT_TELL, True), ran.out


def test_a_period_without_partitions_cannot_tell(company):
    """Nothing was looked at."""
    ran = company.oakum("gate", "usage", "--for", "training", "--partition", "2025-01-01..2025-01-31")
    assert (ran.status, "there is no partition from 2025-01-01 to 2025-01-31" in ran.out) == (
        CANNOT_TELL,
        True,
    )
