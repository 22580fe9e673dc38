"""How texts are written, and that a signature is recognised as it is worked out."""

import pytest

from checks.sources.signature import recognised, signature, signature_of

WRITTEN = {
    "2026-11-17": "9999-99-99",
    "Ann-Marie": "Aa-Aa",
    "  x ": "  a ",
    "N/A": "N/A",
    "12.345": "99.9",
    "-3.5": "-9.9",
    "12°30'15\"N": "12°30'15\"N".replace("12", "99")
    .replace("30", "99")
    .replace("15", "99")
    .replace("N", "A"),
    "naïve É": "a A",
    "日本": "a",
    "٣": "9",
    "1.2.3": "9.9.9",
    "x\n": "a\n",
    "[a]+(b)*\\^$|?.{1}": "[a]+(a)*\\^$|?.{9}",
    "🦆": "🦆",
    "": "",
    "A" * 100 + "1": "A",
}


@pytest.mark.parametrize("text", WRITTEN)
def test_what_a_signature_is_and_how_it_is_recognised(lake, text):
    """Worked out, or recognised among others."""
    lake.parquet("day=2026-01-05/a.parquet", {"s": list(WRITTEN)})
    table = lake.table()
    rows = table.rows(table.bundles()[0])
    told = table.fetch(rows.select(s=rows.s, form=signature(rows.s))).to_pylist()
    assert {row["s"]: row["form"] for row in told} == WRITTEN
    quicker = table.fetch(rows.select(s=rows.s, form=recognised(rows.s, [WRITTEN[text]]))).to_pylist()
    assert {row["s"]: row["form"] for row in quicker} == WRITTEN
    assert signature_of(text) == WRITTEN[text]
