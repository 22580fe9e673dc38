"""Three fresh rows beside their source: in the digest, and to say of each whether it is right."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.fresh_rows import FreshRow, Looked
from bot.messages.digest import digest_message
from bot.messages.fresh_rows import bound, rows_message
from bot.messages.hook import hook_digest
from bot.messages.mail import digest_mail
from bot.messages.message import SlackMessage

Read = Callable[[SlackMessage], str]
Refused = Callable[[SlackMessage], list[str]]
EVIL = "<!channel> `` & <b>"


def a_row(**changes: Any) -> FreshRow:
    """A row of which one column may be told, and the other may not."""
    facts: dict[str, Any] = {
        "table": "usage",
        "source": "crm",
        "day": "2013-02-14",
        "key": {"id": 4},
        "source_rows": 1,
        "columns": {"plan": "tariff", "age": "years", "seats": "seats"},
        "differ": ("plan", "seats"),
        "values": {"plan": ("gold", "silver")},
    }
    return FreshRow(**facts | changes)


def test_values_are_told_only_where_they_may_be(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """Otherwise whether they are the same; green stays three lines."""
    checkup = story.checkup(rows=(a_row(), a_row(source_rows=0), a_row(source_rows=2)), looked=Looked(42, 0))
    message = digest_message(checkup, story.around, {})
    text = read(message)
    assert len(message.blocks[1]["text"]["text"].splitlines()) == 3
    assert "*3 fresh rows of `usage` beside `crm`*, Thu 14 Feb." in text
    assert "`id=4`: plan gold (*silver* there), age same, seats *differs*" in text
    assert "`id=4`: no row there" in text
    assert "`id=4`: 2 rows there" in text
    assert "0 wrong of 42 looked at so far: at most 6.9% are wrong, with 95% confidence." in text
    assert refused(message) == []
    assert "at most 6.9% are wrong" in digest_mail(checkup, story.around, {}).text
    alone = replace(story.around, has_buttons=False)
    assert "type “oakum rows flights” where Oakum runs" in digest_mail(checkup, alone, {}).text
    assert "`oakum rows flights` shows the fresh rows to judge" in read(hook_digest(checkup, alone))


def test_each_row_has_its_three_buttons(story: SimpleNamespace, read: Read, refused: Refused) -> None:
    """Right, Wrong, Can't tell."""
    message = rows_message(story.checkup(rows=(a_row(), a_row(), a_row())))
    assert refused(message) == []
    assert read(message).count("Can't tell") == 3


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Looked(), "Nobody has looked at any yet."),
        (Looked(14, 0), "0 wrong of 14 looked at so far: at most 19% are wrong, with 95% confidence."),
        (Looked(2, 2), "2 wrong of 2 looked at so far: at most 100% are wrong, with 95% confidence."),
    ],
)
def test_the_bound_is_said_in_words(known: Looked, said: str) -> None:
    """Also where there is none."""
    assert bound(known) == said


def test_what_a_row_says_cannot_leave_its_place(
    story: SimpleNamespace, refused: Refused, markup: Callable[[SlackMessage], str]
) -> None:
    """Long and hostile keys, names and values are escaped and cut."""
    row = a_row(
        key={EVIL: EVIL * 200},
        table=EVIL,
        source=EVIL,
        columns={f"{EVIL}{at}": "x" for at in range(50)},
        values={f"{EVIL}0": (EVIL * 100, EVIL * 100)},
        differ=(f"{EVIL}0",),
    )
    checkup = story.checkup(rows=(row,) * 3)
    for message in (digest_message(checkup, story.around, {}), rows_message(checkup)):
        assert refused(message) == []
        assert "<!channel>" not in markup(message)
