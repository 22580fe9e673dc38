"""The house keeps its shape: a newcomer who lists the top two levels knows the domain."""

from pathlib import Path

POINTS = ("data", "model", "infrastructure", "alerts")  # the four points of the audit
TOP = {
    *("bot", "checks", "config", "tests", "Dockerfile", "README.md", "pyproject.toml"),  # the owner's
    *(".ci", ".dockerignore", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile"),  # what tools need
    *("bench", "docs", "requirements"),
}
SOURCE = {".py", ".js", ".css", ".html", ".j2", ".sh"}
LONGEST = 350


def test_the_top_level_holds_only_what_the_owner_and_the_tools_need(files: list[Path]) -> None:
    """A new name at the top is a decision, not an accident."""
    assert {path.parts[0] for path in files} - TOP == set()


def test_no_file_grows_over_350_lines(root: Path, files: list[Path]) -> None:
    """A longer file has more than one subject."""
    sources = [path for path in files if path.suffix in SOURCE]
    lengths = {str(path): len((root / path).read_text().splitlines()) for path in sources}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_no_room_is_a_drawer_for_everything(files: list[Path]) -> None:
    """A name says what is inside; these say nothing."""
    empty_names = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
    assert [
        str(path) for path in files if path.suffix == ".py" and empty_names & {*path.parent.parts, path.stem}
    ] == []


def test_the_configuration_is_data(files: list[Path]) -> None:
    """Nothing in config/ can run."""
    assert [str(path) for path in files if path.parts[0] == "config" and path.suffix in {".py", ".sh"}] == []


def test_every_check_has_its_test(files: list[Path]) -> None:
    """A new check is one file, its test, and a line of config."""
    checks = [path for path in files if path.parts[0] == "checks" and path.parts[1] in POINTS]
    names = {path.stem for path in checks if path.suffix == ".py" and path.stem != "__init__"}
    tested = {path.stem.removeprefix("test_") for path in files if path.parts[0] == "tests"}
    assert names, "no check was found: has checks/ moved?"
    assert names - tested == set()


def test_the_tests_are_no_package(files: list[Path]) -> None:
    """Tests are found by their path, so two rooms may each have a test_incident.py."""
    assert [str(path) for path in files if path.parts[0] == "tests" and path.name == "__init__.py"] == []
