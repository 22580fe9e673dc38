"""A patch closes an incident, and is owed a fix until somebody says that the cause is gone."""

from typing import Any

MARIA, JON = "U1MARIA", "U2JON"


def test_a_patch_is_a_debt_until_it_is_fixed(harbor: Any, words: Any) -> None:
    """The modal asks which it is; the list has a button; the thread keeps who fixed it."""
    harbor.click(JON, "incident_more", "resolve:1")
    modal = harbor.sandbox.wait_for(lambda: harbor.sandbox.modal(JON))
    assert "It is patched: the cause is still there" in words(modal)
    chosen = {"outcome": {"outcome": "patched"}, "cause": {"cause": "restarted the export"}}
    assert harbor.sandbox.submit_view(JON, chosen).wait().acked
    harbor.sandbox.wait_for(lambda: "patched, not fixed, by *jon*" in words(harbor.message()))
    owed = harbor.type(MARIA, "debt")
    assert "1 patch owed a fix" in owed
    assert "patched by *jon*" in owed
    assert "restarted the export" in owed
    harbor.press(MARIA, "incident_fix")
    assert "incident 1 is fixed, and no debt any more" in harbor.told(MARIA, 2)
    assert "Nothing was patched that is not fixed." in harbor.type(MARIA, "debt churn", 3)
    assert harbor.desk.incident(1).timeline[-1].who == "maria"


def test_what_was_not_patched_is_owed_nothing(harbor: Any) -> None:
    """Nor what is still open."""
    assert "Nothing is owed for incident 1" in harbor.type(JON, "fixed 1")
    harbor.type(JON, "resolve 1 patched: restarted it", 2)
    assert "incident 1 is fixed" in harbor.type(JON, "fixed 1 a retry in the client", 3)
    assert harbor.desk.incident(1).timeline[-1].text == "a retry in the client"
    assert "is fixed already" in harbor.type(JON, "fixed 1", 4)
