"""What is said of a broken line: which and why, and nothing of what stands there."""

import pytest

from checks.sources.broken_lines import file_of
from checks.sources.files import connect
from checks.sources.tables import reason

MANY = "".join(f"{at},{at % 7},2026-01-05 08:00:00\n" for at in range(30_000))


def error_of(path):
    """What the engine raises where it reads a file whose first lines are fine."""
    import duckdb

    backend = connect()
    read = f"read_csv('{path}', header = true, delim = ',', quote = '\"', escape = '\"')"
    with pytest.raises(duckdb.Error) as raised:
        backend.con.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {read}").fetchall()
    return raised.value


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("30000,1,2026-01-05,more,and more", "line 30,002 has 5 fields, the header has 3"),
        ("30000,1", "line 30,002 has 2 fields, the header has 3"),
        ("30000,my secret,2026-01-05", "line 30,002: `x` is no number, as it is in the lines before"),
        ("30000,1,my secret", "line 30,002: `at` is no time, as it is in the lines before"),
        ('30000,"my secret\n1,2', 'line 30,002 opens a quote (") that is not closed as it should be'),
    ],
)
def test_a_line_is_named_and_not_quoted(lake, line, said):
    """Also where it ends much later than it should."""
    path = lake.text("a.csv", f"id,x,at\n{MANY}{line}\n")
    error = error_of(path)
    assert reason(error) == said
    assert file_of(error) == str(path)


def test_other_errors_are_left_alone():
    """They have words of their own."""
    assert reason(ValueError("it rains\nand pours")) == "it rains"
    assert file_of(ValueError("it rains")) == ""
