"""`oakum run`: what it says before it goes about its work."""

from contextlib import contextmanager

import pytest

ROUTE = "routes: {email: {smtp: 'smtp://localhost:1', sender: oakum@example.com}}\n"


@pytest.fixture
def a_short_shift(monkeypatch):
    """The bot is told to stop as soon as it has started."""

    class Bot:
        def __init__(self, *_):
            pass

        def start(self):
            pass

        def stop(self):
            pass

    @contextmanager
    def at_once():
        yield lambda: None

    monkeypatch.setattr("bot.app.Oakum", Bot)
    monkeypatch.setattr("bot.commands._stop.until_told", at_once)


@pytest.mark.usefixtures("a_short_shift")
def test_a_bot_that_can_tell_nobody_says_so(company, words):
    """And what to add to which file; with a route it says nothing of that."""
    ran = company.oakum("run")
    assert (ran.status, ran.out) == (0, "Oakum watches billing, churn.\n")
    assert ran.err == (
        f"oakum: nobody is told of what is found, since {company.config / 'oakum.yaml'} sets up no route: "
        "add `routes` there (`oakum init` has written them behind a #), and start again\n"
    )
    company.declare("oakum.yaml", words.oakum + ROUTE)
    assert company.oakum("run").err == ""
