"""What was typed makes no sense, may not be, or did not work: what to do instead. For the asker alone."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.messages.answers import in_words
from bot.messages.message import SlackMessage
from bot.messages.text import NOTIFICATION, code, listing, more, sentence

_NUMBERS = 10
_ALONE: Mapping[str, str] = {
    "missed": "`/pipeline missed`, and nothing behind it: a form asks for the rest.",
    "export": "`/pipeline export`, or with the name of a pipeline: the file comes in private.",
    "new": "`/pipeline new`, or with a word of a table's name: a form asks for the rest.",
    "share": "`/pipeline health share` shows the answer to the whole channel, with your name.",
}
_REASONS: Mapping[str, str] = {
    "promote": "the board looks at it on Monday",
    "close": "the report is switched off",
}


def refused(why: object) -> SlackMessage:
    """What stands in the way, in the words of an error, which may quote data or what people typed."""
    return in_words(sentence(why, NOTIFICATION))


def did_not_work() -> SlackMessage:
    """A fault of ours."""
    return in_words("That did not work, and it is in my log. Please try again in a moment.")


def gone() -> SlackMessage:
    """The button is older than the store."""
    return in_words("There is no such number any more.")


def unreadable() -> SlackMessage:
    """A button or a form carries what we never wrote, or wrote otherwise."""
    return in_words(
        "I cannot read what that button or form carries: another version made it. Please ask anew."
    )


def may_not_send(until_then: str) -> SlackMessage:
    """A scope is missing; `until_then` says what can be done without it."""
    scope = "add the scope `files:write` (`oakum manifest`) and install me again"
    return in_words(f"I may not send files here: {scope}. Until then, {until_then}.")


def unknown_word(word: str, known: Sequence[str]) -> SlackMessage:
    """No word of `/pipeline`."""
    return in_words(f"I do not know {code(word)}. {_suggestion(word, known, '`/pipeline help`')}")


def typed_alone(word: str) -> SlackMessage:
    """How a word is typed that does something else than answer."""
    return in_words(_ALONE[word])


def none_declared() -> SlackMessage:
    """There is nothing to ask about."""
    return in_words("No pipeline is declared yet.")


def unknown_pipeline(name: str, known: Sequence[str]) -> SlackMessage:
    """No pipeline is called so."""
    return in_words(f"There is no pipeline {code(name)}. {_suggestion(name, known, '`/pipeline health`')}")


def which_pipeline(names: Sequence[str]) -> SlackMessage:
    """There are several, and one must be named."""
    return in_words(f"Which pipeline? I watch {listing(names, 10, '`/pipeline health`')}.")


def unknown_incident(id_: int) -> SlackMessage:
    """No incident has this number."""
    return in_words(f"There is no incident {id_}. `/pipeline findings` lists those that are open.")


def which_incident(word: str, open_: Sequence[int]) -> SlackMessage:
    """No number was typed, or something else; the numbers of those that are open, the first to fix first."""
    if not open_:
        return in_words("Nothing is open.")
    numbers = ", ".join(map(str, open_[:_NUMBERS]))
    if len(open_) > _NUMBERS:
        numbers += f" {more(len(open_) - _NUMBERS)}"
    said = f"{code(word)} is no number." if word else "Which one?"
    return in_words(f"{said} Open are: {numbers}. Ask `/pipeline findings` what they are.")


def that_is_over() -> SlackMessage:
    """Asked is who will be on call at a time that is over."""
    return in_words("That is over: I tell who is on call now, and who will be.")


def not_yet() -> SlackMessage:
    """Asked is what happened at a time to come."""
    return in_words("That has not come yet.")


def a_week_at_most() -> SlackMessage:
    """Asked is how it was for longer than is told."""
    return in_words("I tell how it was for up to a week: ask about one week, one day or an hour.")


def unknown_person(name: str, known: Sequence[str]) -> SlackMessage:
    """Nobody of the configuration is called so."""
    return in_words(f"Nobody is called {code(name)}. {_suggestion(name, known, '`people` in `oakum.yaml`')}")


def say_why(verb: str, id_: int) -> SlackMessage:
    """`promote` and `close` want a reason: the next one who wonders finds it."""
    return in_words(f"Why? `/pipeline {verb} {id_} {_REASONS[verb]}`")


def share_what(words: Sequence[str]) -> SlackMessage:
    """Which answers can be shared."""
    return in_words(f"Share what? {', '.join(map(code, words))} can be shared.")


def silent_for_how_long() -> SlackMessage:
    """A silence has an end."""
    return in_words("For how long? `/pipeline silence churn/usage 2h we migrate`")


def which_silence() -> SlackMessage:
    """Which one is to end."""
    return in_words("Which one? `/pipeline silence` lists them, `/pipeline silence end 3` ends one.")


def unknown_silence(number: int) -> SlackMessage:
    """No silence has this number."""
    return in_words(f"There is no silence {number}. `/pipeline silence` lists them.")


def which_muted_table() -> SlackMessage:
    """Which table is to be brought back while everything is broken."""
    return in_words(
        "Which table? `/pipeline survive` lists them, `/pipeline survive bring TABLE` brings one back."
    )


def _suggestion(word: str, known: Sequence[str], way: str) -> str:
    """What may have been meant; otherwise what is known, with the `way` to see all of it."""
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {code(close[0])}?" if close else f"I know {listing(known, 10, way)}."
