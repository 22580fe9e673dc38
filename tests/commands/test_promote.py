"""`oakum promote` and `oakum close`: what the buttons of a checkup's proposal do, on the terminal."""

import json


def newest(company):
    """What happened last: the kind, who, by which route, and the words."""
    ran = company.oakum("incidents", "--changes", "--days", "30000", "--format", "json")
    said = json.loads(ran.out)["changes"][-1]
    return said["what"], said["who"], said["by"], said["text"]


def test_somebody_says_what_is_fixed_first(lived):
    """With the reason, as it is typed in Slack; the timeline says who and why."""
    ran = lived.oakum("promote", "1", "the", "board", "looks", "--who", "maria")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(
        "It is the focus of churn until the next checkup, whatever ranks higher.\n  no. 1,"
    )
    what, who, by, text = newest(lived)
    assert (what, who, by) == ("focus", "maria", "terminal")
    assert "the board looks" in text


def test_what_nobody_will_mend_is_closed(lived):
    """The reason is kept; whoever comes second is told."""
    ran = lived.oakum("close", "1", "the report is switched off", "--who", "maria", "--format", "json")
    (said,) = json.loads(ran.out)["incidents"]
    assert (ran.status, said["state"]) == (0, "resolved")
    assert (
        said["said"] == "Closed, with the reason on the record. It comes back only with evidence that is new."
    )
    assert newest(lived) == ("resolved", "maria", "terminal", "the report is switched off")
    for verb in ("close", "promote"):
        late = lived.oakum(verb, "1", "again", "--who", "jon")
        assert (late.status, late.out.startswith("Nothing to do any more: maria resolved it, ")) == (1, True)


def test_without_a_reason_nothing_is_done(lived):
    """It says how; a blank is none."""
    for verb, example in (("promote", "the board looks"), ("close", "the report is switched off")):
        for words in ((), (" ",)):
            ran = lived.oakum(verb, "1", *words)
            assert (ran.status, ran.out) == (2, "")
            assert f"Why? In half a year nobody will know. Like: oakum {verb} 1 {example}" in " ".join(
                ran.err.split()
            )
    missing = lived.oakum("promote", "99", "why not")
    assert (missing.status, "`oakum backlog` lists what is open" in missing.err) == (2, True)
