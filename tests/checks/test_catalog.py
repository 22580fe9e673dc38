"""A new check is one file."""

from pathlib import Path

import checks.data
from checks.catalog import catalog


def test_every_file_in_the_folder_is_a_check_of_that_name():
    """With a `judge`, and a test file of its own."""
    files = {file.stem for file in Path(checks.data.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(catalog()) == files
    tested = {file.stem.removeprefix("test_") for file in (Path(__file__).parent / "data").glob("test_*.py")}
    assert tested >= files
    assert all(callable(check.judge) for check in catalog().values())
