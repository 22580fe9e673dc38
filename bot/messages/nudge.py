"""The owner is asked to look at a digest that nobody signed off: in Slack, and by e-mail."""

from bot.domain.checkup import Checkup
from bot.domain.intent import DigestNudge, DigestNudgeUpdate
from bot.messages.blocks import section
from bot.messages.digest import sign_off_button, summary, titled
from bot.messages.figures import moment
from bot.messages.mail import laid_out
from bot.messages.message import Mail, SlackMessage
from bot.messages.surroundings import Surroundings, link, mention_of, named
from bot.messages.text import NOTIFICATION, cut, escape, one_line
from bot.messages.typed import there, to_sign_off, where_it_runs


def nudge_message(
    checkup: Checkup, intent: DigestNudge | DigestNudgeUpdate, around: Surroundings, link_to: str = ""
) -> SlackMessage:
    """Nobody has looked yet; once somebody has, who it was, and no button."""
    title = titled(checkup, around)
    said = _asks(checkup, intent.person, around) if checkup.signed_off_at is None else looked(checkup, around)
    where = link(link_to, "Open the digest") if link_to and intent.to == "dm" else ""
    lines = [f"*{escape(title)}*", said, escape(summary(checkup)), where]
    button = [sign_off_button(checkup)] if checkup.signed_off_at is None else []
    return SlackMessage(
        text=cut(f"{said} {escape(title)}", NOTIFICATION),
        blocks=[section("\n".join(line for line in lines if line)), *button],
    )


def _asks(checkup: Checkup, person: str, around: Surroundings) -> str:
    return f"🔔 {mention_of(person, around)} nobody has looked at it yet. Would you, or ask somebody to?"


def looked(checkup: Checkup, around: Surroundings) -> str:
    """Who signed it off, how and when."""
    at = f", {moment(checkup.signed_off_at, around.zone)}" if checkup.signed_off_at else ""
    return f"👀 {named(checkup.signed_off_by or 'somebody')} looked{there(checkup.signed_off_on)}{at}."


def nudge_mail(checkup: Checkup, around: Surroundings, link_to: str = "") -> Mail:
    """The same to whoever has no Slack: where to press, or what to type."""
    title, typed = titled(checkup, around), where_it_runs(to_sign_off(checkup.pipeline))
    press = "Ask somebody to press “I looked” in"
    said = {
        "title": title,
        "color": "#966600",
        "summary": one_line(summary(checkup)),
        "ask": press if around.has_buttons else f"Please {typed}",
        "channel": around.channel if around.has_buttons else "",
        "link": link_to,
    }
    return laid_out("nudge", f"Nobody has looked yet: {title}", said)
