"""How much people carry: on the terminal, in Slack, as an object; and the question at sign-off."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.tiredness import Answer, Load, Person, strains, trend
from bot.messages.answers import in_words
from bot.messages.blocks import actions, button, context, section
from bot.messages.figures import counted
from bot.messages.message import SlackMessage
from bot.messages.terminal import Line
from bot.messages.text import NOTIFICATION, bullets, cut, escape, listing, preformatted, sentence
from checks.figures import lasting

WORKLOAD = "workload"
QUESTION = "How much of this week went into ad-hoc requests and hand work?"
HEAD = ("who", "pages", "a shift", "night", "weekend", "in 12 h", "took", "off hours", "median")
_SHOWN = 12


def rows(people: Sequence[Person]) -> list[tuple[str, ...]]:
    """A row a person; what nobody knows is a dash."""
    return [
        (
            each.name,
            str(each.pages),
            "–" if each.pages_a_shift is None else f"{each.pages_a_shift:.1f}",
            str(each.nights),
            str(each.weekends),
            str(each.most_in_a_shift),
            str(each.acknowledged),
            str(each.out_of_hours),
            "–" if each.to_acknowledge is None else lasting(each.to_acknowledge),
        )
        for each in people
    ]


def handed(load: Load) -> list[tuple[str, str, str]]:
    """Who hands to whom, and how often: the most frequent first."""
    ordered = sorted(load.handed.items(), key=lambda each: (-each[1], each[0]))
    return [(giver, taker, str(times)) for (giver, taker), times in ordered]


def others(load: Load) -> Iterator[str]:
    """What else there is, a line each."""
    if load.reassigned:
        said = ", ".join(f"{number} ({times}×)" for number, times in load.reassigned.items())
        yield f"passed on again after the first hand-off: incident {said}"
    if load.waits:
        number, longest = load.waits[0]
        times = counted(len(load.waits), "time")
        most = f"the longest {lasting(longest)} (no. {number})"
        yield f"nobody had an incident for more than 4 h: {times}, {most}"
    if load.pulses:
        yield f"ad-hoc requests and hand work, by checkup: {trend(load.pulses)}"


def load_lines(load: Load) -> Iterator[Line]:
    """The table of `oakum load`."""
    if load.is_quiet:
        yield Line("nobody was paged, and nothing was handed on, in the last 4 weeks", "good")
    if load.people:
        yield Line("The last 4 weeks", "title")
        yield from _table((HEAD, *rows(load.people)))
    if load.handed:
        yield Line("")
        yield Line("Who hands to whom", "title")
        yield from _table((("from", "to", "times"), *handed(load)))
    said = list(others(load))
    if said:
        yield Line("")
    yield from (Line(line) for line in said)
    yield from (Line(f"too much: {line}", "ticket") for line in strains(load))


def _table(cells: Sequence[Sequence[str]]) -> Iterator[Line]:
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    for number, row in enumerate(cells):
        said = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield Line(f"  {said.rstrip()}", "dim" if number == 0 else "plain")


def load_message(load: Load, pipelines: Sequence[str]) -> SlackMessage:
    """The answer to `/pipeline load`."""
    if load.is_quiet and not load.pulses:
        return SlackMessage(text="Nobody was paged, and nothing was handed on, in the last 4 weeks.")
    title = f"*The last 4 weeks* of {listing(pipelines, 5)}"
    blocks = [section(title)]
    if load.people:
        people = load.people[:_SHOWN]
        blocks = [
            section(f"{title}\n{preformatted([HEAD, *rows(people)], 2500, len(load.people) - len(people))}")
        ]
    if load.handed:
        pairs = handed(load)
        table = preformatted(
            [("from", "to", "times"), *pairs[:_SHOWN]], 1500, len(pairs) - len(pairs[:_SHOWN])
        )
        blocks.append(section(f"*Who hands to whom*\n{table}"))
    if said := [sentence(line) for line in others(load)]:
        blocks.append(section("\n".join(said)))
    found = [sentence(line) for line in strains(load)]
    if found:
        blocks.append(
            section(bullets("*Too much:*", found[:_SHOWN], len(found) - _SHOWN, way="`oakum load`"))
        )
    blocks.append(
        context("Night is 22–7 in the pipeline's time zone; in 12 h: the most incidents paged for.")
    )
    text = cut(escape(f"The last 4 weeks of {', '.join(pipelines)}"), NOTIFICATION)
    return SlackMessage(text=text, blocks=blocks)


def load_object(load: Load) -> Mapping[str, Any]:
    """What `oakum load --format json` prints."""
    return {
        "schema": 1,
        "weeks": 4,
        "people": [_person(each) for each in load.people],
        "handed": [{"from": giver, "to": taker, "times": n} for (giver, taker), n in load.handed.items()],
        "reassigned": [{"incident": number, "times": n} for number, n in load.reassigned.items()],
        "waits": [
            {"incident": number, "hours": round(span.total_seconds() / 3600, 1)}
            for number, span in load.waits
        ],
        "answers": [
            {"due_at": each.due_at.isoformat(), "answers": [said.value for said in each.answers]}
            for each in load.pulses
        ],
        "too_much": list(strains(load)),
    }


def _person(each: Person) -> Mapping[str, Any]:
    return {
        "person": each.name,
        "pages": each.pages,
        "shifts": each.shifts,
        "pages_a_shift": each.pages_a_shift,
        "at_night": each.nights,
        "at_weekends": each.weekends,
        "most_incidents_in_12_hours": each.most_in_a_shift,
        "acknowledged": each.acknowledged,
        "acknowledged_out_of_hours": each.out_of_hours,
        "median_minutes_to_acknowledge": None
        if each.to_acknowledge is None
        else round(each.to_acknowledge.total_seconds() / 60, 1),
    }


def answer_noted(said: Answer) -> SlackMessage:
    """The answer to an answer."""
    return in_words(f"Noted: {said.value}. `/pipeline load` shows how it goes.")


def with_question(message: SlackMessage, checkup: int) -> SlackMessage:
    """The thanks for signing off, with one question."""
    buttons = [
        button(said.value.capitalize(), f"{WORKLOAD}_{at}", f"{checkup}:{said.value}")
        for at, said in enumerate(Answer)
    ]
    asked = [section(f"{message.text} One question: *{QUESTION}*"), actions(WORKLOAD, buttons)]
    return replace(message, text=f"{message.text} {QUESTION}", blocks=asked)
