"""What lies in a source is asked by name; where it cannot be told, that is said."""

import pytest

from checks.sources.lying import lying_in
from checks.sources.tables import SourceError


def test_the_tables_of_a_folder_are_named(tmp_path):
    """However broken their files are: nobody reads them."""
    (tmp_path / "orders.csv").write_text("")
    (tmp_path / "usage.parquet").write_text("no Parquet")
    assert [each.name for each in lying_in(tmp_path)] == ["orders", "usage"]


def test_a_folder_that_is_not_there_holds_not_nothing(tmp_path):
    """It cannot be listed, which is something else than being empty."""
    with pytest.raises(SourceError, match="cannot be listed"):
        lying_in(tmp_path / "gone")
