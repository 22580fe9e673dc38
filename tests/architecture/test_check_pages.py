"""Every check has its page, which says in the same order what it finds and what it needs."""

from pathlib import Path

import pytest

from checks.catalog import catalog

PAGES = Path(__file__).parents[2] / "docs" / "checks"


@pytest.mark.parametrize("name", sorted(catalog()))
def test_every_check_has_its_page(name):
    """Under its own name, with a finding in its own words and the lines of configuration that it needs."""
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n")
    assert "\n> " in page, "show a finding as it is told"
    assert "```yaml" in page, "show the configuration"
    assert "## Limits" in page, "say what it cannot do"


def test_no_page_is_left_of_a_check_that_is_gone():
    """A page is named after its check."""
    assert {page.stem for page in PAGES.glob("*.md")} == set(catalog())
