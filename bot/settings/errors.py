"""What is wrong with a configuration, one line a problem."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

Trail = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: in which file, on which line, at which key, and what to change."""

    file: str
    line: int | None
    key: str
    text: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.key}: {self.text}" if self.key else f"{place}: {self.text}"


class ConfigError(Exception):
    """A file of the configuration cannot be used; says every problem that was found in it, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        once = dict.fromkeys(problems)  # what many tables inherit is wrong in one place
        self.problems = tuple(sorted(once, key=lambda problem: (problem.file, problem.line or 0)))
        super().__init__("\n".join(map(str, self.problems)))


def dotted(trail: Trail) -> str:
    """A trail of keys as people write it: `policies.ml-oncall[0].wait`."""
    key = ""
    for step in trail:
        key += f"[{step}]" if isinstance(step, int) else f".{step}"
    return key.removeprefix(".")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The known word that is closest to a wrong one, or all that there are."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are: {', '.join(sorted(known))}" if known else "there are none yet"
