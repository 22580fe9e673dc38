"""What can be asked and typed, as one message."""

from collections.abc import Mapping, Sequence

from bot.domain.question import examples
from bot.messages.blocks import context, section
from bot.messages.message import SlackMessage
from bot.messages.text import NOTIFICATION, code, cut, escape, listing

COMMANDS: Mapping[str, Sequence[tuple[str, str]]] = {
    "See": (
        ("health [PIPELINE]", "is it healthy, as of now?"),
        ("findings [PIPELINE]", "what is open: the focus, then the most costly"),
        ("why NUMBER", "the evidence of one problem: rows, times, reasons"),
        ("backlog [PIPELINE]", "what is open and can wait: what becomes of it, how old it is, who has it"),
        ("checkup [PIPELINE]", "the newest weekly checkup"),
        ("oncall [PIPELINE]", "who is paged for it now, until when, and who is next"),
        ("export [PIPELINE]", "the open findings as CSV, in private"),
        ("health share", "the answer is shown to the whole channel, with your name; so are other answers"),
        ("help", "this list"),
    ),
    "Act on a problem": (
        ("ack NUMBER", "it is yours: nobody else is paged; `ack all [PIPELINE]` in a storm"),
        ("assign NUMBER PERSON", "they have it from now on: hand it over, or take it on behalf of them"),
        ("snooze NUMBER [TIME]", "nothing is said of it for an hour, 2h, 3d, until tomorrow or monday"),
        ("resolve NUMBER [CAUSE]", "it is over; the cause may be `patched: …` or `that is the new normal`"),
        ("false-alarm NUMBER [REASON]", "nothing was wrong: it is over, and I learn from it"),
        ("promote NUMBER WHY", "it is the focus until the next checkup, whatever ranks higher"),
        ("close NUMBER WHY", "it is closed or accepted; it comes back only with evidence that is new"),
        ("expert NUMBER", "what to ask whoever hands over the data, and a rule to agree on with them"),
        ("rollback NUMBER", "the model goes back to its former version, for those who may"),
        ("debt [PIPELINE]", "what was patched and is owed a fix; `fixed NUMBER [CAUSE]` when it is one"),
    ),
    "How loud it is": (
        ("silence [PIPELINE/TABLE TIME WHY]", "nobody is told of it for so long; alone: what is silent"),
        ("noise [louder|quieter] [PIPELINE]", "how far over its limit something must be to page"),
        ("budget [PIPELINE]", "how often people are paged, against one page per two shifts, and for what"),
        (
            "tune [PIPELINE]",
            "thresholds to move, with what that would have done; `tuned`: those accepted",
        ),
        ("missed", "something was broken and nobody was paged: a form asks what, and from when until when"),
        ("load [PIPELINE]", "how much people carry: pages, nights, hand-offs of the last four weeks"),
        (
            "survive [PIPELINE]",
            "everything is broken at once: what is muted; `survive bring TABLE`, `survive end`",
        ),
    ),
    "Set up": (
        ("drill [PIPELINE]", "test pages to everybody who may be paged, and what came of the last ones"),
        ("go [PIPELINE]", "it pages from now on: a new one, or one that was muted"),
        ("mute [PIPELINE]", "nobody is told of what I find in it until somebody says go"),
        ("new [WORD]", "a table that nobody watches yet: a form, a look at it, and the file of its pipeline"),
    ),
}


def help_message(pipelines: Sequence[str], bot: str = "@Oakum") -> SlackMessage:
    """What works now."""
    typed = [section(_typed(title, words)) for title, words in COMMANDS.items()]
    asked = "\n".join(f"• {escape(question)}" for question in [*examples(pipelines), "help"])
    watched = f"I watch {listing(pipelines, 10)}." if pipelines else "No pipeline is declared yet."
    return SlackMessage(
        text="What I can answer: health, findings, why, ack, snooze, silence, resolve, oncall, checkup",
        blocks=[
            *typed,
            section(f"*Questions*, to {escape(bot)} in a channel or to me in private\n{asked}"),
            context(watched),
        ],
    )


def _typed(title: str, commands: Sequence[tuple[str, str]]) -> str:
    lines = (f"`/pipeline {words}`  {what}" for words, what in commands)
    return "\n".join([f"*{title}*", *lines])


def not_understood(
    pipelines: Sequence[str], strange: Sequence[str] = (), meant: Sequence[tuple[str, str]] = ()
) -> SlackMessage:
    """The honest answer to what is not understood; words that are `strange` here are named.

    What may have been `meant` by a word is asked, and not guessed.
    """
    if meant:
        names = " and ".join(f"{code(name)} by {code(word)}" for word, name in meant)
        return SlackMessage(
            text=cut(f"Did you mean {names}? Then ask once more, with that name.", NOTIFICATION)
        )
    message = help_message(pipelines)
    said = "I do not understand that. I can answer these:"
    words = f"What I do not know here: {listing(strange, 5)}."
    blocks = [section(said), *message.blocks[len(COMMANDS) :], *([context(words)] if strange else [])]
    return SlackMessage(text=said, blocks=blocks)
