"""Three fresh rows beside their source: in the digest, and to say of each whether it is right."""

from datetime import date

from bot.domain.checkup import Checkup
from bot.domain.fresh_rows import CONFIDENCE, FreshRow, Looked, Word
from bot.messages.answers import in_words
from bot.messages.blocks import actions, button, section
from bot.messages.figures import counted, day
from bot.messages.message import Block, SlackMessage
from bot.messages.text import bullets, code, cut, escape, keyed, one_line
from bot.messages.typed import to_judge, where_it_runs

LOOK, ANSWER = "fresh_rows", "fresh_row"
_COLUMNS = 6
_LABELS = {Word.RIGHT: "Right", Word.WRONG: "Wrong", Word.UNSURE: "Can't tell"}


def rows_block(checkup: Checkup) -> list[Block]:
    """The rows in the digest, with a button to judge them; nothing where none is traced."""
    if not checkup.rows:
        return []
    first = checkup.rows[0]
    when = day(date.fromisoformat(first.day))
    head = f"*{_counted(checkup)} of {code(first.table)} beside {code(first.source)}*, {when}. "
    said = bullets(
        f"{head}{escape(bound(checkup.looked))}", [row_text(row) for row in checkup.rows], limit=2400
    )
    return [section(said, button("Are they right?", LOOK, checkup.id))]


def rows_part(checkup: Checkup, has_buttons: bool) -> list[tuple[str, tuple[str, ...]]]:
    """The same in a mail: how many, the bound, and where to judge them."""
    if not checkup.rows:
        return []
    first = checkup.rows[0]
    name = f"{_counted(checkup)} of {first.table} beside {first.source}"
    press = "Press “Are they right?” below the digest in Slack to judge them."
    to_type = f"To judge them, {where_it_runs(to_judge(checkup.pipeline))}."
    return [(name, (bound(checkup.looked), press if has_buttons else to_type))]


def _counted(checkup: Checkup) -> str:
    return counted(len(checkup.rows), "fresh row")


def row_text(row: FreshRow) -> str:
    """Its key, then each mapped column: values where they may be told, otherwise the same or not."""
    key = code(cut(one_line(keyed(row.key)), 120))
    if row.source_rows != 1:
        there = f"{row.source_rows:,} rows" if row.source_rows else "no row"
        return f"{key}: {there} there"
    shown = [_column(row, name) for name in list(row.columns)[:_COLUMNS]]
    left = len(row.columns) - len(shown)
    return f"{key}: {', '.join(shown)}{f' … and {left:,} more columns' if left > 0 else ''}"


def _column(row: FreshRow, name: str) -> str:
    same = "*differs*" if name in row.differ else "same"
    if name not in row.values:
        return f"{escape(name)} {same}"
    here, there = (escape(cut(one_line(each), 40)) for each in row.values[name])
    return f"{escape(name)} {here}" + (f" (*{there}* there)" if name in row.differ else " (same there)")


def bound(known: Looked) -> str:
    """0 wrong of 14 looked at: at most 19% are wrong, with 95% confidence."""
    if known.at_most is None:
        return "Nobody has looked at any yet."
    share = f"{known.at_most:.1%}" if known.at_most < 0.1 else f"{known.at_most:.0%}"
    return (
        f"{known.wrong:,} wrong of {known.rows:,} looked at so far: at most {share} are wrong, "
        f"with {CONFIDENCE:.0%} confidence."
    )


def rows_message(checkup: Checkup) -> SlackMessage:
    """To whoever looks: each row with its three buttons."""
    blocks = [section("Look each of them up where it comes from. Is it right?")]
    for number, row in enumerate(checkup.rows):
        blocks.append(section(f"{code(row.table)} {row_text(row)}"))
        blocks.append(actions(f"{ANSWER}_{number}", [_answer(checkup, number, word) for word in Word]))
    return SlackMessage(text="Are these rows right?", blocks=blocks)


def _answer(checkup: Checkup, row: int, word: Word) -> Block:
    return button(_LABELS[word], f"{ANSWER}_{row}_{word.name.lower()}", f"{checkup.id}:{row}:{word.value}")


def noted(word: Word, known: Looked) -> str:
    """The answer to an answer, in plain text."""
    return f"Noted: {word.value}. {bound(known)}"


def noted_message(word: Word, known: Looked) -> SlackMessage:
    """The same in Slack."""
    return in_words(noted(word, known))
