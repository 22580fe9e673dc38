"""What is declared of prices, as triage asks for it: by pipeline, and by table where a table has its own."""

from collections.abc import Iterable, Mapping

from bot.domain.declared import Cost, Pipeline
from checks.price import Price

Prices = Mapping[str, Cost]
"""By `pipeline`, and by `pipeline/table` where a table says otherwise."""


def prices_of(pipelines: Iterable[Pipeline]) -> dict[str, Cost]:
    """The prices of some pipelines and of their tables.

    Where a pipeline has no cost of its own, its tables' prices are in the currency of the others'.
    """
    found: dict[str, Cost] = {}
    declared = list(pipelines)
    others = [each.cost.currency for each in declared if each.cost is not None]
    none = Cost.model_construct(currency=others[0]) if others else Cost.model_construct()
    for pipeline in declared:
        if pipeline.cost is not None:
            found[pipeline.pipeline] = pipeline.cost
        for name, table in pipeline.tables.items():
            if table.cost is not None:
                found[f"{pipeline.pipeline}/{name}"] = _over(pipeline.cost or none, table.cost)
    return found


def price_of(pipeline: str, table: str, prices: Prices) -> Cost | None:
    """What trouble of a table costs; None where nobody said."""
    return prices.get(f"{pipeline}/{table}") or prices.get(pipeline)


def _over(cost: Cost, own: Price) -> Cost:
    """A table's own prices; what it does not name is as the pipeline says."""
    named = {name: value for name, value in own.model_dump().items() if value is not None}
    return cost.model_copy(update=named)
