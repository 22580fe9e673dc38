"""Every check has its page, which says in one order what it finds, what it needs and what it cannot do."""

from pathlib import Path

import pytest

from checks.catalog import catalog

PAGES = Path(__file__).parents[2] / "docs" / "checks"
SECTIONS = ["## What it finds", "## What it needs", "## Limits"]


@pytest.mark.parametrize("name", sorted(catalog()))
def test_every_check_has_its_page(name):
    """Under its own name, with a finding in its own words before all else, and the lines of configuration."""
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {name}\n")
    told, *sections = page.split("\n## ")
    assert "\n> " in told, "show a finding as it is told"
    assert "```yaml" in page, "show the configuration"
    for section in sections:
        assert section.partition("\n")[2].strip(), "a section says something"


@pytest.mark.parametrize("name", sorted(catalog()))
def test_the_pages_say_the_same_in_the_same_order(name):
    """What it finds, what it needs, and at the end its limits; what else there is stands between them."""
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert [each for each in headings if each in SECTIONS] == SECTIONS
    assert (headings[0], headings[-1]) == (SECTIONS[0], SECTIONS[-1])


def test_no_page_is_left_of_a_check_that_is_gone():
    """A page is named after its check."""
    assert {page.stem for page in PAGES.glob("*.md")} == set(catalog())
