"""Rows that lie elsewhere: everything is worked out there, and only the answers come here.

For rows that lie beside us `checks.profiles.reading` tells the same from their values.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from checks.profiles import masses
from checks.profiles.asked_vectors import asked_vectors
from checks.profiles.building import Building, Wanted
from checks.profiles.hours import asked_hours
from checks.profiles.pushed import pushed
from checks.profiles.signatures import count_signatures
from checks.sources.tables import SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir


def ask(profiles: Building, table: SourceTable, rows: "ir.Table", wanted: Wanted) -> None:
    """Signatures of the texts, hours, and distributions of the watched numbers."""
    for name, found in count_signatures(table, rows, wanted.texts).items():
        for group, told in found.items():
            before = profiles.values(group, name)
            values = replace(before, signatures=told.forms, leading_zeros=told.zeros, words=told.words)
            profiles.attach(group, name, values=values)
    if table.table.event_time in rows.columns:
        for group, hours in asked_hours(table, rows):
            profiles.attach_hours(group, hours)
    for name in wanted.heavy:
        for group, distribution in pushed(table, rows, name, profiles.groups, masses.PARTS):
            profiles.attach_masses(group, name, distribution)
    _ask_vectors(profiles, table, rows, wanted)
    for name in wanted.watched:
        for group, distribution in pushed(table, rows, name, profiles.groups, wanted.knots):
            profiles.attach_distribution(group, name, distribution)


def _ask_vectors(profiles: Building, table: SourceTable, rows: "ir.Table", wanted: Wanted) -> None:
    for name in wanted.vectors:
        for group, found in asked_vectors(table, rows, name, profiles.groups, wanted.knots):
            profiles.attach_vectors(group, name, found)
