"""The draft to the owner upstream as Slack shows it: a dialog, an answer, a line of the thread, a message."""

from collections.abc import Sequence
from typing import Any

from bot.domain.expert_intent import ExpertLetter, ExpertPost
from bot.messages.answers import in_words
from bot.messages.blocks import actions, button, context, plain_text, section, shortened
from bot.messages.expert import advice
from bot.messages.message import Block, Mail, SlackMessage
from bot.messages.modal import told_modal
from bot.messages.text import NOTIFICATION, cut, escape, flat, literal, one_line, sentence

DRAFT, SEND = "expert_draft", "expert_send"
_PIECE, _PIECES = 2_800, 4


def draft_button(owner: str, incident: int) -> Block:
    """Opens the draft."""
    return button(f"Draft to {one_line(owner)}" if owner else "Show the draft and the rule", DRAFT, incident)


def thread_line(intent: ExpertPost) -> SlackMessage:
    """In the incident's thread: whom to call."""
    said = f"☎️ *{sentence(advice(intent.whom, bool(intent.owner)), 400)}*"
    why = "The same at two checkups in a row, after somebody tried to mend it: no code of ours ends that."
    blocks = [section(said), context(why), actions("expert", [draft_button(intent.owner, intent.incident)])]
    return SlackMessage(text=cut(said, NOTIFICATION), blocks=blocks)


def draft_modal(incident: int, status: str, text: str, to: list[str]) -> dict[str, Any]:
    """The draft to copy, and where somebody of oakum.yaml answers for it, a button that sends it."""
    return {
        "type": "modal",
        "title": plain_text("Call an expert", 24),
        "close": plain_text("Close", 24),
        "blocks": draft_blocks(incident, status, text, to),
    }


def draft_message(incident: int, status: str, text: str, to: list[str]) -> SlackMessage:
    """The same as an answer that only the asker sees."""
    said = cut(escape(status), NOTIFICATION)
    return SlackMessage(text=said, blocks=draft_blocks(incident, status, text, to))


def draft_blocks(incident: int, status: str, text: str, to: list[str]) -> list[Block]:
    """How it stands, the text in code blocks, and the button."""
    sends = [button(f"Send to {one_line(', '.join(to))}", SEND, incident, "primary")] if to else []
    return shortened(
        [
            section(sentence(status, 600)),
            *(section(piece) for piece in in_code(text)),
            *([actions("expert_send", sends)] if sends else []),
        ]
    )


def in_code(text: str) -> list[str]:
    """The text in code blocks that Slack takes, cut between lines; nothing in it ends one."""
    pieces: list[str] = [""]
    for line in escape_lines(text):
        if len(pieces[-1]) + len(line) + 1 > _PIECE:
            pieces.append("")
        pieces[-1] += f"{line}\n"
    left = len(pieces) - _PIECES
    kept = [f"```\n{piece.strip(chr(10))}\n```" for piece in pieces[:_PIECES] if piece.strip()]
    return [*kept, "… the rest is in `oakum expert`"] if left > 0 else kept


def escape_lines(text: str) -> list[str]:
    """Each line harmless in a code block."""
    return [cut(literal(line).replace("`", "ʼ"), _PIECE - 1) for line in text.split("\n")]


def sent_to(names: Sequence[str]) -> SlackMessage:
    """The answer to whoever pressed the button: to whom it went."""
    if not names:
        return in_words("It was sent already, or nobody of oakum.yaml answers for it: copy it instead.")
    return in_words(f"Sent to {escape(', '.join(names))}; the incident's thread says so.")


def sent_modal(names: Sequence[str]) -> dict[str, Any]:
    """The same where the button was in a dialog."""
    return told_modal(sent_to(names), "Call an expert")


def letter_message(intent: ExpertLetter) -> SlackMessage:
    """The draft as it reaches the owner."""
    subject = _subject(intent.text)
    pieces = [section(each) for each in in_code(_body(intent.text))]
    blocks = shortened([section(f"*{sentence(subject, 200)}*"), *pieces])
    return SlackMessage(text=sentence(subject, NOTIFICATION), blocks=blocks)


def letter_mail(intent: ExpertLetter) -> Mail:
    """The same for a mailbox."""
    from html import escape as html_escape

    body = "\n".join(flat(line) for line in _body(intent.text).split("\n"))
    page = f'<pre style="font-family:Menlo,Consolas,monospace;white-space:pre-wrap">{html_escape(body)}</pre>'
    return Mail(subject=cut(_subject(intent.text), 150), text=f"{body}\n", html=page)


def _subject(text: str) -> str:
    found = (one_line(line[9:]) for line in text.splitlines() if line.startswith("Subject: "))
    return next(found, "") or "A contract problem"


def _body(text: str) -> str:
    """Without the lines that say to whom, and about what."""
    head, _, rest = text.partition("\n\n")
    return rest if head.startswith("To: ") else text
