"""The owner is asked to look at a digest that nobody signed off."""

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from bot.domain.nudge import DigestNudge
from bot.messages.digest import digest_message
from bot.messages.message import SlackMessage
from bot.messages.nudge import nudge_mail, nudge_message

Read = Callable[[SlackMessage], str]
ASKED = DigestNudge(checkup=1, channel="#flights", person="maria", to="dm")
DIGEST = "https://harbor.slack.com/archives/C1/p9"


def test_it_says_what_waits_with_the_button_and_a_link(
    story: SimpleNamespace, read: Read, refused: Callable[[SlackMessage], list[str]]
) -> None:
    """Without looking for the digest one knows how it stands."""
    message = nudge_message(story.checkup(), ASKED, story.around, DIGEST)
    said = read(message)
    assert "nobody has looked at it yet" in said
    assert f"<{DIGEST}|Open the digest>" in said
    assert "I looked" in said
    assert refused(message) == []


def test_once_somebody_looked_it_says_who_and_asks_no_more(story: SimpleNamespace, read: Read) -> None:
    """The button is gone."""
    checkup = story.checkup()
    signed = replace(checkup, signed_off_by="jon", signed_off_at=checkup.made_at)
    said = read(nudge_message(signed, ASKED, story.around))
    assert "*jon* looked" in said
    assert "I looked" not in said


def test_the_digest_says_who_was_asked_until_somebody_looked(story: SimpleNamespace, read: Read) -> None:
    """It is on the record."""
    checkup = story.checkup()
    asked: Any = replace(checkup, nudged="maria", nudged_at=checkup.made_at)
    assert "*maria* was asked to" in read(digest_message(asked, story.around, {}))
    signed = replace(asked, signed_off_by="jon", signed_off_at=checkup.made_at)
    assert "asked to" not in read(digest_message(signed, story.around, {}))


def test_a_mail_says_where_to_press(story: SimpleNamespace) -> None:
    """There is no button in a mailbox."""
    mail = nudge_mail(story.checkup(), story.around, DIGEST)
    assert mail.subject.startswith("Nobody has looked yet: ")
    assert DIGEST in mail.text
    assert DIGEST in mail.html


def test_without_a_button_the_mail_says_what_to_type(story: SimpleNamespace) -> None:
    """And names no channel in which there is nothing to press."""
    mail = nudge_mail(story.checkup(), replace(story.around, has_buttons=False))
    for text in (mail.text, mail.html):
        assert "Please type “oakum sign-off flights” where Oakum runs. You are asked once." in text
        assert "I looked" not in text
