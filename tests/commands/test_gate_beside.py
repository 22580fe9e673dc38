"""`oakum gate` and what stands beside the batch: open incidents, other tables, a database."""

import shutil
from contextlib import closing
from datetime import UTC, datetime
from urllib.parse import urlsplit

import psycopg
import pytest

from bot.app import answers, write_down
from bot.settings.load import load
from bot.store.store import open_store

YES, NO, CANNOT_TELL = 0, 1, 2


def test_an_open_incident_poisons_what_was_mended_since(company, words):
    """Until somebody says that it is over: whoever mends data knows which days are right again."""
    company.own_data()
    settings = load(company.config, {}, routes=False)
    with closing(open_store(settings.deployment.store)) as store:
        morning = datetime(2026, 11, 20, 9, tzinfo=UTC)
        write_down(store, settings, next(answers(settings, store.profiles, [morning])))
    for of_november in (17, 18, 19):
        words.write(company.data, "usage", words.day(of_november), words.usage())
    ran = company.oakum("gate", "usage", "--partition", "2026-11-18")
    assert ran.status == YES, ran.out
    ran = company.oakum("gate", "usage", "--for", "training", "--partition", "2026-11-01..2026-11-19")
    assert ran.status == NO
    assert "Tue 17 Nov: usage: 20% of `sessions` are null" in ran.out


def test_rows_that_a_seam_lost_stop_the_batch(company, words):
    """The batch is compared with the other table's partition of its day."""
    seam = "    reconciliation: [{with: signups, key: [account]}]\n    key: [account]"
    signups = (
        words.billing.split("tables:\n")[1].replace("invoices", "signups").replace("[invoice]", "[account]")
    )
    declared = words.churn.replace("    key: [account]", seam) + signups.replace("amount:", "sessions:")
    company.declare("pipelines/churn.yaml", declared)
    company.own_data()
    for of_november in range(1, 21):
        words.write(company.data, "signups", words.day(of_november), words.usage())
    good = words.write(company.folder / "staging", "usage", words.day(20), words.usage())
    ran = company.oakum("gate", "usage", "--batch", str(good))
    assert ran.status == YES, ran.out
    fewer = {name: values[:240] for name, values in words.usage().items()}
    lost = words.write(company.folder / "staging", "usage", words.day(20), fewer)
    ran = company.oakum("gate", "usage", "--batch", str(lost))
    assert ran.status == NO
    assert "signups" in ran.out
    good = words.write(company.folder / "staging", "usage", words.day(20), words.usage())
    shutil.rmtree(company.data / "signups" / "day=2026-11-20")
    ran = company.oakum("gate", "usage", "--batch", str(good))
    said = "not judged: reconciliation usage.account needs the partition of signups of Fri 20 Nov"
    assert (ran.status, said in ran.out) == (CANNOT_TELL, True), ran.out


@pytest.fixture(scope="module")
def warehouse(postgres_url):
    """A database with five weeks of visits; on Thursday 19 November all amounts are missing."""
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE warehouse")
    address = urlsplit(postgres_url)._replace(path="/warehouse").geturl()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE visits (id bigint, day date, amount double precision)")
        connection.execute("""
            INSERT INTO visits SELECT ago * 1000 + i, date '2026-11-20' - ago,
              CASE WHEN ago > 1 THEN mod(i * 7, 300) END
            FROM generate_series(1, 35) ago, generate_series(1, 300) i
        """)
    return address


def test_a_partition_of_a_database_is_judged_too(company, words, warehouse):
    """By its day; a file is compared once it is loaded."""
    text = words.oakum.replace("sources:", f'sources:\n  base: {{kind: postgres, url: "{warehouse}"}}')
    company.declare("oakum.yaml", text)
    company.declare(
        "pipelines/visits.yaml",
        'pipeline: visits\nowner: maria\nchannel: "#v"\ntables:\n  visits:\n    source: base\n'
        "    partition: {column: day}\n    key: [id]\n    columns: {amount: {primary: true}}\n",
    )
    for day, status in (("2026-11-18", YES), ("2026-11-19", NO)):
        ran = company.oakum("gate", "visits", "--partition", day)
        assert ran.status == status, ran.out + ran.err
    ran = company.oakum("gate", "visits", "--batch", str(company.data / "usage/day=2026-11-19/part.parquet"))
    assert (ran.status, "lies in a database: load the batch" in ran.out) == (CANNOT_TELL, True)
