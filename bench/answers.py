"""How soon does an answer stand on the page? Run: python bench/answers.py (--help tells more)

A real `oakum run`, connected to the sandbox by Socket Mode, has many open incidents whose messages stand in a
channel. In headless Chromium somebody types each slash command and each kind of question, a few times over.
Told is the time from Enter until the answer is to be seen in the channel, or that it stands in the thread.
"""

import sys
from pathlib import Path

# A module of Python's own bears the name of a file in this folder, so the root takes the folder's place.
sys.path[0] = str(Path(__file__).parents[1])
# ruff: noqa: E402 (which must happen before the other imports)

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from statistics import median
from time import monotonic, sleep  # noqa: TID251 (a benchmark measures the real time)

from playwright.sync_api import Page, sync_playwright

from bench.clicks import MARIA, running

COMMANDS = (
    "health",
    "findings",
    "why 7",
    "backlog",
    "budget",
    "tune",
    "tuned",
    "noise",
    "oncall",
    "checkup",
    "load",
    "debt",
    "expert 7",
    "silence churn 2h",
    "ack 3",
    "snooze 4 2h",
    "help",
)
EVIDENCE = {
    "usual": 0.02,
    "days": [{"day": f"2026-10-{day:02}", "share": 0.0123456 * day, "rows": 12_345} for day in range(1, 32)],
    "by_hour": [{"hour": hour, "rows": 100 + hour, "usual": 200.5} for hour in range(24)],
}
"""As much as a check keeps of a month."""
QUESTIONS = (
    "is the pipeline healthy?",
    "what broke?",
    "what should I fix first?",
    "why was I paged?",
    "who is on call for churn?",
    "since when?",
    "can I trust usage today?",
    "what changed just before?",
    "how many pages last week?",
)


_ANSWERED = """
before => {
  const newest = [...document.querySelectorAll("#messages [data-ts]")].at(-1);
  return newest.dataset.ts > before && newest.matches(".ephemeral, :has(.thread-link)");
}
"""


def asked(page: Page, text: str, pause: float = 0) -> float:
    """Type it and press Enter; the seconds until the newest message is an answer, or has one in its thread.

    An answer in a thread is a message, and Slack takes one a second and channel: the `pause` before.
    """
    sleep(pause)
    newest = page.locator("#messages [data-ts]").last.get_attribute("data-ts")
    page.fill("#composer", text)
    began = monotonic()
    page.press("#composer", "Enter")
    page.wait_for_function(_ANSWERED, arg=newest)
    return monotonic() - began


def measure(page: Page, times: int) -> Iterator[tuple[str, list[float]]]:
    """Everything that can be asked, and the seconds that each answer took."""
    for command in COMMANDS:
        text = f"/pipeline {command}"
        yield f"`{text}`", [asked(page, text) for _ in range(times)]
    for question in QUESTIONS:
        yield question, [asked(page, f"@Oakum {question}", pause=1) for _ in range(times)]


def main() -> None:
    """Print a Markdown table."""
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--incidents", type=int, default=1000, help="how many are open (1000)")
    said.add_argument("--times", type=int, default=5, help="how often each is asked (5)")
    given = said.parse_args()
    print(f"| with {given.incidents:,} open incidents | median | longest of {given.times} |")
    print("| --- | --- | --- |")
    with (
        tempfile.TemporaryDirectory() as name,
        running(Path(name), given.incidents, EVIDENCE) as sandbox,
        sync_playwright() as driver,
    ):
        page = driver.chromium.launch(executable_path=shutil.which("chromium")).new_page()
        page.goto(f"{sandbox.page_url}?as={MARIA}")
        page.wait_for_selector("body[data-ready]")
        for what, took in measure(page, given.times):
            print(f"| {what} | {1000 * median(took):.0f} ms | {1000 * max(took):.0f} ms |", flush=True)


if __name__ == "__main__":
    main()
