"""Looks at what may hang: an answer each, and few threads left behind."""

from threading import Event, Thread

import pytest

from bot.engine.looks import Looks
from checks.sources.tables import SourceError


def test_of_many_looks_at_once_few_are_begun() -> None:
    """Whoever comes later hears so at once; when it hangs no more, it is looked at as ever."""
    looks, mended, said = Looks(), Event(), list[str]()

    def ask() -> None:
        try:
            looks.at("lake", 0.2, lambda: mended.wait(10))
        except SourceError as error:
            said.append(str(error))

    asking = [Thread(target=ask) for _ in range(8)]
    for each in asking:
        each.start()
    for each in asking:
        each.join(5)
    assert sum("took longer than" in each for each in said) == 3
    assert len(said) == 8
    with pytest.raises(SourceError, match="hangs still"):
        looks.at("lake", 1, lambda: None)
    assert looks.at("another", 1, lambda: "seen") == "seen"
    mended.set()
    for each in looks._running["lake"]:
        each.join(5)
    assert looks.at("lake", 1, lambda: "seen") == "seen"
