"""The public holidays of a pipeline: of a country, or as a list of dates."""

import re
from collections.abc import Iterable
from datetime import date

from bot.domain.declared import Pipeline


def days_off(pipeline: Pipeline, years: Iterable[int]) -> frozenset[date]:
    """The holidays of a pipeline within some years."""
    if isinstance(pipeline.holidays, str):
        return _of_country(pipeline.holidays, years)
    wanted = set(years)
    return frozenset(day for day in pipeline.holidays if day.year in wanted)


def refusal(country: str) -> str | None:
    """Why a text names no country whose holidays are known; None where it does."""
    code, _, part = country.partition("-")
    if not re.fullmatch(r"[A-Z]{2}", code):
        return f"{country!r} is no country: write one like DE, or a part like DE-BY, or a list of dates"
    if not part and _is_known(code):  # a part is known to the country's own calendar alone
        return None
    try:
        _of_country(country, ())
    except NotImplementedError:
        where = f"the part {part!r} of {code}" if part else f"the country {code!r}"
        return f"the holidays of {where} are not known: write a list of dates"
    return None


def _is_known(code: str) -> bool:
    """Whether there is such a country; its calendar, and with it all the others, is not imported for it."""
    from holidays.registry import EntityLoader

    return code in EntityLoader.get_country_codes()


def _of_country(country: str, years: Iterable[int]) -> frozenset[date]:
    # Imported late: only pipelines that name a country pay for it.
    from holidays import country_holidays

    code, _, part = country.partition("-")
    return frozenset(country_holidays(code, subdiv=part or None, years=years, language="en_US"))
