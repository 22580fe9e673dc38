"""What the files of a table say of their columns, in words that others can compare."""

import pyarrow as pa
import pytest

from checks.sources.schemas import in_words_of_ibis, merged

FLOAT = pa.float32()


@pytest.mark.parametrize(
    ("fixed", "variable"),
    [
        (pa.list_(FLOAT, 4), pa.list_(FLOAT)),
        (pa.list_(pa.list_(FLOAT, 4), 3), pa.list_(pa.list_(FLOAT))),
        (
            pa.struct({"v": pa.list_(FLOAT, 4), "n": pa.int64()}),
            pa.struct({"v": pa.list_(FLOAT), "n": pa.int64()}),
        ),
    ],
)
def test_vectors_are_lists_whether_or_not_their_length_is_fixed(fixed, variable):
    """An embedding that another job writes as lists of any length is the same for whoever reads it, also
    where both kinds of files lie in one partition; `vectors` looks at their dimension."""
    one, other = (in_words_of_ibis(pa.schema({"e": each})) for each in (fixed, variable))
    assert one == other
    assert merged({one: "a.parquet", other: "b.parquet"}, text=False) == one


def test_numbers_of_a_fixed_precision_are_as_before():
    """Two digits after the point are a part of the type."""
    (said,) = in_words_of_ibis(pa.schema({"price": pa.decimal128(9, 2)}))
    assert said == ("price", "decimal(9, 2)")
