"""docs/gallery.md shows all that is in the catalogue, and nothing else."""

import os

from tests.gallery.page import DOCS, PICTURES, picture_of, pictured, written

PAGE = DOCS / "gallery.md"
MEGABYTES = 3


def test_the_page_is_that_of_the_catalogue():
    """A new state comes into it by OAKUM_SCREENSHOT=1; a stale line fails."""
    if os.environ.get("OAKUM_SCREENSHOT") == "1" or not PAGE.exists():
        PAGE.write_text(written(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == written()


def test_each_state_has_its_picture_and_none_is_left_over():
    """tests/browser/test_gallery.py makes those that are missing."""
    assert {path.name for path in PICTURES.iterdir()} == {picture_of(each.name).name for each in pictured()}


def test_the_pictures_are_light():
    """The page is read on a phone, too."""
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < MEGABYTES * 1_000_000
