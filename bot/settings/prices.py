"""What the files of several pipelines must agree on: one currency, and a graph of feeds without a ring."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.declared import Pipeline
from bot.domain.downstream import Place, declared_feeds, places
from bot.settings.document import Document
from bot.settings.errors import Problem, Trail
from checks.price import PRICES, Price

Others = Mapping[str, tuple[Pipeline, str]]
"""The pipelines that were read before, by name, and their files."""


def disagreements(pipeline: Pipeline, document: Document, others: Others) -> Iterator[Problem]:
    """What does not fit to the pipelines that were read before."""
    yield from _another_currency(pipeline, document, others)
    yield from _ring(pipeline, document, others)


def free(pipeline: Pipeline, document: Document) -> Iterator[str]:
    """A notice for each price of zero: somebody may have meant that it is not known."""
    written: list[tuple[Trail, Price | None]] = [(("cost",), pipeline.cost)]
    written += [(("tables", name, "cost"), table.cost) for name, table in pipeline.tables.items()]
    for trail, price in written:
        for key in sorted(PRICES):
            if price is not None and getattr(price, key) == 0:
                at = (*trail, key)
                say = f"{document.key(at)} is 0: that costs nothing, and comes after all that costs something"
                yield f"{document.file}:{document.line(at)}: {say}; leave it out if it is not known"


def _another_currency(pipeline: Pipeline, document: Document, others: Others) -> Iterator[Problem]:
    mine = pipeline.cost.currency if pipeline.cost else None
    for other, file in others.values():
        if mine is not None and other.cost is not None and other.cost.currency != mine:
            said = f"{mine}, and {file} counts in {other.cost.currency}: findings of all pipelines are ranked"
            yield document.problem(("cost", "currency"), f"{said} together, write all prices in one currency")
            return


def _ring(pipeline: Pipeline, document: Document, others: Others) -> Iterator[Problem]:
    """A table that feeds itself, over others perhaps: the ring is named, in the file that closes it."""
    graph = declared_feeds(places([*(each for each, _ in others.values()), pipeline]))
    for name, table in pipeline.tables.items():
        start = pipeline.pipeline, name
        for fed in table.feeds:
            for place in graph.get(start, {}).get(fed, ()):
                if ring := _way(place, start, graph):
                    said = " → ".join(_called(each, pipeline) for each in [start, *ring])
                    why = f"a ring: {said}: nothing feeds what it is made of, remove one of these"
                    yield document.problem(("tables", name, "feeds", fed), why)
                    return


def _way(start: Place, end: Place, graph: Mapping[Place, Mapping[str, Sequence[Place]]]) -> list[Place]:
    """The shortest way along what is fed, with both ends; empty where there is none."""
    before: dict[Place, Place | None] = {start: None}
    at = [start]
    for place in at:  # grows as it goes
        if place == end:
            way: list[Place] = []
            back: Place | None = end
            while back is not None:
                way.append(back)
                back = before[back]
            return way[::-1]
        for other in (each for every in graph.get(place, {}).values() for each in every):
            if other not in before:
                before[other] = place
                at.append(other)
    return []


def _called(place: Place, mine: Pipeline) -> str:
    return place[1] if place[0] == mine.pipeline else "/".join(place)
