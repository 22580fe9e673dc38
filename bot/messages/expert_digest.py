"""What the digest says of findings that are to be talked about upstream, or that the calendar explains."""

from collections.abc import Mapping, Sequence

from bot.domain.checkup import Checkup
from bot.domain.finding import Finding
from bot.messages.blocks import actions
from bot.messages.expert import advice
from bot.messages.expert_slack import draft_button
from bot.messages.message import Block
from bot.messages.text import sentence

_BUTTONS = 3


def instead(finding: Finding, experts: Mapping[str, tuple[str, str]]) -> str:
    """Call an expert, in place of the usual advice; empty where that stands."""
    return sentence(plainly(finding, experts), 250)


def plainly(finding: Finding, experts: Mapping[str, tuple[str, str]]) -> str:
    """The same, unescaped."""
    if finding.fingerprint not in experts:
        return ""
    owner, whom = experts[finding.fingerprint]
    return advice(whom, bool(owner))


def drafts(
    findings: Sequence[Finding], checkup: Checkup, incidents: Mapping[str, int], besides: Sequence[Block] = ()
) -> list[Block]:
    """A button for each draft, of the first three; none that is there already, `besides`."""
    shown = {block.get("block_id") for block in besides}
    found: dict[str, Block] = {}
    for finding in findings:
        mark = finding.fingerprint
        if mark in checkup.experts and mark in incidents:
            name = f"expert_{incidents[mark]}"
            found.setdefault(name, actions(name, [draft_button(checkup.experts[mark][0], incidents[mark])]))
    return [block for name, block in found.items() if name not in shown][:_BUTTONS]
