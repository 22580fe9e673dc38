"""Call an expert: the message to whoever answers for what comes in, and a rule to agree on."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.domain.affected import affected
from bot.domain.contract_rule import Rule, rule
from bot.domain.expert import Attempt, Call, Case
from bot.domain.finding import Finding
from bot.domain.upstream import Upstream
from bot.messages.blast import built_on_it
from bot.messages.figures import clock_time, counted, number
from bot.messages.figures import day as day_of
from bot.messages.measure import measure
from bot.messages.printable import printable
from bot.messages.text import cut, flat, keyed, one_line
from checks.figures import percent
from checks.verdict import ROWS, Row

if TYPE_CHECKING:
    import yaml

_LINE, _TRIED, _WHOLE = 400, 4, 8_000


def text_of(case: Case, zone: ZoneInfo) -> str:
    """The whole message as plain text: what is wrong, the evidence, what was tried, what is asked.

    Empty where the table is not declared any more.
    """
    finding, where, pipeline = case.incident.lead, case.upstream, case.pipeline
    if where is None or pipeline is None:
        return ""
    tried = [_tried(each, zone) for each in case.attempts[-_TRIED:]]
    parts = [
        f"To: {_to(where)}\nSubject: {cut(_plain(finding.title), 150)}",
        f"Hello{f' {_plain(where.owner.name)}' if where.owner else ''},",
        _wrong(finding, where, case.call, zone),
        _listed("Evidence", _evidence(finding, case.shown, zone)),
        _listed("What was tried here, and did not last", tried),
        _asked(finding, where),
        rule_text(case),
        f"Thank you\n{_plain(pipeline.owner)}, for the pipeline {pipeline.pipeline}",
    ]
    return cut("\n\n".join(part for part in parts if part), _WHOLE)


def status(case: Case) -> str:
    """Whether it is to be talked about upstream, in a sentence."""
    if isinstance(case.call, Call):
        where = case.call.upstream
        return f"{advice(where.whom, where.owner is not None)}."
    return f"Not yet a problem for an expert: {case.call}."


def rule_text(case: Case) -> str:
    """The rule as YAML of the Open Data Contract Standard; empty where the table is not declared any more."""
    finding, where, pipeline = case.incident.lead, case.upstream, case.pipeline
    if where is None or pipeline is None:
        return ""
    return _yaml(rule(finding, pipeline.tables[finding.table], where.table or finding.table))


def _yaml(found: Rule) -> str:
    import yaml

    class OnItsLine(yaml.SafeDumper):
        """A name with a line break is written with \\n: no line of the rule is somebody else's."""

    def written(dumper: yaml.SafeDumper, said: str) -> yaml.Node:
        return dumper.represent_str(said) if flat(said) == said else _quoted(dumper, said)

    OnItsLine.add_representer(str, written)
    text: str = yaml.dump(found, Dumper=OnItsLine, sort_keys=False, allow_unicode=True, width=100)
    return text.strip()


def _quoted(dumper: "yaml.SafeDumper", said: str) -> "yaml.Node":
    return dumper.represent_scalar("tag:yaml.org,2002:str", said, style='"')


def _to(where: Upstream) -> str:
    if where.owner is None:
        return f"({where.whom})"
    name = _plain(where.owner.name)
    return f"{name} <{_plain(where.owner.contact)}>" if where.owner.contact else name


def _wrong(finding: Finding, where: Upstream, said: Call | str, zone: ZoneInfo) -> str:
    told = f"{_plain(finding.table)} comes from {_plain(where.called)}. {_sentence(finding.title)}"
    if isinstance(said, Call):
        first, second = (day_of(at.astimezone(zone).date()) for at in said.seen)
        what = "The same was" if said.same else "Of the same kind was one"
        told += f" {what} found at our checkups of {first} and {second}: we cannot mend it on our side alone."
    return told


def _sentence(text: str) -> str:
    said = _plain(text)
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _evidence(finding: Finding, shown: str, zone: ZoneInfo) -> list[str]:
    now, usual = measure(finding)
    said = [
        *(
            f"{name} bad row: {_row(row, zone)}"
            for name, row in zip(("First", "Second"), finding.rows, strict=False)
        ),
        _since(finding, zone),
        _written(finding),
        f"Measured: {now}, {usual}" if now and usual else "",
        _many(finding),
        str(finding.evidence.get("calendar") or ""),
        f"In the source: {shown}" if shown else "",
        _downstream(finding, zone),
    ]
    return [_plain(each) for each in said if each]


def _row(row: Row, zone: ZoneInfo) -> str:
    at = f", {clock_time(row.at, zone, seconds=True)}" if row.at else ""
    why = f" ({row.why})" if row.why else ""
    return f"{keyed(row.key)}{at}{why}"


def _since(finding: Finding, zone: ZoneInfo) -> str:
    if finding.since is None:
        return ""
    days = f", on {counted(len(finding.bad), 'day')}" if finding.bad else ""
    return f"Since {clock_time(finding.since, zone)}{days}"


def _written(finding: Finding) -> str:
    before, after = finding.evidence.get("before"), finding.evidence.get("after")
    if not before or not after:
        return ""
    return f"Written before like {before}, now like {after} (9 is a digit, a a letter)"


def _many(finding: Finding) -> str:
    if not finding.volume:
        return ""
    if "missed_per_day" in finding.evidence:
        return f"{number(finding.affected)} a day are missed, among {number(finding.volume)} rows"
    share = f" ({percent(finding.affected_share)})" if finding.unit == ROWS else ""
    said = affected(finding, " of the newest day")
    return f"{said[0].upper()}{said[1:]} are affected{share}"


def _downstream(finding: Finding, zone: ZoneInfo) -> str:
    today = finding.since.astimezone(zone).date() if finding.since else None
    built = built_on_it(finding, today) if today else ""
    if built:
        return built[0].upper() + built[1:]
    return f"It feeds {finding.feeds[0]} ({finding.feeds[1]})" if finding.feeds else ""


def _tried(attempt: Attempt, zone: ZoneInfo) -> str:
    said = f": {attempt.said}" if attempt.said else ""
    return _plain(f"{day_of(attempt.at.astimezone(zone).date())}: {attempt.who} {attempt.did}{said}")


def _asked(finding: Finding, where: Upstream) -> str:
    made = f"We ask you to look at where {_plain(where.table or finding.table)} is made"
    agreed = "and to agree with us on this rule, so that it is kept before the data is handed over"
    return f"{made}, {agreed} (Open Data Contract Standard v3.1):"


def _listed(heading: str, items: Sequence[str]) -> str:
    return "\n".join([heading, *(f"- {item}" for item in items)]) if items else ""


def _plain(text: str) -> str:
    """One line that a terminal, a mail and a code block show as it is."""
    return cut(printable(one_line(text)), _LINE)


def advice(whom: str, owned: bool) -> str:
    """What the digest says in place of the usual advice."""
    return (
        f"Call an expert: contract problem with {whom}"
        if owned
        else f"Call an expert: contract problem; {whom}"
    )


def to_object(case: Case, zone: ZoneInfo) -> dict[str, Any]:
    """The case for machines."""
    where, said = case.upstream, case.call
    owner = where.owner if where else None
    return {
        "incident": case.incident.id,
        "call": isinstance(said, Call),
        "why_not": None if isinstance(said, Call) else said,
        "upstream": where.called if where else None,
        "owner": owner.name if owner else None,
        "contact": (owner.contact or None) if owner else None,
        "checkups": [_utc(at) for at in said.seen] if isinstance(said, Call) else [],
        "letter": text_of(case, zone) or None,
        "rule": rule_text(case) or None,
    }


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
