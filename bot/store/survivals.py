"""The times in which everything was broken at once: what was muted, who brought it back, and when."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.survival import Count, Item, Now, Survival
from bot.store.survival_tables import survival_items, survivals

TOO_LARGE = 2**31


class NoSuchSurvivalError(LookupError):
    """There is none with this number."""


def add(connection: Connection, survival: Survival) -> Survival:
    """Keep a new one; returns it with its number. A pipeline has one at a time."""
    row = insert(survivals).values(
        pipeline=survival.pipeline,
        incident_id=survival.incident,
        begun_at=survival.begun_at,
        failing=survival.count.failing,
        checks=survival.count.checks,
        follow=survival.count.follow,
        watched=list(survival.watched),
        because=survival.because,
    )
    number: int = connection.execute(row.returning(survivals.c.id)).scalar_one()
    for each in survival.items:
        connection.execute(insert(survival_items).values(survival_id=number, **_fields(each)))
    return replace(survival, id=number)


def save(connection: Connection, survival: Survival) -> None:
    """Keep what changed: how its tables are, who brought which back, whether it is over."""
    mine = survivals.c.id == survival.id
    changed = {"over_at": survival.over_at, "over_by": survival.over_by, "calm_at": survival.calm_at}
    connection.execute(update(survivals).where(mine).values(**changed))
    for each in survival.items:
        of = (survival_items.c.survival_id == survival.id) & (survival_items.c.table_name == each.table)
        connection.execute(update(survival_items).where(of).values(**_fields(each)))


def get(connection: Connection, id_: int) -> Survival:
    """The one with this number; raises `NoSuchSurvivalError`."""
    query = select(survivals).where(survivals.c.id == id_)
    row = connection.execute(query).one_or_none() if 0 <= id_ < TOO_LARGE else None
    if row is None:
        raise NoSuchSurvivalError(f"there is no survival {id_}")
    return _survival(connection, row)


def last(connection: Connection, pipeline: str) -> Survival | None:
    """The newest one of a pipeline, over or not."""
    query = select(survivals).where(survivals.c.pipeline == pipeline).order_by(survivals.c.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return _survival(connection, row) if row else None


def standing(connection: Connection, pipeline: str) -> Survival | None:
    """The one of a pipeline that is not over."""
    found = last(connection, pipeline)
    return found if found and found.over_at is None else None


def not_over(connection: Connection) -> tuple[Survival, ...]:
    """Those of all pipelines that are not over."""
    query = select(survivals).where(survivals.c.over_at.is_(None)).order_by(survivals.c.id)
    return tuple(_survival(connection, row) for row in connection.execute(query).all())


def of_incident(connection: Connection, incident: int) -> Survival | None:
    """The one that an incident stands for; None where it stands for none."""
    row = connection.execute(select(survivals).where(survivals.c.incident_id == incident)).one_or_none()
    return _survival(connection, row) if row else None


def _fields(item: Item) -> dict[str, Any]:
    return {
        "table_name": item.table,
        "now": item.now.value,
        "since": item.since,
        "brought_at": item.brought_at,
        "brought_by": item.brought_by,
    }


def _survival(connection: Connection, row: Row[Any]) -> Survival:
    query = select(survival_items).where(survival_items.c.survival_id == row.id)
    items = connection.execute(query.order_by(survival_items.c.table_name))
    return Survival(
        id=row.id,
        pipeline=row.pipeline,
        incident=row.incident_id,
        begun_at=row.begun_at,
        count=Count(failing=row.failing, checks=row.checks, follow=row.follow),
        watched=tuple(row.watched),
        because=row.because,
        items=tuple(
            Item(
                table=each.table_name,
                now=Now(each.now),
                since=each.since,
                brought_at=each.brought_at,
                brought_by=each.brought_by,
            )
            for each in items
        ),
        over_at=row.over_at,
        over_by=row.over_by,
        calm_at=row.calm_at,
    )
