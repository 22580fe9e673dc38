"""Text files that are alike are told apart from those that are not, and only one of them is sniffed."""

import pytest

from checks.sources.sniffing import Sniffer
from checks.sources.tables import connect

PLAIN = "id,plan,price\n1,free,2.5\n2,pro,3.5\n"
ODD = {
    "other types": "id,plan,price\n1,2,x\n",
    "another delimiter": "id;plan;price\n1;free;2.5\n",
    "a delimiter within a value": 'id,plan,price\n1,"free, for now",2.5\n',
    "a column more": "id,plan,price,paid\n1,free,2.5,true\n",
    "another order": "plan,id,price\nfree,1,2.5\n",
    "a header alone": "id,plan,price\n",
    "a doubled quote": 'id,plan,price\n1,"a ""free"" one",2.5\n',
    "a day": "id,plan,price\n1,2026-01-05,2026-01-05 08:00:00\n",
    "text alone": "id,plan,price\na,b,c\n",
    "other line ends": "id,plan,price\r\n1,free,2.5\r\n",
}


@pytest.fixture(scope="module")
def backend():
    return connect()


@pytest.mark.parametrize("odd", ODD)
def test_a_file_says_the_same_whichever_was_read_before(lake, backend, odd):
    """As if it were the only one."""
    first = lake.text("first.csv", PLAIN)
    other = lake.text("other's.csv", ODD[odd])
    alone = Sniffer(backend).schema_of(str(other))
    sniffer = Sniffer(backend)
    assert sniffer.schema_of(str(first)) == (("id", "int64"), ("plan", "string"), ("price", "float64"))
    assert sniffer.schema_of(str(other)) == alone
    assert sniffer.schema_of(str(first)) == (("id", "int64"), ("plan", "string"), ("price", "float64"))


def test_of_files_that_are_alike_one_is_sniffed(lake, backend, monkeypatch):
    """The dialects that a file might have are what takes its time."""
    sniffed = []
    dialect_of = Sniffer._dialect_of
    monkeypatch.setattr(Sniffer, "_dialect_of", lambda *of: sniffed.append(1) or dialect_of(*of))
    sniffer = Sniffer(backend)
    for day in range(5):
        sniffer.schema_of(str(lake.text(f"{day}.csv", PLAIN)))
    assert len(sniffed) == 1
