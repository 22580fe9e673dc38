"""`oakum check --plots FOLDER`: what was found, drawn, in a file that stands alone."""

import json
from xml.etree import ElementTree

import pytest

IMPORTED = """
import atexit, sys
atexit.register(lambda: print("matplotlib" in sys.modules))
from bot.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def drifted(company, words):
    """On Thursday, minutes are a hundred longer, and a tenth of them are −999."""
    company.own_data()
    columns = words.usage(nulls=60)
    columns["minutes"] = [
        -999.0 if at % 10 == 0 else 100 + each for at, each in enumerate(columns["minutes"])
    ]
    words.write(company.data, "usage", words.day(19), columns)
    return company


def plots_in(folder):
    return {path.name.rsplit("-", 1)[0]: path for path in folder.iterdir()}


def test_each_finding_that_has_a_plot_names_its_file(drifted, words):
    """Below the finding, and the file is there: drift with both distributions, nulls by day."""
    folder = drifted.folder / "plots"
    ran = drifted.oakum("check", "--as-of", words.morning, "--plots", str(folder))
    assert ran.status == 1
    found = plots_in(folder)
    assert {"drift-usage-minutes", "null_rate-usage-sessions"} <= set(found)
    for path in found.values():
        assert f"     plot: {path}" in ran.out.splitlines()
        assert ElementTree.parse(path).getroot().tag.endswith("svg")
    drift = ElementTree.parse(found["drift-usage-minutes"]).getroot()
    assert "both distributions: the reference, 8,400 rows; Thu 19 Nov, 300 rows" in drift.attrib["aria-label"]
    assert "Share that is missing, by day" in found["null_rate-usage-sessions"].read_text()


def test_the_same_as_json(drifted, words):
    """Each finding has its file or null; without --plots the answer is as promised."""
    folder = drifted.folder / "plots"
    ran = drifted.oakum("check", "--as-of", words.morning, "--plots", str(folder), "--format", "json")
    findings = [each for one in json.loads(ran.out)["pipelines"] for each in one["findings"]]
    assert {each["plot"] for each in findings} - {None} == {str(path) for path in folder.iterdir()}
    assert '"plot"' not in drifted.oakum("check", "--as-of", words.morning, "--format", "json").out


def test_a_second_run_writes_the_same_files(drifted, words):
    """The same finding has the same file."""
    folder = drifted.folder / "plots"
    arguments = "check", "--as-of", words.morning, "--plots", str(folder)
    drifted.oakum(*arguments)
    before = {path: path.read_text() for path in folder.iterdir()}
    drifted.oakum(*arguments)
    assert {path: path.read_text() for path in folder.iterdir()} == before


def test_values_that_must_not_leave_the_source_are_not_drawn(drifted, words):
    """Neither as a figure nor as words; where they may be told, they are."""
    folder = drifted.folder / "plots"
    arguments = "check", "--as-of", words.morning, "--plots", str(folder)
    drifted.oakum(*arguments)
    hidden = plots_in(folder)["drift-usage-minutes"].read_text()
    assert "one value, far below: 0% → 10%" in hidden
    assert "999:" not in hidden
    drifted.declare("pipelines/churn.yaml", words.churn.replace("minutes: {", "minutes: {share: true, "))
    drifted.oakum(*arguments)
    assert "−999: 0% → 10%" in plots_in(folder)["drift-usage-minutes"].read_text()


def test_an_explained_feature_is_drawn_too(company, words):
    """Both distributions, and the distances of its batches beside the limit."""
    folder = company.folder / "plots"
    about = "--explain", "drift", "usage", "minutes", "--plots", str(folder)
    ran = company.oakum("check", "--as-of", words.morning, *about)
    paths = [folder / f"drift-usage-minutes-{what}.svg" for what in ("distributions", "distances")]
    assert (ran.status, ran.out.splitlines()[-2:]) == (0, [f"  plot        {path}" for path in paths])
    assert "dashed: the limit" in paths[1].read_text()
    said = json.loads(company.oakum("check", "--as-of", words.morning, *about, "--format", "json").out)
    assert said["plots"] == list(map(str, paths))
    assert said["distributions"]["rows"] == [1_200, 300]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("nowhere/plots", "there is no folder"),
        ("config/oakum.yaml", "is a file"),
    ],
)
def test_a_folder_that_cannot_be_is_said_before_the_work(company, words, place, said):
    """With what to change; exit status 2."""
    ran = company.oakum("check", "--as-of", words.morning, "--plots", str(company.folder / place))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(("wanted", "imported"), [(False, "False"), (True, "True")])
def test_matplotlib_is_imported_only_where_something_is_drawn(
    company, words, cpu_seconds, tmp_path, wanted, imported
):
    """It takes half a second."""
    plots = ["--plots", str(tmp_path / "plots")] if wanted else []
    arguments = ["--config", str(company.config), "check", "--as-of", words.morning, *plots]
    _, printed = cpu_seconds("-c", IMPORTED, *arguments, status=1)
    assert printed.splitlines()[-1] == imported
