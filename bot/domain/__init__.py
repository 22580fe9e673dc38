"""The rules of findings, triage, incidents and escalation. Pure: no Slack, no database, no clock."""
