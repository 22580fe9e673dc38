"""Text files that are alike are told apart from those that are not, and only one of them is sniffed."""

import pytest

from checks.sources.files import connect
from checks.sources.sniffing import NO_HEADER, Sniffer
from checks.sources.tables import reason

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


def look(sniffer, path):
    """What a file says, after those that were looked at before."""
    sniffer.before = sniffer.look(str(path))
    return sniffer.before.schema


@pytest.mark.parametrize("odd", ODD)
def test_a_file_says_the_same_whichever_was_read_before(lake, backend, odd):
    """As if it were the only one."""
    first = lake.text("first.csv", PLAIN)
    other = lake.text("other's.csv", ODD[odd])
    alone = Sniffer(backend).look(str(other)).schema
    sniffer = Sniffer(backend)
    assert look(sniffer, first) == (("id", "int64"), ("plan", "string"), ("price", "float64"))
    assert look(sniffer, other) == alone
    assert look(sniffer, first) == (("id", "int64"), ("plan", "string"), ("price", "float64"))


def test_of_files_that_are_alike_one_is_sniffed(lake, backend, monkeypatch):
    """The dialects that a file might have are what takes its time."""
    sniffed = []
    dialect = Sniffer._dialect
    monkeypatch.setattr(Sniffer, "_dialect", lambda *of: sniffed.append(1) or dialect(*of))
    sniffer = Sniffer(backend)
    for day in range(5):
        look(sniffer, lake.text(f"{day}.csv", PLAIN))
    assert len(sniffed) == 1


LINES = "".join(f"{at},plan {at},{at}.5\n" for at in range(30))
HEADER = "id,plan,price\n"


@pytest.mark.parametrize("known", [True, False], ids=["after others", "the very first"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{HEADER}{LINES}30,pro,1,2,3\n{LINES}", "line 32 has 5 fields, the header has 3"),
        (f"{HEADER}{LINES}30,pro\n{LINES}", "line 32 has 2 fields, the header has 3"),
        (f"{HEADER}{LINES}30", "line 32 has 1 field, the header has 3"),
        (HEADER + LINES.replace("\n", ",9\n"), "line 2 has 4 fields, the header has 3"),
        (LINES, NO_HEADER),
        ("", "it is empty: not even a header"),
    ],
)
def test_lines_that_do_not_fit_the_header_are_told(lake, backend, text, said, known):
    """Nothing else is guessed: it would make columns of values."""
    sniffer = Sniffer(backend)
    if known:
        look(sniffer, lake.text("first.csv", PLAIN))
    with pytest.raises(Exception, match=r".") as raised:
        sniffer.look(str(lake.text("odd.csv", text)))
    assert reason(raised.value) == said


def test_a_file_of_texts_without_a_header(lake, backend):
    """Its first line names no column and stands for values that come again."""
    sniffer = Sniffer(backend)
    look(sniffer, lake.text("first.csv", "name,plan\nAnn,free\nBob,pro\nEve,free\n"))
    with pytest.raises(ValueError, match=NO_HEADER):
        sniffer.look(str(lake.text("odd.csv", "Ann,free\nBob,pro\nEve,free\n")))
    other = look(sniffer, lake.text("other.csv", "vorname,tarif\nAnn,free\nBob,pro\nEve,free\n"))
    assert [name for name, _ in other] == ["vorname", "tarif"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_noticed(lake, backend, delimiter):
    """And the file read with it, whatever else stands in its texts."""
    sniffer = Sniffer(backend)
    first = look(sniffer, lake.text("first.csv", PLAIN))
    text = PLAIN.replace(",", delimiter).replace("free", "free, for now")
    found = sniffer.look(str(lake.text("odd.csv", text)))
    assert (found.schema, found.delimiter) == (first, delimiter)


@pytest.mark.parametrize("value", ['"say \\"hi\\", now"', "'free, for now'"])
def test_quotes_of_another_kind_are_no_broken_lines(lake, value):
    """From one day on the texts hold what has to be quoted, and another way to quote it is as good."""
    backend = connect()
    sniffer = Sniffer(backend)
    first = look(sniffer, lake.text("first.csv", PLAIN))
    lines = "".join(f"{at},{value},2.5\n" for at in range(30))
    path = lake.text("odd.csv", HEADER + lines)
    assert look(sniffer, path) == first
    rows = sniffer.read({str(path): sniffer.before.delimiter}, first, {})
    assert backend.con.sql(backend.compile(rows.count().as_table())).fetchall() == [(30,)]


def test_a_mark_of_utf_8_is_no_part_of_the_first_column(lake, backend):
    """As Excel writes it."""
    sniffer = Sniffer(backend)
    first = look(sniffer, lake.text("first.csv", PLAIN))
    assert look(sniffer, lake.text("odd.csv", "\ufeff" + PLAIN)) == first
