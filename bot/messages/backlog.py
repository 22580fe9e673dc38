"""The backlog: what is open and can wait, how old it is, and what a checkup proposes to do with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.backlog import Proposal, backlog, days_open, left_alone
from bot.domain.incident import Incident, State
from bot.domain.wording import outlook
from bot.messages.answers import findings_message, in_words
from bot.messages.blocks import actions, button, context, fitting, form_field, plain_text, section
from bot.messages.figures import counted
from bot.messages.health import Bulletin, who_has_it
from bot.messages.incident import DETAILS, figures, title
from bot.messages.message import Block, SlackMessage
from bot.messages.modal import CAUSE, CAUSE_LIMIT
from bot.messages.surroundings import Surroundings, link, named
from bot.messages.text import code, cut, dotted, escape, more, one_line, sentence

PROMOTE, CLOSE, CLOSE_VIEW = "backlog_promote", "backlog_close", "close_incident"
NO_REASON = "Say why: in half a year nobody will know."
"""Below the field of the form that closes one."""
PROPOSED = "as the checkup proposed"
"""Why somebody made it the focus who pressed the button."""
_SHOWN, _TITLE = 10, 200


def backlog_message(bulletins: Sequence[Bulletin], now: datetime) -> SlackMessage:
    """What is open in these pipelines and not the focus, by rank."""
    if not any(each.incidents for each in bulletins):
        return findings_message(bulletins)
    pairs = [(incident, each) for each in bulletins for incident in backlog(each.incidents)]
    pairs.sort(key=lambda pair: (pair[0].lead.rank, pair[0].id))
    if not pairs:
        return in_words(f"The backlog is empty: what is open is the focus. {_focuses(bulletins)}".rstrip())
    said = f"{counted(len(pairs), 'problem')} in the backlog"
    groups = [[section(_item(*pair, now), button("Details", DETAILS, pair[0].id))] for pair in pairs[:_SHOWN]]
    groups = groups[: fitting(groups)]
    left = len(pairs) - len(groups)
    one = "" if len(bulletins) == 1 else "name one pipeline, or "
    rest = f"{more(left, f'{one}ask `oakum backlog`')}. " if left > 0 else ""
    ways = "`/pipeline promote NUMBER WHY` makes one the focus, `/pipeline close NUMBER WHY` closes it."
    blocks: list[Block] = [section(f"*{said}*\n{_focuses(bulletins)}".rstrip())]
    return SlackMessage(
        text=said, blocks=[*blocks, *(one for group in groups for one in group), context(rest + ways)]
    )


def _focuses(bulletins: Sequence[Bulletin]) -> str:
    focus = [each for said in bulletins for each in said.incidents if each.focus]
    said = [f"{code(each.pipeline)}: {escape(cut(title(each), _TITLE))}" for each in focus[:_SHOWN]]
    left = [more(len(focus) - _SHOWN, "`/pipeline findings`")] if len(focus) > _SHOWN else []
    return f"Focus of {'; '.join([*said, *left])}" if said else ""


def _item(incident: Incident, bulletin: Bulletin, now: datetime) -> str:
    """What, what becomes of it, how old it is, who has it or owns it, its price, its number."""
    said = cut(title(incident), _TITLE)
    text = link(bulletin.links[incident.id], said) if incident.id in bulletin.links else escape(said)
    stands = dotted(
        f"_{outlook(left_alone(incident.lead), incident.lead)}_",
        age(incident, now),
        _who(incident, bulletin.around),
    )
    place = dotted(code(incident.pipeline), f"incident {incident.id}")
    return "\n".join(part for part in (f"*{text}*", figures(incident.lead), stands, place) if part)


def age(incident: Incident, now: datetime) -> str:
    """Open for 12 days."""
    days = days_open(incident, now)
    return f"open for {counted(days, 'day')}" if days else "open since today"


def _who(incident: Incident, around: Surroundings) -> str:
    nobody = incident.state is State.OPEN
    return f"owner {named(around.owner)}" if nobody else who_has_it(incident, around)


def proposal_blocks(proposal: Proposal | None, links: Mapping[int, str]) -> list[Block]:
    """The one of the backlog that a checkup proposes to do something about, with two buttons."""
    if proposal is None:
        return []
    said = cut(one_line(proposal.title.replace("`", "")), _TITLE)
    text = link(links[proposal.incident], said) if proposal.incident in links else escape(said)
    asked = f"*From the backlog:* {text}\n{sentence(proposal.why, 400)}. Proposed: *{proposal.what.value}*."
    buttons = [
        button("Make it the focus", PROMOTE, proposal.incident),
        button("Close…", CLOSE, proposal.incident),
    ]
    return [section(asked), actions("proposal", buttons)]


def close_modal(incident: Incident) -> dict[str, Any]:
    """Asks why it is closed: without a reason nobody will know in half a year."""
    field = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": CAUSE_LIMIT,
        "placeholder": plain_text("The report that used it was switched off", 150),
    }
    return {
        "type": "modal",
        "callback_id": CLOSE_VIEW,
        "private_metadata": str(incident.id),
        "title": plain_text("Close", 24),
        "submit": plain_text("Close", 24),
        "close": plain_text("Cancel", 24),
        "blocks": [
            section(f"*{escape(cut(title(incident), _TITLE))}*"),
            form_field(
                CAUSE,
                "Why is it closed, or accepted?",
                field,
                "It comes back only with evidence that is new.",
            ),
        ],
    }


def promoted_message(incident: Incident) -> SlackMessage:
    """The quiet confirmation that it is the focus."""
    return in_words(
        f"It is the focus of {code(incident.pipeline)} until the next checkup, whatever ranks higher. "
        f"(incident {incident.id})"
    )


def closed_message(incident: Incident) -> SlackMessage:
    """The quiet confirmation that it is closed."""
    return in_words(
        "Closed, with the reason in its thread. It comes back only with evidence that is new. "
        f"({escape(incident.pipeline)}, incident {incident.id})"
    )
