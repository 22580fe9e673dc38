"""How loud a pipeline is: one table of legal steps."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.stage import TRANSITIONS, Stage, Step, after, as_loud_as
from checks.verdict import Urgency

Make = Callable[..., Any]


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_only_what_is_in_the_table_can_happen(stage: Stage, step: Step) -> None:
    """Nothing leads back to new, and nothing goes from silence to silence."""
    found = after(stage, step)
    assert found == TRANSITIONS.get((stage, step))
    assert found not in (Stage.NEW, stage)


@pytest.mark.parametrize("stage", [each for each in Stage if each is not Stage.NEW])
def test_a_person_can_make_every_pipeline_page(stage: Stage) -> None:
    """From wherever it is."""
    assert stage is Stage.PAGE or after(stage, Step.GO) is Stage.PAGE


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("urgency", Urgency)
def test_only_a_page_of_a_pipeline_that_may_not_page_is_lowered(
    a_finding: Make, stage: Stage, urgency: Urgency
) -> None:
    """And it says why."""
    finding = a_finding(urgency=urgency)
    told = as_loud_as(finding, stage)
    if stage is Stage.TICKET and urgency is Urgency.PAGE:
        assert (told.urgency, "which is new" in told.lowered) == (Urgency.TICKET, True)
    else:
        assert told == finding
