"""Contracts in files of the Open Data Contract Standard."""

from pathlib import Path

import pytest

from bot.settings.data_contract import reader, written
from checks.agreement import Agreed, Agreement, Default

GIVEN = """\
apiVersion: v3.1.0
kind: DataContract
id: usage
version: 1.0.0
status: active
schema:
  - name: usage
    properties:
      - {name: account, logicalType: integer, primaryKey: true}
      - name: plan
        logicalType: string
        required: true
        quality:
          - {type: library, metric: invalidValues, arguments: {validValues: [free, pro]}, mustBe: 0}
      - {name: age, logicalType: integer, logicalTypeOptions: {minimum: 0, maximum: 120}}
      - name: lines
        logicalType: array
        items:
          logicalType: object
          properties:
            - {name: price, logicalType: number}
"""


def test_a_given_contract_is_read(tmp_path: Path) -> None:
    """Columns in order, nullability, allowed values, ranges, and what is within nested ones."""
    (tmp_path / "usage.odcs.yaml").write_text(GIVEN)
    agreement = reader(tmp_path)("usage.odcs.yaml")
    assert agreement.origin == "usage.odcs.yaml"
    assert agreement.columns == (
        Agreed(name="account", logical="integer", required=True),
        Agreed(name="plan", logical="string", required=True, values=("free", "pro")),
        Agreed(name="age", logical="integer", low=0, high=120),
        Agreed(name="lines", logical="array"),
        Agreed(name="lines[]", logical="object"),
        Agreed(name="lines[].price", logical="number"),
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """Nested columns too, with the standard's word for each type."""
    learned = Agreement(
        columns=(
            Agreed(name="id", kind="int64", required=True),
            Agreed(name="home", kind="struct"),
            Agreed(name="home.city", kind="string"),
            Agreed(name="lines", kind="array"),
            Agreed(name="lines[]", kind="struct"),
            Agreed(name="lines[].price", kind="float64"),
            Agreed(name="tags", kind="array"),
            Agreed(name="tags[]", kind="string"),
        ),
        origin="28 reference partitions",
    )
    (tmp_path / "learned.odcs.yaml").write_text(written("churn", "usage", learned))
    read = reader(tmp_path)("learned.odcs.yaml")
    assert [each.name for each in read] == [each.name for each in learned]
    assert [each.logical for each in read] == [
        "integer", "object", "string", "array", "object", "number", "array", "string",
    ]  # fmt: skip
    assert [each.required for each in read] == [each.required for each in learned]


def test_ranges_values_and_defaults_are_written_with_what_shows_them(tmp_path: Path) -> None:
    """As a comment; a reader of the file is told that it holds values, and reads all of it back."""
    learned = Agreement(
        columns=(
            Agreed(name="age", logical="integer", low=0, high=0.5, default=Default("0"), why="from 7 rows"),
            Agreed(name="plan", logical="string", values=("free", "no"), default=Default(None)),
            Agreed(name="note", logical="string", required=True, blanks=True, default=Default("")),
            Agreed(name="doc", logical="object", why="from 8 rows"),
            Agreed(name="doc.id", logical="integer", required=True),
        ),
        origin="28 reference partitions",
    )
    text = written("churn", "usage", learned)
    (tmp_path / "learned.odcs.yaml").write_text(text)
    assert reader(tmp_path)("learned.odcs.yaml").columns == learned.columns
    assert text.startswith("# Ranges and allowed values were read out of the source")
    assert text.index("  - name: age") < text.index("    # from 7 rows") < text.index("minimum: 0\n")
    assert text.index("name: doc") < text.index("    # from 8 rows")


def test_a_rule_against_nulls_alone_leaves_empty_texts(tmp_path: Path) -> None:
    """`required` does not."""
    rule = GIVEN.replace("metric: invalidValues, arguments: {validValues: [free, pro]}", "metric: nullValues")
    (tmp_path / "usage.yaml").write_text(rule.replace("        required: true\n", ""))
    assert reader(tmp_path)("usage.yaml").column("plan") == Agreed(
        name="plan", logical="string", required=True, blanks=True
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema: [", "is no Open Data Contract"),
        ("kind: DataContract\nwrong: 1", "wrong"),
        ("kind: DataContract", "describes no table"),
        ("schema: [{name: usage}]", "describes no columns"),
        ("schema: [{name: a}, {name: b}]", "describes a, b: name the one that is meant, like x.yaml#a"),
        ("- 1", "is no Open Data Contract"),
        ("", "is no Open Data Contract"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, text: str, said: str) -> None:
    """And what to change."""
    (tmp_path / "x.yaml").write_text(text)
    with pytest.raises(ValueError, match=said):
        reader(tmp_path)("x.yaml")


def test_one_of_several_tables_is_named(tmp_path: Path) -> None:
    """Behind the name of the file."""
    two = GIVEN + "  - {name: other, properties: [{name: x}]}\n"
    (tmp_path / "all.yaml").write_text(two)
    assert [each.name for each in reader(tmp_path)("all.yaml#other")] == ["x"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Its whole path is told."""
    with pytest.raises(ValueError, match=r"gone\.yaml: cannot be read \(No such file"):
        reader(tmp_path)("gone.yaml")
