"""Signatures of the texts of a column: learned on a sample, then counted on all rows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.sources.signature import LENGTH, MISSING_WORDS, recognised, signature
from checks.sources.tables import DAY, LOAD_DAY, SourceTable

if TYPE_CHECKING:
    import ibis.expr.types as ir

SAMPLE = 2_000
REGULAR = 50
"""A sample with more signatures than these is free text, whose rows are all counted as `OTHER`."""

LEARNED = 6
"""So many of the most frequent ones are recognised, which is quicker than to work them out."""

KEPT = 20
OTHER = "…"
Found = dict[Group, tuple[dict[str, int], int]]
"""By group: rows by signature, and how many whole numbers begin with a zero."""


def count_signatures(table: SourceTable, rows: "ir.Table", names: Sequence[str]) -> dict[str, Found]:
    """Signatures of text columns by partition and load day; of free text only missing words."""
    if not names:
        return {}
    asked: dict[str, Any] = {}
    for at, name in enumerate(names):  # numbered, since a column may bear any name
        text: Any = rows[name]
        asked |= {f"text_{at}": text.left(LENGTH), f"form_{at}": signature(text)}
    sample = table.fetch(rows.limit(SAMPLE).select(**asked))
    found = {}
    for at, name in enumerate(names):
        texts, forms = (sample[f"{what}_{at}"].drop_null().to_pylist() for what in ("text", "form"))
        found[name] = _count(table, _forms(rows, name, texts, Counter(forms)))
    return found


def _forms(rows: "ir.Table", name: str, texts: Sequence[str], learned: Counter[str]) -> "ir.Table":
    """Rows by group and signature. Where texts repeat themselves, only different ones are looked at."""
    import ibis

    text: Any = rows[name]
    free = len(learned) > REGULAR
    few = not free and len(set(texts)) <= len(texts) / 2
    told = rows.select(day=rows[DAY], load=rows[LOAD_DAY], text=text.left(LENGTH))
    told = told.filter(told.text.notnull())
    counted = told.group_by("day", "load", "text").agg(rows=told.count()) if few else told.mutate(rows=1)
    known = [form for form, _ in learned.most_common(LEARNED)]
    form = _free(counted.text) if free else recognised(counted.text, [] if few else known)
    number = counted.text.startswith("0") & (counted.text != "0")
    return (
        counted.mutate(form=form, zeros=ibis.cases((number, counted.rows), else_=0))
        .group_by("day", "load", "form")
        .agg(rows=lambda each: each.rows.sum(), zeros=lambda each: each.zeros.sum())
    )


def _free(text: Any) -> Any:
    import ibis

    return ibis.cases((text.isin(MISSING_WORDS), text), else_=OTHER)


def _count(table: SourceTable, forms: "ir.Table") -> Found:
    counts: dict[Group, Counter[str]] = defaultdict(Counter)
    zeros: Counter[Group] = Counter()
    for row in table.fetch(forms).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        counts[group][row["form"]] += int(row["rows"])
        if set(row["form"]) == {"9"}:
            zeros[group] += int(row["zeros"])
    return {group: (first(each), zeros[group]) for group, each in counts.items()}


def first(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent ones, and the rest under one name; of equals the first in the alphabet."""
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    first = dict(ranked[:KEPT])
    if rest := sum(count for _, count in ranked[KEPT:]):
        first[OTHER] = first.get(OTHER, 0) + rest
    return first
