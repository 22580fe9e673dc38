"""A table of a database that nobody watches: listed, looked at, and proposed without its address."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from bot.domain.newcomer import Wish
from bot.engine.looks import Looks
from bot.engine.newcomers import names_taken, newcomers, path_of, proposed, says
from bot.settings.load import Settings, load
from checks.sources.tables import SourceError

PIPELINE = """\
pipeline: shop
owner: ana
channel: "#shop"
tables:
  orders: {source: shop, partition: {column: day}}
"""


@pytest.fixture
def settings(fresh_postgres: Callable[[], str], tmp_path: Path) -> Settings:
    """A shop with a table that is watched, one that is not, one without days, and a scratch table."""
    url = urlsplit(fresh_postgres().replace("+psycopg", ""))
    with psycopg.connect(url.geturl(), autocommit=True) as connection:
        for name in ("orders", "visits", "tmp_visits"):
            connection.execute(f"CREATE TABLE {name} (id int, day date, minutes float)")
            connection.execute(
                f"INSERT INTO {name} SELECT 10 * ago + i, date '2026-11-20' - ago, nullif(i, 3)"
                " FROM generate_series(1, 20) ago, generate_series(1, 10) i WHERE ago <> 4"
            )
        connection.execute("CREATE TABLE countries AS SELECT 'DE' AS code, 'Germany' AS name")
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "oakum.yaml").write_text(
        f"sources: {{shop: {{kind: postgres, url: '{url.geturl()}'}}}}\npeople: {{ana: {{}}}}\n"
    )
    (tmp_path / "pipelines" / "shop.yaml").write_text(PIPELINE)
    return load(tmp_path, {})


def a_wish(token: str, name: str) -> Wish:
    """Due at half past six."""
    return Wish(table=token, name=name, owner="ana", channel="C1SHOP", due=None)


def test_tables_of_a_database_are_listed_and_proposed(settings: Settings) -> None:
    """With the days that are missing in between."""
    there = newcomers(settings, Looks())
    assert ([each.found.name for each in there.tables], there.ignored) == (["countries", "visits"], 1)
    visits = there.like("visits")[0]
    said = proposed(settings, visits, a_wish(visits.token, "visits"), "ana", Looks())
    assert (said.look.days, said.look.seen_days, said.look.key.names) == (19, 19, ("id",))
    assert "://" not in said.text
    said.path.write_text(said.text)
    assert says(said.path, said.mark)
    assert names_taken(settings) == {"shop", "visits"}
    (_, loaded) = load(settings.folder, {}).pipelines
    assert (loaded.channel, loaded.tables["visits"].path) == ("C1SHOP", "public.visits")


def test_a_window_is_not_written_for_a_table_without_days(settings: Settings) -> None:
    """A lookup is never late."""
    countries = newcomers(settings, Looks()).like("countries")[0]
    wish = replace(a_wish(countries.token, "countries"), due=__import__("datetime").time(6, 30))
    said = proposed(settings, countries, wish, "ana", Looks())
    assert "partition: none" in said.text
    assert "finish_by" not in said.text


def test_a_table_that_is_gone_cannot_be_looked_at(settings: Settings) -> None:
    """Between the form and the look."""
    visits = newcomers(settings, Looks()).like("visits")[0]
    url = settings.deployment.sources["shop"].url
    assert url is not None
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE visits")
    with pytest.raises(SourceError):
        proposed(settings, visits, a_wish(visits.token, "visits"), "ana", Looks())


def test_what_is_no_yaml_says_nothing_of_ours(settings: Settings) -> None:
    """Whatever lies there under the name."""
    path = path_of(settings, "visits")
    assert not says(path, "mark")
    for junk in (b"a: [", b"\xff\xfe", b""):
        path.write_bytes(junk)
        assert not says(path, "mark")
