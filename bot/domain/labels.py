"""What people said of past incidents when they resolved them: real, or a false alarm."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.known_bad import FALSE_ALARM
from bot.domain.triage import Labels


@dataclass(frozen=True, slots=True)
class Labelled:
    """A round of an incident that a person resolved, and whether it was real; `at` is when they said so.

    Check and table are those of its lead finding. A round counts once, however many columns it has.
    """

    incident: int
    pipeline: str
    table: str
    check: str
    is_true: bool
    at: datetime


def is_false_alarm(cause: str) -> bool:
    """Whether a person says that nothing was wrong; any other cause, and none, says that something was."""
    return cause.strip().casefold().startswith(FALSE_ALARM)


def false_alarm(reason: str = "") -> str:
    """The cause of an incident that was a false alarm."""
    return f"{FALSE_ALARM}: {reason.strip()}" if reason.strip() else FALSE_ALARM


def by_check(said: Iterable[Labelled]) -> Mapping[str, Labels]:
    """What was said of each check, over all pipelines."""
    answers: dict[str, list[bool]] = defaultdict(list)
    for each in said:
        answers[each.check].append(each.is_true)
    return {name: Labels(true=sum(found), labelled=len(found)) for name, found in answers.items()}
