"""`oakum gate --batch FOLDER`: a batch in several files, as Spark writes it."""

import shutil

import pytest

YES, NO, CANNOT_TELL = 0, 1, 2


@pytest.fixture
def spark(company, words):
    """A folder with the parts of one batch and the mark that Spark leaves; has it judged."""

    def asked(*parts, **others):
        folder = company.folder / "staging" / "batch"
        folder.mkdir(parents=True)
        (folder / "_SUCCESS").touch()
        for name, text in others.items():
            (folder / name.replace("_", ".")).write_text(text)
        for at, columns in enumerate(parts):
            file = words.write(company.folder / "written", "usage", words.day(20), columns)
            shutil.move(file, folder / f"part-{at}.parquet")
        return company.oakum("gate", "usage", "--batch", str(folder), "--format", "json")

    return asked


def test_all_parts_are_one_batch(spark, words):
    """Its rows are those of all files, and what is wrong in one of them is told."""
    columns = words.usage(nulls=100)
    halves = [{name: values[at::2] for name, values in columns.items()} for at in (0, 1)]
    ran = spark(*halves)
    assert ran.status == NO
    assert '"rows": 300' in ran.out


def test_a_folder_without_a_part_cannot_be_told(spark):
    """Never a silent pass."""
    ran = spark()
    assert ran.status == CANNOT_TELL
    assert "has no files" in ran.out


def test_parts_in_two_formats_cannot_be_told(spark, words):
    """They are named as they lie there, not as they were linked."""
    ran = spark(words.usage(), other_csv="account\n1\n")
    assert ran.status == CANNOT_TELL
    assert "staging/batch/part-0.parquet" in ran.out
    assert "in the same partition is CSV" in ran.out
