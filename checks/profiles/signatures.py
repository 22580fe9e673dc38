"""Signatures of the texts of a column: learned on a sample, then counted on all rows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checks.profiles import words
from checks.profiles.grouping import NO_DAY, Group, day_of
from checks.sources.signature import LENGTH, MISSING_WORDS, recognised, signature_of
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


@dataclass(frozen=True, slots=True)
class Written:
    """Rows by signature, how many whole numbers begin with a zero, and rows by word where words are few."""

    forms: Mapping[str, int]
    zeros: int
    words: Mapping[str, int]


Found = dict[Group, Written]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a sample says of the texts of a column: whether they are free, or few of them differ, and the
    signatures that are met most often."""

    free: bool
    few: bool
    often: Sequence[str]


def learned(table: SourceTable, rows: "ir.Table", names: Sequence[str]) -> dict[str, Learned]:
    """What a sample of the rows says of some columns."""
    if not names:
        return {}
    cut = {f"text_{at}": rows[name].left(LENGTH) for at, name in enumerate(names)}
    sample = table.fetch(rows.limit(SAMPLE).select(**cut))
    return {name: _told(sample[f"text_{at}"].drop_null().to_pylist()) for at, name in enumerate(names)}


def _told(texts: Sequence[str]) -> Learned:
    counted: Counter[str] = Counter()
    for text, rows in Counter(texts).items():
        counted[signature_of(text)] += rows
    free = len(counted) > REGULAR
    few = not free and len(set(texts)) <= len(texts) / 2
    return Learned(free, few, [form for form, _ in counted.most_common(LEARNED)])


def count_signatures(table: SourceTable, rows: "ir.Table", names: Sequence[str]) -> dict[str, Found]:
    """Signatures of text columns by partition and load day; of free text only missing words."""
    known = learned(table, rows, names)
    return {name: _count(table, _forms(rows, name, known[name])) for name in names}


def _forms(rows: "ir.Table", name: str, known: Learned) -> "ir.Table":
    """Rows by group and signature. Where texts repeat themselves, only different ones are looked at."""
    import ibis

    text: Any = rows[name]
    told = rows.select(day=rows[DAY], load=rows[LOAD_DAY], text=text.left(LENGTH))
    told = told.filter(told.text.notnull())
    counted = (
        told.group_by("day", "load", "text").agg(rows=told.count()) if known.few else told.mutate(rows=1)
    )
    form = _free(counted.text) if known.free else recognised(counted.text, [] if known.few else known.often)
    number = counted.text.startswith("0") & (counted.text != "0")
    word = words.frequent(counted, ["day", "load"]) if known.few else ibis.null("string")
    return (
        counted.mutate(form=form, word=word, zeros=ibis.cases((number, counted.rows), else_=0))
        .group_by("day", "load", "form", "word")
        .agg(rows=lambda each: each.rows.sum(), zeros=lambda each: each.zeros.sum())
    )


def _free(text: Any) -> Any:
    import ibis

    return ibis.cases((text.isin(MISSING_WORDS), text), else_=OTHER)


def _count(table: SourceTable, forms: "ir.Table") -> Found:
    counts: dict[Group, Counter[str]] = defaultdict(Counter)
    said: dict[Group, dict[str, int]] = defaultdict(dict)
    zeros: Counter[Group] = Counter()
    for row in table.fetch(forms).to_pylist():
        group = (row["day"] or NO_DAY, day_of(row["load"]))
        counts[group][row["form"]] += int(row["rows"])
        if row["word"] is not None:
            said[group][row["word"]] = int(row["rows"])
        if set(row["form"]) == {"9"}:
            zeros[group] += int(row["zeros"])
    return {
        group: Written(first(each), zeros[group], words.first(said[group])) for group, each in counts.items()
    }


def first(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent ones, and the rest under one name; of equals the first in the alphabet."""
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    first = dict(ranked[:KEPT])
    if rest := sum(count for _, count in ranked[KEPT:]):
        first[OTHER] = first.get(OTHER, 0) + rest
    return first
