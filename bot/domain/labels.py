"""What people said of past incidents when they resolved them: real, or a false alarm."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.known_bad import FALSE_ALARM
from bot.domain.triage import Labels

Key = TypeVar("Key", bound=Hashable)


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
    return _counted(said, lambda each: each.check)


def by_pipeline_and_check(said: Iterable[Labelled]) -> Mapping[tuple[str, str], Labels]:
    """What was said of each check of each pipeline."""
    return _counted(said, lambda each: (each.pipeline, each.check))


def _counted(said: Iterable[Labelled], key: Callable[[Labelled], Key]) -> Mapping[Key, Labels]:
    answers: dict[Key, list[bool]] = defaultdict(list)
    for each in said:
        answers[key(each)].append(each.is_true)
    return {name: Labels(true=sum(found), labelled=len(found)) for name, found in answers.items()}
