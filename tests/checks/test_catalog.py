"""A new check is one file."""

from pathlib import Path

from checks.catalog import FOLDERS, catalog


def test_every_file_in_the_folders_is_a_check_of_that_name():
    """With a `judge`, and a test file of its own in the folder of the same name."""
    files, tested = set(), set()
    for folder in FOLDERS:
        room = Path(folder.__file__).parent
        files |= {file.stem for file in room.glob("*.py")} - {"__init__"}
        tests = (Path(__file__).parent / room.name).glob("test_*.py")
        tested |= {file.stem.removeprefix("test_") for file in tests}
    assert set(catalog()) == files
    assert tested >= files
    assert all(callable(check.judge) for check in catalog().values())
