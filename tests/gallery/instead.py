"""Typed wrongly, or not enough: what to type instead."""

from bot.domain.snooze import NotUnderstoodError, until
from bot.messages import hints
from bot.messages.message import SlackMessage
from tests.gallery.states import Text
from tests.gallery.troubles import FRIDAY, NEW_YORK

WORDS = ["health", "findings", "why", "ack", "snooze", "silence", "resolve", "backlog", "budget", "oncall",
         "checkup", "drill"]  # fmt: skip


def word_mistyped(text: Text) -> SlackMessage:
    """`helth`"""
    return hints.unknown_word("helth", WORDS)


def word_of_nothing(text: Text) -> SlackMessage:
    """A word that is like none of them."""
    return hints.unknown_word(text("zzz"), WORDS)


def pipeline_mistyped(text: Text) -> SlackMessage:
    """`health fligths`"""
    return hints.unknown_pipeline(text("fligths"), [text("flights"), text("bookings")])


def pipeline_not_named(text: Text) -> SlackMessage:
    """`checkup` where there are several."""
    return hints.which_pipeline([text("flights"), text("bookings")])


def pipeline_not_declared(text: Text) -> SlackMessage:
    """`oncall` where there is none."""
    return hints.none_declared()


def who_was_on_call(text: Text) -> SlackMessage:
    """“Who is on call at 3 am today?”, in the afternoon."""
    return hints.that_is_over()


def what_will_break(text: Text) -> SlackMessage:
    """“What broke at 11 pm today?”, in the afternoon."""
    return hints.not_yet()


def how_it_was_for_a_month(text: Text) -> SlackMessage:
    """“How was it since October?”"""
    return hints.a_week_at_most()


def incident_not_named(text: Text) -> SlackMessage:
    """`ack` where several are open."""
    return hints.which_incident("", range(7, 30))


def incident_of_no_number(text: Text) -> SlackMessage:
    """`ack seven`"""
    return hints.which_incident(text("seven"), [7, 8])


def incident_of_none(text: Text) -> SlackMessage:
    """`ack` where nothing is open."""
    return hints.which_incident("", [])


def incident_unknown(text: Text) -> SlackMessage:
    """`why 99`"""
    return hints.unknown_incident(99)


def person_mistyped(text: Text) -> SlackMessage:
    """`assign 7 anna`"""
    return hints.unknown_person(text("anna"), [text("ana"), text("jon")])


def reason_to_promote(text: Text) -> SlackMessage:
    """`promote 7` without a reason."""
    return hints.say_why("promote", 7)


def reason_to_close(text: Text) -> SlackMessage:
    """`close 7` without a reason."""
    return hints.say_why("close", 7)


def time_not_understood(text: Text) -> SlackMessage:
    """`snooze 7 soon`"""
    try:
        until("soon", FRIDAY, NEW_YORK)
    except NotUnderstoodError as error:
        return hints.refused(error)
    raise AssertionError


def silence_without_end(text: Text) -> SlackMessage:
    """`silence flights/weather`"""
    return hints.silent_for_how_long()


def silence_not_named(text: Text) -> SlackMessage:
    """`silence end`"""
    return hints.which_silence()


def silence_unknown(text: Text) -> SlackMessage:
    """`silence end 99`"""
    return hints.unknown_silence(99)


def muted_table_not_named(text: Text) -> SlackMessage:
    """`survive bring`"""
    return hints.which_muted_table()


def share_of_nothing(text: Text) -> SlackMessage:
    """`share ack`: what acts is told in the thread."""
    return hints.share_what(["backlog", "findings", "health", "why"])


def share_alone(text: Text) -> SlackMessage:
    """`health share`, in the bot's own room, where nobody else is."""
    return hints.typed_alone("share")


def missed_with_words(text: Text) -> SlackMessage:
    """`missed yesterday`"""
    return hints.typed_alone("missed")
