"""A column of times that comes to hold text: why nothing can be judged is what is read first."""

import pyarrow.parquet as parquet


def test_the_reason_stands_right_below_unknown_and_says_what_it_is_first(company, words):
    """Then come the files, and what else was found; that nothing has come would be wrong."""
    company.declare("pipelines/churn.yaml", words.churn.replace('    finish_by: {time: "06:30"}\n', ""))
    company.own_data()
    for of_november in (18, 19):
        file = words.write(company.data, "usage", words.day(of_november), words.usage())
        table = parquet.read_table(file, partitioning=None)
        texts = table["seen_at"].cast("string")
        at = table.column_names.index("seen_at")
        parquet.write_table(table.set_column(at, "seen_at", texts), file)
    ran = company.oakum("check", "churn", "--as-of", words.morning)
    lines = ran.out.splitlines()
    (health,) = (at for at, line in enumerate(lines) if line.startswith("churn: unknown"))
    said = "  could not check usage: seen_at is text, and a time is needed to judge the rows by: "
    assert lines[health + 1].startswith(said)
    assert lines[health + 1].endswith("day=2026-11-19/part.parquet and 1 more partition")
    assert lines[-1].endswith("(--explain lists them)")
    assert "nothing has come" not in ran.out
    assert ran.status == 2
