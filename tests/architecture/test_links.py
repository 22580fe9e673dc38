"""What a page points to is there."""

import re
from pathlib import Path

ROOMS = ("bot/", "checks/", "config/", "tests/", "docs/", "bench/", "requirements/", ".ci/")
LINK = re.compile(r"\]\(([^)\s]+)\)")
MENTION = re.compile(r"`([\w./-]+)`")
OF_THE_READER = ("config/oakum.yaml", "config/pipelines")  # the configuration that a reader writes
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _targets(page: Path, root: Path) -> set[Path]:
    """The files that a page links to, and those it names in backticks by their path from the root."""
    text = FENCE.sub("", page.read_text())
    links = {link.split("#")[0] for link in LINK.findall(text) if not re.match(r"\w+:|#", link)}
    words = MENTION.findall(text)
    mentions = {word for word in words if word.startswith(ROOMS) and not word.startswith(OF_THE_READER)}
    return {page.parent / link for link in links} | {root / mention for mention in mentions}


def test_every_path_on_a_page_exists(root: Path, files: list[Path]) -> None:
    """A reader who follows a link or opens a file that a page names finds it."""
    pages = [root / path for path in files if path.suffix == ".md"]
    missing = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in _targets(page, root)
        if not target.exists()
    ]
    assert pages
    assert missing == []


def test_a_dead_link_and_a_dead_mention_are_noticed(tmp_path: Path) -> None:
    """The check above can fail."""
    page = tmp_path / "page.md"
    text = "[a](gone.md#part) [b](https://example.org) [c](#here) `bot/gone.py` `make test`\n"
    page.write_text(text + "```\n`bot/x.py`\n```\n")
    assert _targets(page, tmp_path) == {tmp_path / "gone.md", tmp_path / "bot/gone.py"}
