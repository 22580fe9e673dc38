"""Does a deployment precede the trouble? Only then going back to the version before may help."""

from datetime import datetime, time, timedelta, tzinfo

from bot.domain.finding import Finding
from bot.domain.incident import Incident
from bot.domain.rollback import Deployed


def objection(incident: Incident, deployed: Deployed, within: timedelta, zone: tzinfo) -> str:
    """Why nothing may be rolled back; empty where a deployment precedes the trouble.

    The rule: the version that serves was deployed before the trouble began, and not longer before than
    `within`. Where only the day of the trouble is known, it began with that day: of a version that was
    deployed on it nobody can tell.
    """
    if deployed.previous is None or deployed.previous == deployed.version:
        return f"there is no version before {deployed.version} to go back to"
    since = began(incident, zone)
    if since is None:
        return "it is not known since when there is trouble"
    if deployed.deployed_at is None:
        return f"it is not known since when {deployed.version} serves"
    at = f"{deployed.version} was deployed {told(deployed.deployed_at, zone)}"
    if deployed.deployed_at > since:
        return f"{at}, after the trouble began {told(since, zone)}: it is not the cause"
    if since - deployed.deployed_at > within:
        days = (since - deployed.deployed_at).days
        return f"{at}, {days} days before the trouble began {told(since, zone)}: too long to be the cause"
    return ""


def began(incident: Incident, zone: tzinfo) -> datetime | None:
    """Since when there is trouble: by the first bad row, otherwise by the beginning of the first bad day."""
    return min((at for each in incident.findings if (at := _since(each, zone))), default=None)


def _since(finding: Finding, zone: tzinfo) -> datetime | None:
    if finding.since is not None:
        return finding.since
    return datetime.combine(min(finding.bad), time(), zone) if finding.bad else None


def told(at: datetime, zone: tzinfo) -> str:
    """On Wed 18 Nov at 22:00 CET."""
    local = at.astimezone(zone)
    return f"on {local:%a} {local.day} {local:%b} at {local:%H:%M %Z}"


def instead(lead: Finding) -> str:
    """What holds the batch, where nothing is rolled back."""
    batch = f"--partition {max(lead.bad)}" if lead.bad else "--batch FILE"
    ask = f"`oakum gate {lead.pipeline}/{lead.table} {batch}`"
    return f"What helps instead: {ask} before the model serves it holds the batch"
